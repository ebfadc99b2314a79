using Amazon.CloudWatch.Model;

namespace Analytics.Functions.Metrics;

/// <summary>Publishes metrics. The aggregates table holds the counts, so a lost metric loses no count.</summary>
public interface IMetricSink
{
    /// <summary>Publishes metrics in as few calls or lines as possible. A failure of the service is logged, not thrown.</summary>
    /// <param name="data">The metrics.</param>
    /// <param name="timeout">Timeout for the whole operation.</param>
    /// <param name="log">Receives a line when metrics may be lost, with their number.</param>
    Task TryPublishAsync(IReadOnlyList<MetricDatum> data, TimeSpan timeout, Action<string> log);
}
