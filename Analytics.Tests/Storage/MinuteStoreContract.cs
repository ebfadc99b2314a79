using Analytics.Core.Changes;
using Analytics.Core.Documents;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Storage;
using Analytics.Tests.Functions.Fakes;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Storage;

/// <summary>What every store of minute documents keeps to; run on the fake and on the emulator.</summary>
public abstract class MinuteStoreContract
{
    private static readonly Minute Noon = Minute.Of(Some.At("12:00"));

    private protected abstract Task<IMinuteStore> NewStoreAsync();

    [Fact]
    public async Task A_document_reads_back_as_it_was_written()
    {
        var store = await NewStoreAsync();
        var delta = Delta(
            Some.Order(1, currency: Some.Jpy, lines: new OrderLine("抹茶", 2, 350)),
            Some.Order(2, lines: new OrderLine("largest", 1_000_000, 100_000_000)));
        delta.Add(new EditMark(Some.Change(1), new StreamPosition(0x1234_5678_9ABC_DEF0)));
        var write = new CachedDocument(new DocumentKey(3, Noon)).Next(delta, "writer", Some.At("12:00:59.123"), maxHeadBytes: 10_000);

        Assert.IsType<HeadWrite.Written>(await store.TryWriteAsync(write, [], default));

        var read = await store.ReadHeadAsync(write.Head.Key, default);
        Assert.Equal(
            (write.Head.Key, write.Head.Revision, SegmentList.None, write.Head.Writer, write.Head.CommittedAt),
            (read!.Key, read.Revision, read.Segments, read.Writer, read.CommittedAt));
        Assert.Equal(write.Head.Ids, read.Ids);
        Assert.Equal(write.Head.Marks, read.Marks);
        Assert.Equal(write.Head.Tally, read.Tally);
    }

    [Fact]
    public async Task A_document_that_is_not_stored_is_none()
    {
        var store = await NewStoreAsync();
        var key = new DocumentKey(3, Noon);

        Assert.Null(await store.ReadHeadAsync(key, default));
        Assert.Null((await store.ReadDocumentAsync(key, default)).Head);
    }

    [Fact]
    public async Task What_moved_out_into_segments_is_read_with_the_head_that_names_them()
    {
        var store = await NewStoreAsync();
        var key = new DocumentKey(1, Noon);
        await WriteAsync(store, key, orders: 12, maxHeadBytes: 0);
        await WriteAsync(store, new DocumentKey(2, Noon), orders: 1, maxHeadBytes: 0);
        await WriteAsync(store, new DocumentKey(1, Noon.Plus(1)), orders: 1, maxHeadBytes: 0);

        var document = await store.ReadDocumentAsync(key, default);

        Assert.Equal(Tally.Of(Enumerable.Range(0, 12).Select(order => Some.Order(order))), document.Sum());
        Assert.Equal(Enumerable.Range(0, 12).Select(order => Some.Change(order)), document.Ids);
        Assert.Equal(Enumerable.Range(0, 12), document.Segments.Select(segment => segment.Number));
        Assert.Equal([10, 11], (await store.ReadSegmentsAsync(document.Head!, 10, default)).Select(segment => segment.Number));
    }

    [Fact]
    public async Task A_range_of_documents_is_read_each_with_the_segments_that_its_head_names()
    {
        var store = await NewStoreAsync();
        var expected = new List<(Minute, long, int)>();
        for (var minute = 0; minute < 40; minute++)
        {
            // Some are not there, some have segments, some have none.
            if (minute % 3 > 0)
            {
                await WriteAsync(
                    store, new DocumentKey(0, Noon.Plus(minute)), orders: 1 + minute % 4, maxHeadBytes: minute % 3 == 1 ? 0 : 10_000);
                expected.Add((Noon.Plus(minute), 1 + minute % 4, 1 + minute % 4));
            }
        }

        await WriteAsync(store, new DocumentKey(1, Noon), orders: 1, maxHeadBytes: 0);
        await store.TryWriteAsync(Next(new CachedDocument(new DocumentKey(0, Noon.Plus(1))), 9, "lost", maxHeadBytes: 0), [], default);

        var read = new List<(Minute, long, int)>();
        await foreach (var document in store.ReadDocumentsAsync(0, new MinuteRange(Noon, Noon.Plus(40)), damaged => throw damaged, default))
        {
            read.Add((document.Key.Minute, document.Sum().Items.Values.Sum(item => item.Orders), document.Ids.Count()));
        }

        Assert.Equal(expected, read);
    }

