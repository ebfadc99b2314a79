namespace Analytics.Local.CloudWatch.Metrics;

/// <summary>How much the metric store may hold.</summary>
internal sealed record MetricStoreOptions
{
    /// <summary>Metrics at the most, counting each unit of a metric by itself; data of further ones are refused.</summary>
    public int MaxSeries { get; init; } = 5_000;

    /// <summary>Cells of 16 bytes at the most; beyond, older data are made coarser before their time.</summary>
    public long MaxCells { get; init; } = 4_000_000;

    /// <summary>Takes what an operator should know; called from any thread.</summary>
    public Action<string> Log { get; init; } = _ => { };
}
