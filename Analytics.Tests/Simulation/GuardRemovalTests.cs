using Analytics.Simulation;
using Analytics.Simulation.Injection;
using Analytics.Simulation.Shop;
using Analytics.Simulation.Terms;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Simulation;

/// <summary>
/// Each rule on which exactness rests is taken away by itself, and must be missed: a check that finds nothing proves nothing.
/// </summary>
[Trait(TestKind.Name, TestKind.Simulation)]
public class GuardRemovalTests
{
    private const int MaxSeeds = 50;

    // What removes these shows too rarely to be found in so few seeds.
    private static readonly string[] Rare =
    [
        nameof(GuardRemoval.OrderHash), nameof(GuardRemoval.UpdateOfAttributes), nameof(GuardRemoval.Digest),
    ];

    // Only an edit right beside a change by the API shows it, so other writers edit often.
    private static readonly GuardRemoval[] BesideEdits = [GuardRemoval.OrderBefore];

    private static readonly Faults ManyEdits = new[]
    {
        Fault.QuantityEdited, Fault.StatusEdited, Fault.PriceEdited, Fault.ChangeIdsEdited, Fault.ReplacedByAnother, Fault.ReplacedByBackup,
    }.Aggregate(Faults.All, (faults, fault) => faults.With(fault, 0.08));

    public static TheoryData<string> Names => 
        [.. Enum.GetNames<GuardRemoval>().Where(name => name != nameof(GuardRemoval.None)).Except(Rare)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_guard_that_is_removed_is_missed_within_fifty_seeds(string name)
    {
        var failure = FirstFailure(Enum.Parse<GuardRemoval>(name));

        // Found by a check, and not because the simulation lacks something.
        Assert.DoesNotContain(nameof(NotSupportedException), failure.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_is_shortened_to_what_matters_the_same_way_every_time()
    {
        var failure = FirstFailure(GuardRemoval.CountedIds);

        var shortest = new Shrinker(maxRuns: 2_000).Shrink(failure);
        var again = new Shrinker(maxRuns: 2_000).Shrink(failure);

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
        var failure = FirstFailure(GuardRemoval.ImageBefore);

        await FailureReport.WriteAsync(failure, report);

        Assert.Matches($"^Seed {failure.Scenario.Seed} fails: ", report.ToString());
        Assert.Matches(@"The shortest history that still fails has 3 of \d+ actions, and these faults: none\.", report.ToString());
        Assert.Matches(@"\n  \+\S+  order (\d+) placed .*\n  \+\S+  order \1(: | cancelled| amended).*\n", report.ToString());
        Assert.Matches(@"\n  \S+ \S+  analytics-\d+ .*source=(kinesis|table-stream) records=", report.ToString());
    }

    private static SimulationResult FirstFailure(GuardRemoval removal) => Enumerable.Range(1, MaxSeeds)
        .Select(seed => Analytics.Simulation.ScenarioRunner.Run(
            Scenario.Of(seed, faults: BesideEdits.Contains(removal) ? ManyEdits : Faults.All, removal: removal)))
        .First(result => result.Failure is not null);
}
