using Amazon.CloudWatch.Model;
using Analytics.Functions.Metrics;

namespace Analytics.Tests.Functions.Metrics;

/// <summary>Remembers what was published.</summary>
internal sealed class RecordingSink : IMetricSink
{
    public List<MetricDatum> Data { get; } = [];

    public Task TryPublishAsync(IReadOnlyList<MetricDatum> data, TimeSpan timeout, Action<string> log)
    {
        Data.AddRange(data);
        return Task.CompletedTask;
    }
}
