namespace Analytics.Local.CloudWatch.Metrics;

/// <summary>Measurements of one metric at one time.</summary>
public sealed record MetricDatum
{
    /// <summary>The metric's name, 1 to 255 ASCII characters.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// The dimensions, which distinguish metrics of the same name: up to 30, with distinct names, in any order. Default: none.
    /// </summary>
    public IReadOnlyList<Dimension> Dimensions { get; init; } = [];

    /// <summary>The time of the measurements, rounded down to the storage resolution. Null, the default, means now.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>One of <see cref="MetricUnits.All"/>; default <c>None</c>.</summary>
    public string Unit { get; init; } = MetricUnits.None;

    /// <summary>The storage resolution: 1 or 60 seconds; default 60.</summary>
    public int StorageResolution { get; init; } = 60;

    /// <summary>The values measured, with their counts.</summary>
    public IReadOnlyList<ValueCount> Values { get; init; } = [];

    /// <summary>Measurements that are already aggregated; null for none.</summary>
    public StatisticSet? Statistics { get; init; }

    /// <summary>Creates a datum with one value, measured now.</summary>
    public static MetricDatum Of(string name, double value, string unit, params IReadOnlyList<Dimension> dimensions) =>
        new() { Name = name, Values = [new ValueCount(value)], Unit = unit, Dimensions = dimensions };
}
