namespace Analytics.Local.CloudWatch.Metrics;

/// <summary>Limits of the metric store.</summary>
internal sealed record MetricStoreOptions
{
    /// <summary>Maximum number of metrics; each unit of a metric counts as one. Data of additional metrics are rejected.</summary>
    public int MaxSeries { get; init; } = 5_000;

    /// <summary>Maximum number of cells of 16 bytes. When it is exceeded, older data move to coarser resolutions early.</summary>
    public long MaxCells { get; init; } = 4_000_000;

    /// <summary>Receives messages for the operator, from any thread.</summary>
    public Action<string> Log { get; init; } = _ => { };
}
