using Analytics.Core.Changes;
using Analytics.Core.Documents;
using Analytics.Core.Windows;
using Analytics.Functions.Counting;
using Analytics.Storage;
using Analytics.Tests.Functions.Fakes;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Functions.Counting;

/// <summary>How a warm function goes by what it has cached: what a commit costs in reads and writes.</summary>
public class DocumentCacheTests
{
    private static readonly DocumentKey Noon = new(0, Minute.Of(Some.At("12:00")));

    private readonly InMemoryMinuteStore _store = new();

    [Fact]
    public async Task A_writer_that_counts_alone_soon_writes_at_once()
    {
        var committer = Committer(1);
        for (var order = 0; order < 20; order++)
        {
            await CommitAsync(committer, ChangeSource.Kinesis, order);
        }

        Assert.Equal((3, 20), (_store.Reads, _store.Writes));
    }

    [Fact]
    public async Task The_table_stream_reads_before_it_would_write_what_Kinesis_has_counted()
    {
        var (kinesis, tableStream) = (Committer(1), Committer(2));
        for (var order = 0; order < 20; order++)
        {
            await CommitAsync(kinesis, ChangeSource.Kinesis, order);
            Assert.Equal(1, (await CommitAsync(tableStream, ChangeSource.TableStream, order)).Duplicates);
        }

        Assert.Equal((3 + 20, 20), (_store.Reads, _store.Writes));
    }

    [Fact]
    public async Task The_table_stream_writes_at_once_when_Kinesis_has_been_away_for_a_while()
    {
        var tableStream = Committer(1);
        for (var order = 0; order < 40; order++)
        {
            await CommitAsync(tableStream, ChangeSource.TableStream, order);
        }

        var reads = _store.Reads;
        await CommitAsync(tableStream, ChangeSource.TableStream, 40);

        Assert.InRange(reads, 2, 20);
        Assert.Equal((reads, 41), (_store.Reads, _store.Writes));
    }

    [Fact]
    public async Task The_table_stream_reads_first_again_when_Kinesis_is_back()
    {
        var (kinesis, tableStream) = (Committer(1), Committer(2));
        for (var order = 0; order < 40; order++)
        {
            await CommitAsync(tableStream, ChangeSource.TableStream, order);
        }

        var conflicts = 0;
        for (var order = 40; order < 60; order++)
        {
            await CommitAsync(kinesis, ChangeSource.Kinesis, order);
            conflicts += (await CommitAsync(tableStream, ChangeSource.TableStream, order)).Conflicts;
        }

        Assert.InRange(conflicts, 1, 3);
    }

    [Fact]
    public async Task Each_source_measures_its_own_share_of_overtaken_documents()
    {
        var (other, both) = (Committer(1), Committer(2));
        for (var order = 100; order < 105; order++)
        {
            await CommitAsync(both, ChangeSource.Kinesis, order);
        }

        for (var order = 0; order < 20; order++)
        {
            await CommitAsync(other, ChangeSource.Kinesis, order);
            await CommitAsync(both, ChangeSource.TableStream, order);
        }

        var reads = _store.Reads;
        await CommitAsync(both, ChangeSource.Kinesis, 20);

        Assert.Equal(reads, _store.Reads);
    }

    [Theory]
    [InlineData(ChangeSource.Kinesis, ChangeSource.TableStream)]
    [InlineData(ChangeSource.TableStream, ChangeSource.Kinesis)]
    public void A_source_reads_first_while_many_documents_were_overtaken_of_late(ChangeSource source, ChangeSource other)
    {
        var cache = new DocumentCache(_store, 10, 1_000);
        var ofOther = cache.ReadsFirst(other);

        Note(times: 20, inTen: 3);
        Assert.True(cache.ReadsFirst(source));
        Note(times: 20, inTen: 0);
        Assert.False(cache.ReadsFirst(source));
        Note(times: 20, inTen: 3);
        Assert.True(cache.ReadsFirst(source));
        Assert.Equal(ofOther, cache.ReadsFirst(other));

        void Note(int times, int inTen)
        {
            for (var document = 0; document < times; document++)
            {
                cache.Note(source, wasOvertaken: document * inTen % 10 < inTen);
            }
        }
    }

    [Theory]
    [InlineData(ChangeSource.Kinesis)]
    [InlineData(ChangeSource.TableStream)]
    public void A_source_reads_first_until_it_has_learned_that_it_need_not(ChangeSource source)
    {
        var cache = new DocumentCache(_store, 10, 1_000);

        Assert.True(cache.ReadsFirst(source));
        cache.Note(source, wasOvertaken: false);
        cache.Note(source, wasOvertaken: false);
        Assert.False(cache.ReadsFirst(source));
    }

