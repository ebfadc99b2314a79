namespace Analytics.Local.CloudWatch.Metrics;

/// <summary>What is measured of one metric at one time.</summary>
public sealed record MetricDatum
{
    /// <summary>The metric's name, 1 to 255 ASCII characters.</summary>
    public required string Name { get; init; }

    /// <summary>What tells the metric from others of its name: up to 30, each name once, in any order.</summary>
    public IReadOnlyList<Dimension> Dimensions { get; init; } = [];

    /// <summary>When it was measured; null means now. Cut down to the storage resolution.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>One of <see cref="MetricUnits.All"/>; default <c>None</c>.</summary>
    public string Unit { get; init; } = MetricUnits.None;

    /// <summary>1 or 60 seconds; default 60.</summary>
    public int StorageResolution { get; init; } = 60;

    /// <summary>The values measured, with their counts.</summary>
    public IReadOnlyList<ValueCount> Values { get; init; } = [];

    /// <summary>Measurements added up beforehand; null for none.</summary>
    public StatisticSet? Statistics { get; init; }

    /// <summary>One measurement, of now.</summary>
    public static MetricDatum Of(string name, double value, string unit, params IReadOnlyList<Dimension> dimensions) =>
        new() { Name = name, Values = [new ValueCount(value)], Unit = unit, Dimensions = dimensions };
}
