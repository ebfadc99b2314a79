using Amazon.CloudWatch.Model;

namespace Analytics.Functions.Metrics;

/// <summary>Publishes metrics. The aggregates table holds the counts, so a lost metric loses no count.</summary>
public interface IMetricSink
{
    /// <summary>Publishes metrics in as few calls as possible. Never throws; logs how many metrics may be lost.</summary>
    /// <param name="data">The metrics.</param>
    /// <param name="timeout">Timeout for the whole operation.</param>
    /// <param name="log">Receives a line when metrics may be lost.</param>
    Task TryPublishAsync(IReadOnlyList<MetricDatum> data, TimeSpan timeout, Action<string> log);
}
