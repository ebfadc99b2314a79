using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;

namespace Analytics.Functions.Metrics;

/// <summary>Sends metrics to CloudWatch.</summary>
internal sealed class CloudWatchSink(Func<IAmazonCloudWatch> cloudWatch, string metricNamespace, TimeProvider time) : IMetricSink
{
    // Limit of PutMetricData (CloudWatch API reference).
    private const int MetricsPerCallMax = 1000;

    public async Task TryPublishAsync(IReadOnlyList<MetricDatum> data, TimeSpan patience, Action<string> log)
    {
        try
        {
            using var bound = new CancellationTokenSource(patience, time);
            foreach (var chunk in data.Chunk(MetricsPerCallMax))
            {
                var request = new PutMetricDataRequest { Namespace = metricNamespace, MetricData = [.. chunk] };
                await cloudWatch().PutMetricDataAsync(request, bound.Token).WaitAsync(patience, time);
            }
        }
        catch (Exception failure)
        {
            // Metrics are the picture only; the counts are committed already.
            log($"{data.Count} metrics may be lost: {failure.GetType().Name}: {failure.Message}");
        }
    }
}
