namespace Analytics.Simulation.Steady;

/// <summary>
/// Measurements of a steady shop. Capacity units, conflicts and calls are those of the aggregates table and the analytics function over the
/// whole run.
/// </summary>
public sealed record SteadyShopResult
{
    /// <summary>Number of orders placed.</summary>
    public required int Orders { get; init; }

    /// <summary>Number of orders cancelled later.</summary>
    public required int Cancellations { get; init; }

    /// <summary>
    /// Median time from the response of POST /orders to the write that counts the order; zero if the order is counted before the response.
    /// </summary>
    public required TimeSpan LatencyP50 { get; init; }

    /// <summary>99th percentile of the same time, by nearest rank.</summary>
    public required TimeSpan LatencyP99 { get; init; }

    /// <summary>Maximum of the same time.</summary>
    public required TimeSpan MaxLatency { get; init; }

    /// <summary>Write units, including failed writes.</summary>
    public required long WriteUnits { get; init; }

    /// <summary>Read units.</summary>
    public required double ReadUnits { get; init; }

    /// <summary>Failed conditions and cancelled transactions.</summary>
    public required long Conflicts { get; init; }

    /// <summary>Invocations of the analytics function, from both sources.</summary>
    public required int Invocations { get; init; }

    /// <summary>Number of log lines with metrics.</summary>
    public required long MetricLines { get; init; }

    /// <summary>Number of bytes of these lines.</summary>
    public required long MetricBytes { get; init; }

    /// <summary>
    /// Share of changes that arrived first through the table stream, from 0 to 1; the others arrived first through Kinesis.
    /// </summary>
    public required double CountedByTableStream { get; init; }

    /// <summary>Whether every change is counted and the totals and items of every minute match the orders table.</summary>
    public required bool IsExact { get; init; }
}
