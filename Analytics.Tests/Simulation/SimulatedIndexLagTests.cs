using System.Globalization;
using Amazon.DynamoDBv2.Model;
using Analytics.Simulation.DynamoDb;
using Analytics.Simulation.Injection;
using Analytics.Simulation.Running;
using Xunit;
using static Analytics.Tests.Simulation.TestItems;

namespace Analytics.Tests.Simulation;

/// <summary>An index is behind its table, and never further than it says.</summary>
public class SimulatedIndexLagTests
{
    private const string Parcels = "parcels";
    private const string ByState = "byState";
    private const int Writes = 40;

    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Without_the_fault_an_index_shows_a_write_at_once() =>
        Assert.All(Run(1, Faults.None), seen => Assert.Equal(seen.Table, seen.Index));

    [Fact]
    public void With_it_an_index_shows_an_item_as_it_was_at_most_the_bound_ago_and_in_order()
    {
        foreach (var seed in Enumerable.Range(1, 20))
        {
            var seen = Run(seed, Faults.None.With(Fault.IndexLag));

            Assert.Contains(seen, at => at.Index < at.Table);
            Assert.Contains(seen, at => at.Index == at.Table);
            Assert.Equal(seen.Select(at => at.Index).Order(), seen.Select(at => at.Index));
            AssertBound(seen);
        }
    }

    [Fact]
    public void Stale_reads_of_an_index_go_back_in_time_within_the_bound()
    {
        var goesBack = false;
        foreach (var seed in Enumerable.Range(1, 20))
        {
            var seen = Run(seed, Faults.None.With(Fault.IndexLag, 1).With(Fault.StaleRead, 0.5));

            goesBack |= seen.Zip(seen.Skip(1)).Any(pair => pair.First.Index > pair.Second.Index);
            AssertBound(seen);
        }

        Assert.True(goesBack);
    }

    [Fact]
    public void The_same_seed_lags_the_same_way_and_others_do_not()
    {
        var faults = Faults.None.With(Fault.IndexLag);

        Assert.Equal(Run(7, faults), Run(7, faults));
        Assert.NotEqual(Run(7, faults), Run(8, faults));
    }

    private static void AssertBound(List<Seen> seen)
    {
        foreach (var at in seen)
        {
            var replaced = seen.Find(later => later.Table > at.Index);
            Assert.True(replaced is null || at.When - replaced.WrittenAt <= SimulatedIndex.MaxLag, $"{at} after {replaced}");
        }

        // In the end it shows everything.
        Assert.Equal(Writes, seen[^1].Index);
    }

    /// <summary>Writes an item again and again and asks the index for it between the writes.</summary>
    private static List<Seen> Run(int seed, Faults faults)
    {
        var random = new RandomStreams(seed);
        var world = new World(random, Noon);
        var injection = new FaultInjection(faults, random);
        using var dynamoDb = new SimulatedDynamoDb(
            world, new Network(world, injection), injection, GuardRemoval.None,
            new SimulatedTable(Parcels, "number", null, new SimulatedIndexDefinition(ByState, "state", "due", IndexProjection.All)));
        var seen = new List<Seen>();
        world.Run(world.Services, RunAsync);
        return seen;

        async Task RunAsync()
        {
            for (var write = 1; write <= Writes; write++)
            {
                // The item moves about in the index.
                var due = string.Create(CultureInfo.InvariantCulture, $"{write % 3}");
                await dynamoDb.PutItemAsync(Parcels, Item(("number", "1"), ("state", "open"), ("due", due), ("write", write)));
                var writtenAt = world.Now;
                var reads = write == Writes ? 60 : 3;
                for (var read = 0; read < reads; read++)
                {
                    var index = await AskAsync();
                    seen.Add(new Seen(write, writtenAt, world.Now, index));
                    await Task.Delay(TimeSpan.FromMilliseconds(100), world.Services.Time);
                }
            }
        }

        async Task<int> AskAsync()
        {
            var answer = await dynamoDb.QueryAsync(new QueryRequest
            {
                TableName = Parcels,
                IndexName = ByState,
                KeyConditionExpression = "#state = :open",
                ExpressionAttributeNames = new() { ["#state"] = "state" },
                ExpressionAttributeValues = Item((":open", "open")),
            });
            return answer.Items is [] ? 0 : int.Parse(Assert.Single(answer.Items)["write"].N, CultureInfo.InvariantCulture);
        }
    }

    /// <summary>What an index showed of an item that had been written so often.</summary>
    private sealed record Seen(int Table, DateTimeOffset WrittenAt, DateTimeOffset When, int Index);
}
