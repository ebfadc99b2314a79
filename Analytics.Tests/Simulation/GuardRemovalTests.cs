using Analytics.Simulation;
using Analytics.Simulation.Shop;
using Xunit;

namespace Analytics.Tests.Simulation;

/// <summary>A checker that finds nothing proves nothing: what the engine relies on is broken, and must be missed.</summary>
public class GuardRemovalTests
{
    private const int SeedsMax = 50;

    public static TheoryData<string> Names => [.. Enum.GetNames<GuardRemoval>().Where(name => name != nameof(GuardRemoval.None))];

    [Theory]
    [MemberData(nameof(Names))]
    public void Sabotage_is_found_within_fifty_seeds(string name)
    {
        var failure = FirstFailure(Enum.Parse<GuardRemoval>(name));

        Assert.Contains("the orders say", failure.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_is_shortened_to_what_matters_the_same_way_every_time()
    {
        var failure = FirstFailure(GuardRemoval.SeenForgotten);

        var shortest = new Shrinker(runsMax: 2_000).Shrink(failure);
        var again = new Shrinker(runsMax: 2_000).Shrink(failure);

        Assert.Collection(
            shortest.Scenario.Actions,
            action => Assert.IsType<ShopAction.Place>(action),
            action => Assert.IsType<ShopAction.Rest>(action));
        Assert.Empty(shortest.Scenario.Faults.On);
        Assert.Equal((shortest.Failure, shortest.Digest), (again.Failure, again.Digest));
    }

    [Fact]
    public async Task A_report_tells_the_seed_the_shortest_history_and_what_happens_in_it()
    {
        var report = new StringWriter();
        var failure = FirstFailure(GuardRemoval.RetractionDisabled);

        await FailureReport.WriteAsync(failure, report);

        Assert.Matches($"^Seed {failure.Scenario.Seed} fails: ", report.ToString());
        Assert.Matches(@"The shortest history that still fails has 3 actions of \d+, and these faults: none\.", report.ToString());
        Assert.Matches(@"\n  \+\S+  order (\d+) placed .*\n  \+\S+  order \1 (cancelled|amended.*)\n", report.ToString());
        Assert.Matches(@"\n  \S+ \S+  analytics-\d+ .* records by the (fast|sure) road: ", report.ToString());
    }

    private static SimulationResult FirstFailure(GuardRemoval removal) => Enumerable.Range(1, SeedsMax)
        .Select(seed => Analytics.Simulation.Simulation.Run(Scenario.Of(seed, removal: removal)))
        .First(result => result.Failure is not null);
}
