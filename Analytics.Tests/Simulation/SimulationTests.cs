using Analytics.Simulation;
using Analytics.Simulation.Injection;
using Analytics.Simulation.Shop;
using Analytics.Tests.Support;
using Xunit;
using Xunit.Sdk;

namespace Analytics.Tests.Simulation;

/// <summary>The real functions and mappings, in worlds where everything goes wrong; docs/simulation.md says more.</summary>
[Trait(TestKind.Name, TestKind.Simulation)]
public class SimulationTests
{
    // How many worlds there are here; Simulation_Seeds says another number, and ./simulate runs as many as you like.
    private static readonly int Seeds = int.TryParse(Environment.GetEnvironmentVariable("Simulation_Seeds"), out var seeds) ? seeds : 2_000;

    // Every eighth world is long, as those of ./simulate are. A short one takes a quarter of the time, so that there can be many.
    private const int LongEvery = 8;
    private const int ChangesShort = 120;

    private static readonly Lazy<(IReadOnlyList<SimulationResult> Failures, FaultPairs Pairs)> Whole = new(() =>
    {
        var (failures, pairs) = (new List<SimulationResult>(), new FaultPairs());
        new Soak(ScenarioOf).Run(first: 1, Seeds, Add, CancellationToken.None);
        return (failures, pairs);

        void Add(SimulationResult result)
        {
            if (result.Failure is not null)
            {
                failures.Add(result);
            }

            pairs.Add(result.Pairs);
        }
    });

    private static Scenario ScenarioOf(int seed) => Scenario.Of(seed, seed % LongEvery == 0 ? Scenario.ChangesUsual : ChangesShort);

    [Fact]
    public async Task Whatever_goes_wrong_every_answer_is_what_the_orders_say()
    {
        var failures = Whole.Value.Failures;
        if (failures.MinBy(failure => failure.Scenario.Seed) is { } first)
        {
            var report = new StringWriter();
            await FailureReport.WriteAsync(first, report);
            throw new XunitException($"{failures.Count} of {Seeds} seeds fail.\n{report}");
        }
    }

    [Fact]
    public void Every_fault_strikes_during_every_operation_that_it_can_strike() => Assert.Empty(Whole.Value.Pairs.Missing());

    // Seeds that found something wrong. What each found is held by a test of its own as well: the world of a seed changes with the code.
    [Theory]
    [InlineData(7292)] // A function stood still for two hours before it wrote a change of lanes, which then held for minutes long counted.
    public void What_a_seed_has_found_is_mended(int seed) =>
        Assert.Null(Analytics.Simulation.ScenarioRunner.Run(Scenario.Of(seed)).Failure);

    [Fact]
    public void The_same_seed_takes_the_same_way_again()
    {
        foreach (var seed in Enumerable.Range(1, 4))
        {
            var lines = new List<string>();
            var once = Analytics.Simulation.ScenarioRunner.Run(Scenario.Of(seed), lines.Add);
            var again = Analytics.Simulation.ScenarioRunner.Run(Scenario.Of(seed));

            Assert.Equal((once.Digest, once.Steps, once.Length), (again.Digest, again.Steps, again.Length));
            Assert.Equal(once.Struck, again.Struck);
            Assert.NotEmpty(lines);
        }
    }

    [Fact]
    public void Other_seeds_take_other_ways()
    {
        var digests = Enumerable.Range(1, 20).Select(
            seed => Analytics.Simulation.ScenarioRunner.Run(Scenario.Of(seed, changes: 20)).Digest);

        Assert.Equal(20, digests.Distinct().Count());
    }
}