    [Fact]
    public async Task Two_writers_that_take_turns_read_first_and_lose_no_race()
    {
        var turns = new[] { Committer(1), Committer(2) };
        var conflicts = 0;
        for (var order = 0; order < 60; order++)
        {
            conflicts += (await CommitAsync(turns[order % 2], ChangeSource.Kinesis, order)).Conflicts;
        }

        Assert.Equal(0, conflicts);
        Assert.Equal(60, (await _store.ReadHeadAsync(Noon, default))!.Tally.Totals.Orders);
    }

    [Fact]
    public async Task A_rented_document_is_the_callers_alone_until_it_is_returned()
    {
        var cache = new DocumentCache(_store, 10, 1_000);
        var (first, _) = await cache.RentAsync(Noon, default);
        var (second, isCached) = await cache.RentAsync(Noon, default);
        cache.Return(first);
        var (third, isCachedNow) = await cache.RentAsync(Noon, default);

        Assert.Equal((false, true), (isCached, isCachedNow));
        Assert.NotSame(first, second);
        Assert.Same(first, third);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10_000)]
    public async Task A_document_that_went_on_is_refreshed_by_what_is_new(int maxHeadBytes)
    {
        var cached = await CachedAsync(maxHeadBytes, 1, 2);
        await WriteOnAsync(maxHeadBytes, 3, 4);

        var refreshed = await new DocumentCache(_store, 10, 1_000).RefreshAsync(cached, default);

        Assert.Same(cached, refreshed);
        Assert.Equal([1, 2, 3, 4], Known(refreshed));
        Assert.Equal((await _store.ReadHeadAsync(Noon, default))!.State, refreshed.Head!.State);
    }

    // What was cached does not say anything of a document that was removed, or damaged and replaced, and begun anew, whatever its head says
    // now.
    [Theory]
    [InlineData(10_000, new[] { 1, 2 }, 10_000, new int[0])]
    [InlineData(10_000, new[] { 1, 2 }, 10_000, new[] { 3 })] // a lower revision
    [InlineData(0, new[] { 1, 2 }, 10_000, new[] { 3, 4, 5 })] // a higher one without segments
    [InlineData(0, new[] { 1, 2 }, 0, new[] { 3, 4 })] // as many segments
    [InlineData(0, new[] { 1, 2 }, 0, new[] { 3, 4, 5 })] // more segments
    public async Task A_document_that_was_begun_anew_is_read_anew(int maxHeadBytes, int[] before, int maxHeadBytesAfter, int[] after)
    {
        var cached = await CachedAsync(maxHeadBytes, before);
        _store.Remove(Noon);
        await WriteOnAsync(maxHeadBytesAfter, after);

        var refreshed = await new DocumentCache(_store, 10, 1_000).RefreshAsync(cached, default);

        Assert.NotSame(cached, refreshed);
        Assert.Equal(after, Known(refreshed));
        Assert.Equal((await _store.ReadHeadAsync(Noon, default))?.State, refreshed.Head?.State);
    }

    private static IEnumerable<int> Known(CachedDocument document) =>
        Enumerable.Range(0, 10).Where(order => document.HasCounted(Some.Change(order)));

    private async Task<CachedDocument> CachedAsync(int maxHeadBytes, params int[] orders)
    {
        await WriteOnAsync(maxHeadBytes, orders);
        return (await new DocumentCache(_store, 10, 1_000).RentAsync(Noon, default)).Document;
    }

    private async Task WriteOnAsync(int maxHeadBytes, params int[] orders)
    {
        var (document, _) = await new DocumentCache(_store, 10, 1_000).RentAsync(Noon, default);
        foreach (var order in orders)
        {
            var delta = new TallyDelta();
            delta.Add(Some.Placed(Some.Order(order)));
            var write = document.Next(delta, $"writer {order}", Some.At("12:30"), maxHeadBytes);
            Assert.IsType<HeadWrite.Written>(await _store.TryWriteAsync(write, [], default));
            document.Apply(write);
        }
    }

    private Committer Committer(int seed) =>
        new(_store, new CommitOptions { MaxFirstDelay = TimeSpan.FromTicks(1) }, TimeProvider.System, new Random(seed));

    private static Task<CommitResult> CommitAsync(Committer committer, ChangeSource source, int order)
    {
        var placed = Some.Placed(Some.Order(order));
        return committer.CommitAsync(
            DocumentBatch.Of(Noon, [source == ChangeSource.Kinesis ? placed : Some.Streamed(placed, order)]), source, default);
    }
}
