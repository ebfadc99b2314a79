using Analytics.Simulation.Injection;

namespace Analytics.Simulation;

/// <summary>What <c>./simulate</c> is to do.</summary>
internal sealed record SimulateOptions
{
    /// <summary>How many seeds, at least 1.</summary>
    public required int Seeds { get; init; }

    /// <summary>The first of them.</summary>
    public required int First { get; init; }

    /// <summary>The one seed whose history is wanted; null to run many.</summary>
    public required int? Seed { get; init; }

    /// <summary>Changes of orders in each run, at least 1.</summary>
    public required int Changes { get; init; }

    /// <summary>What may go wrong.</summary>
    public required Faults Faults { get; init; }

    /// <summary>What is broken on purpose.</summary>
    public required GuardRemoval GuardRemoval { get; init; }
}
