using Analytics.Simulation.Injection;
using Analytics.Simulation.Running;
using Analytics.Simulation.Shop;
using Analytics.Simulation.Stack;

namespace Analytics.Simulation;

/// <summary>Runs a scenario in its own world, on the calling thread.</summary>
internal static class ScenarioRunner
{
    /// <summary>Runs a scenario.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="tell">Receives the history line by line; null skips the cost of building it.</param>
    public static SimulationResult Run(Scenario scenario, Action<string>? tell = null)
    {
        var random = new RandomStreams(scenario.Seed, scenario.Turn);
        var injection = new FaultInjection(scenario.Faults, random);
        var shape = new Shape(new RandomStreams(scenario.Seed), injection);
        var world = new World(random, shape.Start, tell);
        using var system = new SimulatedSystem(world, injection, shape, scenario.GuardRemoval);
        var shop = world.NewProcess("shop", TimeSpan.Zero);
        var run = new ShopRun(system, scenario, shop);
        string? failure = null;
        try
        {
            world.Run(shop, run.RunAsync);
        }
        catch (Exception exception)
        {
            // Any exception that ends a run is a finding.
            failure = exception is Reference.CheckFailedException ? exception.Message : exception.ToString();
        }

        return new SimulationResult(
            scenario, failure, world.Digest.Value, Enum.GetValues<Fault>().ToDictionary(fault => fault, fault => injection[fault]),
            world.Steps, world.Now - shape.Start)
        {
            Evidence = run.Evidence,
            Pairs = injection.Pairs,
        };
    }
}

/// <summary>The result of a run.</summary>
/// <param name="Scenario">The scenario that ran.</param>
/// <param name="Failure">What was wrong; null if nothing was.</param>
/// <param name="Digest">A 64-bit hash of what happened.</param>
/// <param name="Struck">How often each fault struck.</param>
/// <param name="Steps">Number of work items executed.</param>
/// <param name="Length">Simulated time that passed.</param>
internal sealed record SimulationResult(
    Scenario Scenario, string? Failure, ulong Digest, IReadOnlyDictionary<Fault, long> Struck, long Steps, TimeSpan Length)
{
    /// <summary>Counts of what was checked while writes continued.</summary>
    public required Checking.Evidence Evidence { get; init; }

    /// <summary>How often each fault struck during each operation.</summary>
    public required FaultPairs Pairs { get; init; }
}
