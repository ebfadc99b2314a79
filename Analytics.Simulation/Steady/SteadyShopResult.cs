namespace Analytics.Simulation.Steady;

/// <summary>
/// What a steady shop measured. Units, conflicts and calls are those of the aggregates table and the analytics function, over the whole
/// run.
/// </summary>
public sealed record SteadyShopResult
{
    /// <summary>Orders that were placed.</summary>
    public required int Orders { get; init; }

    /// <summary>Orders that were cancelled later.</summary>
    public required int Cancellations { get; init; }

    /// <summary>
    /// From the answer of POST /orders to the write that counts the order: the median. Counted before its answer is zero.
    /// </summary>
    public required TimeSpan LatencyP50 { get; init; }

    /// <summary>The 99th percentile of the same, by nearest rank.</summary>
    public required TimeSpan LatencyP99 { get; init; }

    /// <summary>The longest of the same.</summary>
    public required TimeSpan MaxLatency { get; init; }

    /// <summary>Write units, failed writes included.</summary>
    public required long WriteUnits { get; init; }

    /// <summary>Read units.</summary>
    public required double ReadUnits { get; init; }

    /// <summary>Failed conditions and cancelled transactions.</summary>
    public required long Conflicts { get; init; }

    /// <summary>Invocations of the analytics function, from both sources.</summary>
    public required int Invocations { get; init; }

    /// <summary>Calls of CloudWatch's <c>PutMetricData</c>.</summary>
    public required int MetricCalls { get; init; }

    /// <summary>The share of the changes that the table stream brought first, from 0 to 1; Kinesis brought the others first.</summary>
    public required double CountedByTableStream { get; init; }

    /// <summary>Whether every change was counted, and totals and items of every minute are what the orders table says.</summary>
    public required bool IsExact { get; init; }
}
