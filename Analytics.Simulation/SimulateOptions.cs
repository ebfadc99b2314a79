using Analytics.Simulation.Injection;

namespace Analytics.Simulation;

/// <summary>Options of <c>./simulate</c>.</summary>
internal sealed record SimulateOptions
{
    /// <summary>Number of seeds to run, at least 1.</summary>
    public required int Seeds { get; init; }

    /// <summary>The first seed.</summary>
    public required int First { get; init; }

    /// <summary>The single seed to run with its history; null to run many seeds.</summary>
    public required int? Seed { get; init; }

    /// <summary>Number of order changes per run, at least 1.</summary>
    public required int Changes { get; init; }

    /// <summary>The enabled faults.</summary>
    public required Faults Faults { get; init; }

    /// <summary>The guard that is removed on purpose.</summary>
    public required GuardRemoval GuardRemoval { get; init; }
}
