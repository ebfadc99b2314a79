using Analytics.Core.Changes;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Functions.Counting;
using Analytics.Tests.Functions.Fakes;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Functions.Counting;

/// <summary>How a warm function goes by what it remembers: what a commit costs in reads and writes.</summary>
public class DocumentCacheTests
{
    private static readonly DocumentKey Noon = new(0, Minute.Of(Some.At("12:00")));

    private readonly InMemoryMinuteStore _store = new();

    [Fact]
    public async Task Who_counts_alone_writes_at_once_and_reads_a_document_no_second_time()
    {
        var committer = Committer(1);
        for (var order = 0; order < 20; order++)
        {
            await CommitAsync(committer, Road.Fast, order);
        }

        Assert.Equal((1, 20), (_store.Reads, _store.Writes));
    }

    [Fact]
    public async Task The_sure_road_looks_before_it_would_write_what_the_fast_one_has_counted()
    {
        var (fast, sure) = (Committer(1), Committer(2));
        for (var order = 0; order < 20; order++)
        {
            await CommitAsync(fast, Road.Fast, order);
            Assert.Equal(1, (await CommitAsync(sure, Road.Sure, order)).Duplicates);
        }

        Assert.Equal((1 + 20, 20), (_store.Reads, _store.Writes));
    }

    [Fact]
    public async Task The_sure_road_writes_at_once_when_the_fast_one_has_been_away_for_a_while()
    {
        var sure = Committer(1);
        for (var order = 0; order < 40; order++)
        {
            await CommitAsync(sure, Road.Sure, order);
        }

        var reads = _store.Reads;
        await CommitAsync(sure, Road.Sure, 40);

        Assert.InRange(reads, 2, 20);
        Assert.Equal((reads, 41), (_store.Reads, _store.Writes));
    }

    [Fact]
    public async Task Two_who_take_turns_lose_few_races_before_they_look_first()
    {
        var turns = new[] { Committer(1), Committer(2) };
        var conflicts = 0;
        for (var order = 0; order < 60; order++)
        {
            conflicts += (await CommitAsync(turns[order % 2], Road.Fast, order)).Conflicts;
        }

        Assert.InRange(conflicts, 1, 6);
        Assert.Equal(60, (await _store.ReadPartsAsync(Noon, default))[0].Tally.Totals.Orders);
    }

    private Committer Committer(int seed) =>
        new(_store, new CommitOptions { MaxFirstDelay = TimeSpan.FromTicks(1) }, TimeProvider.System, new Random(seed));

    private static Task<CommitResult> CommitAsync(Committer committer, Road road, int order) =>
        committer.CommitAsync(DocumentBatch.Of(Noon, [Some.Placed(Some.Order(order))]), road, default);
}
