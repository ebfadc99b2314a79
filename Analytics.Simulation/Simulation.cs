using Analytics.Simulation.Running;
using Analytics.Simulation.Shop;

namespace Analytics.Simulation;

/// <summary>Runs a scenario in a world of its own, on the calling thread.</summary>
internal static class Simulation
{
    /// <summary>Runs it.</summary>
    /// <param name="scenario">What happens.</param>
    /// <param name="tell">Takes the history line by line; null saves the time of telling it.</param>
    public static SimulationResult Run(Scenario scenario, Action<string>? tell = null)
    {
        var random = new RandomStreams(scenario.Seed, scenario.Turn);
        var mischief = new FaultInjection(scenario.Faults, random);
        var shape = new Shape(new RandomStreams(scenario.Seed), mischief);
        var world = new World(random, shape.Start, tell);
        using var system = new SimulatedSystem(world, mischief, shape, scenario.GuardRemoval);
        var shop = world.NewProcess("shop", TimeSpan.Zero);
        var run = new ShopRun(system, scenario, shop);
        string? failure = null;
        try
        {
            world.Run(shop, run.RunAsync);
        }
        catch (Exception exception)
        {
            // Whatever ends a run before its end is what the run was made to find.
            failure = exception is Checking.CheckFailedException ? exception.Message : exception.ToString();
        }

        return new SimulationResult(
            scenario, failure, world.Digest.Value, Enum.GetValues<Fault>().ToDictionary(fault => fault, fault => mischief[fault]),
            world.Steps, world.Now - shape.Start)
        {
            Evidence = run.Evidence,
            Pairs = mischief.Pairs,
        };
    }
}

/// <summary>What came of a run.</summary>
/// <param name="Scenario">What was run.</param>
/// <param name="Failure">What was not as it must be; null when all was.</param>
/// <param name="Digest">What happened, in 64 bits.</param>
/// <param name="Struck">How often each fault struck.</param>
/// <param name="Steps">Pieces of work that were done.</param>
/// <param name="Length">The time that passed in the world.</param>
internal sealed record SimulationResult(
    Scenario Scenario, string? Failure, ulong Digest, IReadOnlyDictionary<Fault, long> Struck, long Steps, TimeSpan Length)
{
    /// <summary>What was looked at while everything moved.</summary>
    public required Checking.Evidence Evidence { get; init; }

    /// <summary>How often each fault struck during each operation.</summary>
    public required FaultPairs Pairs { get; init; }
}
