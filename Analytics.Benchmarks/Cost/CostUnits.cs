namespace Analytics.Benchmarks.Cost;

/// <summary>What the product takes of each service, as units.json has it: measured, counted in the template, or assumed.</summary>
internal sealed record CostUnits
{
    public required string About { get; init; }

    /// <summary>What the aggregates of a shop take, by rate and configuration.</summary>
    public required IReadOnlyList<CountingUnits> Counting { get; init; }

    public required OrderUnits Order { get; init; }

    public required DriftUnits Drift { get; init; }

    public required AssumedUnits Assumed { get; init; }
}

/// <summary>What counting takes for each order: measured in simulated time with the product's functions.</summary>
internal sealed record CountingUnits
{
    public required double Rate { get; init; }

    /// <summary>Whether there is an order stream.</summary>
    public required bool HasOrderStream { get; init; }

    /// <summary>Batching window of the table stream in seconds.</summary>
    public required int Window { get; init; }

    public required double WriteUnits { get; init; }

    public required double ReadUnits { get; init; }

    public required double Invocations { get; init; }

    public required double MetricLines { get; init; }

    public required double MetricBytes { get; init; }

    /// <summary>Milliseconds from the answer to an order until its write counts it, median.</summary>
    public required double MedianMilliseconds { get; init; }

    /// <summary>The same, 99th percentile.</summary>
    public required double SlowMilliseconds { get; init; }
}

/// <summary>What an order takes: measured from a sample of orders.</summary>
internal sealed record OrderUnits
{
    /// <summary>Bytes of an order in the orders table, as DynamoDB charges them.</summary>
    public required double ItemBytes { get; init; }

    /// <summary>Bytes of an order's entries in both indexes.</summary>
    public required double IndexBytes { get; init; }

    /// <summary>Write units of an order that is placed, with those of both indexes.</summary>
    public required double PlacementWriteUnits { get; init; }

    /// <summary>Write units of a change.</summary>
    public required double ChangeWriteUnits { get; init; }

    /// <summary>Bytes of a change on the order stream.</summary>
    public required double EventBytes { get; init; }

    /// <summary>Bytes of the log line with the metric of an order.</summary>
    public required double MetricBytes { get; init; }
}

/// <summary>What a check for drift takes: measured against the emulator, of two quarter-hours without an order and with some.</summary>
internal sealed record DriftUnits
{
    /// <summary>Read units of a check that finds no orders.</summary>
    public required double ReadUnitsOfACheck { get; init; }

    /// <summary>Read units for each order compared.</summary>
    public required double ReadUnitsOfAnOrder { get; init; }
}

/// <summary>What cannot be measured without an account.</summary>
internal sealed record AssumedUnits
{
    /// <summary>Milliseconds that an invocation of the orders function is charged for.</summary>
    public required double OrdersMilliseconds { get; init; }

    /// <summary>Milliseconds that an invocation of the analytics function is charged for.</summary>
    public required double AnalyticsMilliseconds { get; init; }

    /// <summary>Milliseconds that a check for drift is charged for.</summary>
    public required double DriftMilliseconds { get; init; }

    /// <summary>Bytes of the access log's line about a request.</summary>
    public required double AccessLineBytes { get; init; }

    /// <summary>Bytes of the log line about a batch.</summary>
    public required double BatchLineBytes { get; init; }

    /// <summary>Bytes that CloudWatch Logs adds to each line.</summary>
    public required double LineOverheadBytes { get; init; }

    /// <summary>Changes of an order after its placement, on average.</summary>
    public required double ChangesOfAnOrder { get; init; }

    /// <summary>Bytes that DynamoDB adds to each stored item.</summary>
    public required double ItemOverheadBytes { get; init; }

    /// <summary>Bytes of an order in the aggregates.</summary>
    public required double AggregateBytesOfAnOrder { get; init; }

    /// <summary>Bytes of a minute document without orders, in each lane in which the minute has any.</summary>
    public required double AggregateBytesOfAMinute { get; init; }

    /// <summary>Share of their size that logs take when they are stored, since they are compressed.</summary>
    public required double StoredShareOfLogs { get; init; }

    /// <summary>Months of logs that are retained.</summary>
    public required double MonthsOfLogs { get; init; }
}
