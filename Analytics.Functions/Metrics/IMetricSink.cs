using Amazon.CloudWatch.Model;

namespace Analytics.Functions.Metrics;

/// <summary>Where metrics go. CloudWatch is the picture, the aggregates table is the truth: losing a metric loses no count.</summary>
public interface IMetricSink
{
    /// <summary>Sends metrics, in as few calls as they fit. Never throws; says in the log what was lost.</summary>
    /// <param name="data">What to send.</param>
    /// <param name="patience">How long it may take in all.</param>
    /// <param name="log">Takes a line when something was lost.</param>
    Task TryPublishAsync(IReadOnlyList<MetricDatum> data, TimeSpan patience, Action<string> log);
}