    [Fact]
    public async Task A_segment_of_an_attempt_that_lost_its_race_counts_for_nothing()
    {
        var store = await NewStoreAsync();
        var key = new DocumentKey(0, Noon);
        var (first, second) = (
            Next(new CachedDocument(key), 1, "first", maxHeadBytes: 0), Next(new CachedDocument(key), 2, "second", maxHeadBytes: 0));

        await store.TryWriteAsync(first, [], default);
        Assert.IsType<HeadWrite.Lost>(await store.TryWriteAsync(second, [], default));

        Assert.Equal(2, (await store.FindSegmentsAsync(key, 0, default)).Count);
        Assert.Equal(first.Segment!.Ids, (await store.ReadDocumentAsync(key, default)).Ids);
        Assert.Equal(Tally.Of([Some.Order(1)]), await SumAsync(store, key, SumsRead.Items));
    }

    [Fact]
    public async Task Of_two_who_create_a_document_one_loses_and_gets_what_is_there()
    {
        var store = await NewStoreAsync();
        var first = Next(new CachedDocument(new DocumentKey(0, Noon)), 1, "first");
        var second = Next(new CachedDocument(new DocumentKey(0, Noon)), 2, "second");

        await store.TryWriteAsync(first, [], default);
        var lost = Assert.IsType<HeadWrite.Lost>(await store.TryWriteAsync(second, [], default));

        Assert.Equal(("first", 1L), (lost.Current!.Writer, lost.Current.Revision));
        Assert.Equal(first.Head.Ids, lost.Current.Ids);
    }

    [Fact]
    public async Task A_write_over_a_revision_that_is_no_longer_there_loses()
    {
        var store = await NewStoreAsync();
        var document = new CachedDocument(new DocumentKey(0, Noon));
        var first = Next(document, 1, "first");
        await store.TryWriteAsync(first, [], default);
        document.Apply(first);
        var stale = Next(document, 2, "stale");
        var faster = Next(document, 3, "faster");

        Assert.IsType<HeadWrite.Written>(await store.TryWriteAsync(faster, [], default));
        Assert.Equal("faster", Assert.IsType<HeadWrite.Lost>(await store.TryWriteAsync(stale, [], default)).Current?.Writer);
    }

