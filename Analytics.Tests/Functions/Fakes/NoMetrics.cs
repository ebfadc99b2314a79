using Amazon.CloudWatch.Model;
using Analytics.Functions.Metrics;

namespace Analytics.Tests.Functions.Fakes;

/// <summary>Takes metrics and keeps none.</summary>
internal sealed class NoMetrics : IMetricSink
{
    public Task TryPublishAsync(IReadOnlyList<MetricDatum> data, TimeSpan timeout, Action<string> log) => Task.CompletedTask;
}
