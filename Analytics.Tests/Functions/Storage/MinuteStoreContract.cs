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
    public async Task A_document_reads_back_as_it_was_written()
    {
        var store = await NewStoreAsync();
        var write = new CachedDocument(new DocumentKey(3, Noon)).Next(
            TallyDelta(
                Some.Order(1, currency: Some.Jpy, lines: new OrderLine("抹茶", 2, 350)),
                Some.Order(2, lines: new OrderLine("largest", 1_000_000, 100_000_000))),
            "writer", Some.At("12:00:59.123"), partBytesMax: 10_000);

        Assert.IsType<HeadWrite.Written>(await store.TryWriteAsync(write, [], default));

        var read = Assert.Single(await store.ReadPartsAsync(write.Part.Key, default));
        Assert.Equal(
            (write.Part.Key, write.Part.Number, write.Part.Revision, SegmentList.None, write.Part.Writer, write.Part.CommittedAt),
            (read.Key, read.Number, read.Revision, read.Pieces, read.Writer, read.CommittedAt));
        Assert.Equal(write.Part.Seen, read.Seen);
        Assert.Equal(write.Part.Tally, read.Tally);
    }

    [Fact]
    public async Task What_moved_out_into_pieces_is_read_with_the_part_that_names_them()
    {
        var store = await NewStoreAsync();
        var key = new DocumentKey(1, Noon);
        await WriteAsync(store, key, orders: 12, partBytesMax: 0);
        await WriteAsync(store, new DocumentKey(2, Noon), orders: 1, partBytesMax: 0);
        await WriteAsync(store, new DocumentKey(1, Noon.Plus(1)), orders: 1, partBytesMax: 0);

        var document = await store.ReadDocumentAsync(key, default);

        Assert.Equal(Tally.Of(Enumerable.Range(0, 12).Select(order => Some.Order(order))), document.Sum());
        Assert.Equal(12, document.Seen.Distinct().Count());
        Assert.Equal(Enumerable.Range(0, 12), document.Pieces.Select(piece => piece.Number));
        Assert.Equal([10, 11], (await store.ReadPiecesAsync(document.Parts[0], 10, default)).Select(piece => piece.Number));
    }

    [Fact]
    public async Task A_range_of_documents_is_read_each_with_the_pieces_that_its_part_names()
    {
        var store = await NewStoreAsync();
        var expected = new List<(Minute, long, int)>();
        for (var minute = 0; minute < 40; minute++)
        {
            // Some are not there, some have pieces, some have none.
            if (minute % 3 > 0)
            {
                await WriteAsync(store, new DocumentKey(0, Noon.Plus(minute)), orders: 1 + minute % 4, partBytesMax: minute % 3 == 1 ? 0 : 10_000);
                expected.Add((Noon.Plus(minute), 1 + minute % 4, 1 + minute % 4));
            }
        }

        await WriteAsync(store, new DocumentKey(1, Noon), orders: 1, partBytesMax: 0);
        await store.TryWriteAsync(Next(new CachedDocument(new DocumentKey(0, Noon.Plus(1))), 9, "lost", partBytesMax: 0), [], default);

        var read = new List<(Minute, long, int)>();
        await foreach (var document in store.ReadDocumentsAsync(0, new MinuteRange(Noon, Noon.Plus(40)), default))
        {
            read.Add((document.Key.Minute, document.Sum().Items.Values.Sum(item => item.Orders), document.Seen.Count()));
        }

        Assert.Equal(expected, read);
    }

    [Fact]
    public async Task A_piece_of_an_attempt_that_lost_its_race_counts_for_nobody()
    {
        var store = await NewStoreAsync();
        var key = new DocumentKey(0, Noon);
        var (first, second) = (Next(new CachedDocument(key), 1, "first", partBytesMax: 0), Next(new CachedDocument(key), 2, "second", partBytesMax: 0));

        await store.TryWriteAsync(first, [], default);
        Assert.IsType<HeadWrite.Lost>(await store.TryWriteAsync(second, [], default));

        Assert.Equal(2, (await store.FindPiecesAsync(key, 0, default)).Count);
        Assert.Equal(first.Piece!.Seen, (await store.ReadDocumentAsync(key, default)).Seen);
        Assert.Equal(Tally.Of([Some.Order(1)]), await SumAsync(store, key, SumsRead.Items));
    }

    [Fact]
    public async Task Of_two_who_create_a_part_one_loses_and_is_told_what_is_there()
    {
        var store = await NewStoreAsync();
        var first = Next(new CachedDocument(new DocumentKey(0, Noon)), 1, "first");
        var second = Next(new CachedDocument(new DocumentKey(0, Noon)), 2, "second");

        await store.TryWriteAsync(first, [], default);
        var lost = Assert.IsType<HeadWrite.Lost>(await store.TryWriteAsync(second, [], default));

        Assert.Equal(("first", 1L), (lost.Current!.Writer, lost.Current.Revision));
        Assert.Equal(first.Part.Seen, lost.Current.Seen);
    }

    [Fact]
    public async Task A_write_over_a_revision_that_is_no_longer_there_loses()
    {
        var store = await NewStoreAsync();
        var view = new CachedDocument(new DocumentKey(0, Noon));
        var first = Next(view, 1, "first");
        await store.TryWriteAsync(first, [], default);
        view.Learn(first);
        var stale = Next(view, 2, "stale");
        var faster = Next(view, 3, "faster");

        Assert.IsType<HeadWrite.Written>(await store.TryWriteAsync(faster, [], default));
        Assert.Equal("faster", Assert.IsType<HeadWrite.Lost>(await store.TryWriteAsync(stale, [], default)).Current?.Writer);
    }

    [Fact]
    public async Task A_write_over_a_part_that_is_gone_loses_to_nothing()
    {
        var store = await NewStoreAsync();
        var view = new CachedDocument(new DocumentKey(0, Noon));
        view.Learn(Next(view, 1, "never written"));

        Assert.Null(Assert.IsType<HeadWrite.Lost>(await store.TryWriteAsync(Next(view, 2, "second"), [], default)).Current);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_range_has_its_first_minute_and_not_its_end(bool withItems)
    {
        var store = await NewStoreAsync();
        for (var minute = -1; minute <= 2; minute++)
        {
            // One whose items are in pieces, and one whose items are not.
            await WriteAsync(store, new DocumentKey(0, Noon.Plus(minute)), orders: 2, partBytesMax: minute == 0 ? 0 : 10_000);
        }

        var read = new List<(Minute, long, long)>();
        await foreach (var sums in store.ReadRangeAsync(0, new MinuteRange(Noon, Noon.Plus(2)), withItems ? SumsRead.Items : SumsRead.Totals, default))
        {
            read.Add((sums.Minute, sums.Tally.Totals.Orders, sums.Tally.Items.Values.Sum(item => item.Orders)));
        }

        var items = withItems ? 2 : 0;
        Assert.Equal([(Noon, 2, items), (Noon.Plus(1), 2, items)], read.Order());
    }

    private protected static async Task WriteAsync(IMinuteStore store, DocumentKey key, int orders, int partBytesMax)
    {
        var view = new CachedDocument(key);
        for (var order = 0; order < orders; order++)
        {
            var next = view.Next(TallyDelta(Some.Order(order)), $"writer {order}", Some.At("12:30"), partBytesMax);
            Assert.IsType<HeadWrite.Written>(await store.TryWriteAsync(next, [], default));
            view.Learn(next);
        }
    }

    private protected static async Task<Tally> SumAsync(IMinuteStore store, DocumentKey key, SumsRead read)
    {
        var sum = new Tally();
        await foreach (var sums in store.ReadRangeAsync(key.Lane, MinuteRange.Of(key.Minute), read, default))
        {
            sum.Add(sums.Tally);
        }

        return sum;
    }

    private static MinuteWrite Next(CachedDocument view, int order, string writer, int partBytesMax = 10_000) =>
        view.Next(TallyDelta(Some.Order(order)), writer, Some.At("12:30"), partBytesMax);

    private static TallyDelta TallyDelta(params Order[] orders)
    {
        var contribution = new TallyDelta();
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
    public async Task What_was_read_before_and_cannot_have_changed_is_not_read_again()
    {
        var table = await dynamoDb.NewAggregatesTableAsync();
        var (warm, cold) = (new DynamoMinuteStore(dynamoDb.Client, table, new ItemCache()), new DynamoMinuteStore(dynamoDb.Client, table));
        var key = new DocumentKey(0, Minute.Of(Some.At("12:00")));
        await WriteAsync(cold, key, orders: 3, partBytesMax: 0);
        var sum = await SumAsync(warm, key, SumsRead.Items);
        var piece = MinuteSegmentItem.Write((await cold.FindPiecesAsync(key, 0, default))[1]);
        await dynamoDb.Client.DeleteItemAsync(table, new() { ["pk"] = piece["pk"], ["sk"] = piece["sk"] });

        Assert.Equal(sum, await SumAsync(warm, key, SumsRead.Items));
        Assert.Equal(
            "The document minute#0/2026-11-23T12:00Z cannot be read: a piece of it is not there.",
            (await Assert.ThrowsAsync<FormatException>(() => SumAsync(cold, key, SumsRead.Items))).Message);
    }

    [Fact]
    public async Task A_document_of_a_newer_format_is_refused_and_not_overwritten()
    {
        var table = await dynamoDb.NewAggregatesTableAsync();
        var store = new DynamoMinuteStore(dynamoDb.Client, table);
        var view = new CachedDocument(new DocumentKey(0, Minute.Of(Some.At("12:00"))));
        var contribution = new TallyDelta();
        contribution.Add(Some.Placed(Some.Order()));
        var write = view.Next(contribution, "w", Some.At("12:01"), partBytesMax: 10_000);
        var newer = MinuteItem.Write(write.Part);
        newer[MinuteItem.FormatName].N = "3";
        await dynamoDb.Client.PutItemAsync(table, newer);

        var refused = await Assert.ThrowsAsync<FormatException>(() => store.ReadPartsAsync(view.Key, default));
        Assert.Contains("it has format 3", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<FormatException>(() => store.TryWriteAsync(write, [], default));
    }
}
