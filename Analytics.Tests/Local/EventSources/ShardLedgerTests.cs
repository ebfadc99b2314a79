using Analytics.Local.EventSources.Shards;
using CsCheck;
using Xunit;

namespace Analytics.Tests.Local.EventSources;

public class ShardLedgerTests
{
    private static readonly ShardPosition TrimHorizon = new ShardPosition.TrimHorizon();
    private static readonly ShardPosition Latest = new ShardPosition.Latest();
    private static readonly ShardPosition Ended = new ShardPosition.Ended();

    [Fact]
    public void Children_wait_for_both_parents_of_a_merge()
    {
        ShardLedger ledger = new(TrimHorizon, null);
        ledger.Observe([new("a", []), new("b", []), new("c", ["a", "b"])]);

        Assert.Equal(["a", "b"], ledger.TakeStartable());
        ledger.Move("a", Ended);
        Assert.Empty(ledger.TakeStartable());
        ledger.Move("b", Ended);
        Assert.Equal(["c"], ledger.TakeStartable());
        Assert.Empty(ledger.TakeStartable());
    }

    [Fact]
    public void A_trimmed_parent_shard_does_not_delay_its_children()
    {
        ShardLedger ledger = new(TrimHorizon, null);
        ledger.Observe([new("c", ["gone"])]);

        Assert.Equal(["c"], ledger.TakeStartable());
    }

    [Fact]
    public void A_shard_that_appears_later_is_read_from_its_beginning_even_with_LATEST()
    {
        ShardLedger ledger = new(Latest, null);
        ledger.Observe([new("a", [])]);
        ledger.Observe([new("a", []), new("b", ["a"])]);

        Assert.Equal((Latest, TrimHorizon), (ledger.PositionOf("a"), ledger.PositionOf("b")));
    }

    [Fact]
    public void A_stream_without_shards_yet_has_not_been_looked_at()
    {
        ShardLedger ledger = new(Latest, null);
        ledger.Observe([]);
        ledger.Observe([new("a", [])]);

        Assert.Equal(Latest, ledger.PositionOf("a"));
    }

    [Fact]
    public void After_a_restart_shards_go_on_where_they_were_and_new_ones_begin_at_their_beginning()
    {
        ShardLedger ledger = new(
            Latest, new Dictionary<string, ShardPosition> { ["a"] = Ended, ["b"] = new ShardPosition.After("7"), ["gone"] = Ended });
        ledger.Observe([new("a", []), new("b", ["a"]), new("c", ["a"]), new("d", ["b"])]);

        Assert.Equal(["b", "c"], ledger.TakeStartable());
        Assert.Equal(
            new Dictionary<string, ShardPosition> { ["a"] =
                Ended, ["b"] = new ShardPosition.After("7"), ["c"] = TrimHorizon, ["d"] = TrimHorizon },
            ledger.Positions);
    }

    [Fact]
    public void In_any_family_of_shards_every_shard_is_read_once_and_after_its_parents() =>
        Gen.Int[0, 12].SelectMany(count => Gen.Int[0, 1_000].Array[2 * count].Select(draws => (count, draws))).Sample((count, draws) =>
        {
            ShardInfo[] shards = [.. Enumerable.Range(0, count).Select(i =>
                new ShardInfo(
                    $"s{i}",
                    i == 0 ? [] : [.. new[] { draws[2 * i], draws[(2 * i) + 1] }.Where(draw => draw % 3 > 0).Select(draw => $"s{draw % i}")
                    .Distinct()]))];
            ShardLedger ledger = new(TrimHorizon, null);
            ledger.Observe(shards);
            List<string> read = [];
            for (IReadOnlyList<string> next = ledger.TakeStartable(); next.Count > 0; next = ledger.TakeStartable())
            {
                foreach (string shard in next)
                {
                    Assert.Empty(shards.Single(info => info.ShardId == shard).Parents.Except(read));
                }

                foreach (string shard in next)
                {
                    read.Add(shard);
                    ledger.Move(shard, Ended);
                }
            }

            Assert.Equal(shards.Select(shard => shard.ShardId).Order(StringComparer.Ordinal), read.Order(StringComparer.Ordinal));
        });
}
