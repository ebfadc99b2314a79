using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Functions.Storage;
using Analytics.Tests.Functions.Fakes;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Functions.Storage;

/// <summary>What every store of minute documents keeps to; run on the fake and on the emulator.</summary>
public abstract class MinuteStoreContract
{
    private static readonly Minute Noon = Minute.Of(Some.At("12:00"));

    private protected abstract Task<IMinuteStore> NewStoreAsync();

    [Fact]
    public async Task A_part_reads_back_as_it_was_written()
    {
        var store = await NewStoreAsync();
        var chain = new MinuteChain(new DocumentKey(3, Noon));
        var part = chain.Next(
            Contribution(
                Some.Order(1, currency: Some.Jpy, lines: new OrderLine("抹茶", 2, 350)),
                Some.Order(2, lines: new OrderLine("largest", 1_000_000, 100_000_000))),
            "writer", Some.At("12:00:59.123"), sealAtBytes: 10_000);

        Assert.IsType<PartWrite.Written>(await store.TryWriteAsync(part, [], default));

        var read = Assert.Single(await store.ReadChainAsync(chain.Key, default));
        Assert.Equal(
            (part.Key, part.Number, part.Revision, part.IsSealed, part.Writer, part.CommittedAt),
            (read.Key, read.Number, read.Revision, read.IsSealed, read.Writer, read.CommittedAt));
        Assert.Equal(part.Seen, read.Seen);
        Assert.Equal(part.Tally, read.Tally);
    }

    [Fact]
    public async Task Of_two_who_create_a_part_one_loses_and_is_told_what_is_there()
    {
        var store = await NewStoreAsync();
        var first = Next(new MinuteChain(new DocumentKey(0, Noon)), 1, "first");
        var second = Next(new MinuteChain(new DocumentKey(0, Noon)), 2, "second");

        await store.TryWriteAsync(first, [], default);
        var lost = Assert.IsType<PartWrite.Lost>(await store.TryWriteAsync(second, [], default));

        Assert.Equal(("first", 1L), (lost.Current!.Writer, lost.Current.Revision));
        Assert.Equal(first.Seen, lost.Current.Seen);
    }

    [Fact]
    public async Task A_write_over_a_revision_that_is_no_longer_there_loses()
    {
        var store = await NewStoreAsync();
        var chain = new MinuteChain(new DocumentKey(0, Noon));
        var first = Next(chain, 1, "first");
        await store.TryWriteAsync(first, [], default);
        chain.Learn(first);
        var stale = Next(chain, 2, "stale");
        var faster = Next(chain, 3, "faster");

        Assert.IsType<PartWrite.Written>(await store.TryWriteAsync(faster, [], default));
        Assert.Equal("faster", Assert.IsType<PartWrite.Lost>(await store.TryWriteAsync(stale, [], default)).Current?.Writer);
    }

    [Fact]
    public async Task A_write_over_a_part_that_is_gone_loses_to_nothing()
    {
        var store = await NewStoreAsync();
        var chain = new MinuteChain(new DocumentKey(0, Noon));
        chain.Learn(Next(chain, 1, "never written"));

        Assert.Null(Assert.IsType<PartWrite.Lost>(await store.TryWriteAsync(Next(chain, 2, "second"), [], default)).Current);
    }

    [Fact]
    public async Task A_chain_has_the_parts_of_its_own_minute_and_lane_in_their_order()
    {
        var store = await NewStoreAsync();
        await WriteChainAsync(store, new DocumentKey(1, Noon), parts: 12);
        await WriteChainAsync(store, new DocumentKey(2, Noon), parts: 1);
        await WriteChainAsync(store, new DocumentKey(1, Noon.Plus(1)), parts: 1);

        Assert.Equal(Enumerable.Range(0, 12), (await store.ReadChainAsync(new DocumentKey(1, Noon), default)).Select(part => part.Number));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_range_has_its_first_minute_and_not_its_end(bool withItems)
    {
        var store = await NewStoreAsync();
        for (var minute = -1; minute <= 2; minute++)
        {
            await WriteChainAsync(store, new DocumentKey(0, Noon.Plus(minute)), parts: 2);
        }

        var read = new List<(Minute, long, int)>();
        await foreach (var sums in store.ReadRangeAsync(0, new MinuteRange(Noon, Noon.Plus(2)), withItems ? SumsRead.Items : SumsRead.Totals, default))
        {
            read.Add((sums.Minute, sums.Tally.Totals.Orders, sums.Tally.Items.Count));
        }

        var items = withItems ? 1 : 0;
        Assert.Equal([(Noon, 1, items), (Noon, 1, items), (Noon.Plus(1), 1, items), (Noon.Plus(1), 1, items)], read);
    }

    private static async Task WriteChainAsync(IMinuteStore store, DocumentKey key, int parts)
    {
        var chain = new MinuteChain(key);
        for (var part = 0; part < parts; part++)
        {
            // Everything is larger than nothing, so each write seals its part.
            var next = chain.Next(Contribution(Some.Order(part)), "w", Some.At("12:30"), sealAtBytes: 0);
            Assert.IsType<PartWrite.Written>(await store.TryWriteAsync(next, [], default));
            chain.Learn(next);
        }
    }

    private static MinutePart Next(MinuteChain chain, int order, string writer) =>
        chain.Next(Contribution(Some.Order(order)), writer, Some.At("12:30"), sealAtBytes: 10_000);

    private static Contribution Contribution(params Order[] orders)
    {
        var contribution = new Contribution();
        orders.ToList().ForEach(order => contribution.Add(Some.Placed(order)));
        return contribution;
    }
}

public class InMemoryMinuteStoreTests : MinuteStoreContract
{
    private protected override Task<IMinuteStore> NewStoreAsync() => Task.FromResult<IMinuteStore>(new InMemoryMinuteStore());
}

public class DynamoMinuteStoreTests(DynamoDbFixture dynamoDb) : MinuteStoreContract, IClassFixture<DynamoDbFixture>
{
    private protected override async Task<IMinuteStore> NewStoreAsync() =>
        new DynamoMinuteStore(dynamoDb.Client, await dynamoDb.NewAggregatesTableAsync());

    [Fact]
    public async Task A_document_of_a_newer_format_is_refused_and_not_overwritten()
    {
        var table = await dynamoDb.NewAggregatesTableAsync();
        var store = new DynamoMinuteStore(dynamoDb.Client, table);
        var chain = new MinuteChain(new DocumentKey(0, Minute.Of(Some.At("12:00"))));
        var contribution = new Contribution();
        contribution.Add(Some.Placed(Some.Order()));
        var part = chain.Next(contribution, "w", Some.At("12:01"), sealAtBytes: 10_000);
        var newer = MinuteItem.Write(part);
        newer[MinuteItem.FormatName].N = "2";
        await dynamoDb.Client.PutItemAsync(table, newer);

        var refused = await Assert.ThrowsAsync<FormatException>(() => store.ReadChainAsync(chain.Key, default));
        Assert.Contains("it has format 2", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<FormatException>(() => store.TryWriteAsync(part, [], default));
    }
}