    [Fact]
    public async Task A_write_over_a_document_that_is_gone_loses_to_nothing()
    {
        var store = await NewStoreAsync();
        var document = new CachedDocument(new DocumentKey(0, Noon));
        document.Apply(Next(document, 1, "never written"));

        Assert.Null(Assert.IsType<HeadWrite.Lost>(await store.TryWriteAsync(Next(document, 2, "second"), [], default)).Current);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_range_has_its_first_minute_and_not_its_end(bool withItems)
    {
        var store = await NewStoreAsync();
        for (var minute = -1; minute <= 2; minute++)
        {
            // One whose items are in segments, and one whose items are not.
            await WriteAsync(store, new DocumentKey(0, Noon.Plus(minute)), orders: 2, maxHeadBytes: minute == 0 ? 0 : 10_000);
        }

        var read = new List<(Minute, long, long)>();
        await foreach (
            var sums in store.ReadSumsAsync(0, new MinuteRange(Noon, Noon.Plus(2)), withItems ? SumsRead.Items : SumsRead.Totals, default))
        {
            read.Add((sums.Minute, sums.Tally.Totals.Orders, sums.Tally.Items.Values.Sum(item => item.Orders)));
        }

        var items = withItems ? 2 : 0;
        Assert.Equal([(Noon, 2, items), (Noon.Plus(1), 2, items)], read.Order());
    }

    [Fact]
    public async Task A_range_may_be_a_whole_day_from_its_first_minute_to_its_last()
    {
        var store = await NewStoreAsync();
        var day = MinuteRange.DayOf(Noon);
        foreach (var minute in new[] { day.From.Plus(-1), day.From, day.To.Plus(-1), day.To })
        {
            await WriteAsync(store, new DocumentKey(0, minute), orders: 1, maxHeadBytes: 0);
        }

        var read = new List<Minute>();
        await foreach (var sums in store.ReadSumsAsync(0, day, SumsRead.Items, default))
        {
            read.Add(sums.Minute);
        }

        Assert.Equal([day.From, day.To.Plus(-1)], read.Order());
    }

    // lane   0 on the 23rd      5 on the 23rd      2 on the 24th      1 on the 21st
    [Fact]
    public async Task The_extent_is_where_documents_were_written_and_only_grows()
    {
        var store = await NewStoreAsync();
        var day = MinuteRange.DayOf(Noon).From;

        Assert.Null(await store.ReadExtentAsync(default));
        await WriteAsync(store, new DocumentKey(0, Noon), orders: 1, maxHeadBytes: 10_000);
        Assert.Equal(new DocumentExtent(0, day), await store.ReadExtentAsync(default));
        await store.CoverAsync(new DocumentKey(5, Noon), default);
        Assert.Equal(new DocumentExtent(5, day), await store.ReadExtentAsync(default));
        await WriteAsync(store, new DocumentKey(2, Noon.Plus(1440)), orders: 1, maxHeadBytes: 10_000);
        Assert.Equal(new DocumentExtent(5, day), await store.ReadExtentAsync(default));
        await WriteAsync(store, new DocumentKey(1, Noon.Plus(-2 * 1440)), orders: 1, maxHeadBytes: 10_000);
        Assert.Equal(new DocumentExtent(5, day.Plus(-2 * 1440)), await store.ReadExtentAsync(default));
    }

    private protected static async Task WriteAsync(IMinuteStore store, DocumentKey key, int orders, int maxHeadBytes)
    {
        var document = new CachedDocument(key);
        for (var order = 0; order < orders; order++)
        {
            var next = document.Next(Delta(Some.Order(order)), $"writer {order}", Some.At("12:30"), maxHeadBytes);
            Assert.IsType<HeadWrite.Written>(await store.TryWriteAsync(next, [], default));
            document.Apply(next);
        }
    }

    private protected static async Task<Tally> SumAsync(IMinuteStore store, DocumentKey key, SumsRead read)
    {
        var sum = new Tally();
        await foreach (var sums in store.ReadSumsAsync(key.Lane, MinuteRange.Of(key.Minute), read, default))
        {
            sum.Add(sums.Tally);
        }

        return sum;
    }

    private static MinuteWrite Next(CachedDocument document, int order, string writer, int maxHeadBytes = 10_000) =>
        document.Next(Delta(Some.Order(order)), writer, Some.At("12:30"), maxHeadBytes);

    private static TallyDelta Delta(params Order[] orders)
    {
        var delta = new TallyDelta();
        orders.ToList().ForEach(order => delta.Add(Some.Placed(order)));
        return delta;
    }
}

public class InMemoryMinuteStoreTests : MinuteStoreContract
{
    private protected override Task<IMinuteStore> NewStoreAsync() => Task.FromResult<IMinuteStore>(new InMemoryMinuteStore());
}

[Trait(TestKind.Name, TestKind.Process)]
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
        await WriteAsync(cold, key, orders: 3, maxHeadBytes: 0);
        var sum = await SumAsync(warm, key, SumsRead.Items);
        var segment = MinuteSegmentItem.Write((await cold.FindSegmentsAsync(key, 0, default))[1]);
        await dynamoDb.Client.DeleteItemAsync(table, new() { ["pk"] = segment["pk"], ["sk"] = segment["sk"] });

        Assert.Equal(sum, await SumAsync(warm, key, SumsRead.Items));
        var missing = await Assert.ThrowsAsync<DocumentUnreadableException>(() => SumAsync(cold, key, SumsRead.Items));
        Assert.Equal((key, false), (missing.Key, missing.IsNewer));
        Assert.EndsWith("is damaged: a segment of it is missing or damaged.", missing.Message, StringComparison.Ordinal);
    }
}
