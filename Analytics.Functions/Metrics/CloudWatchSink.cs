using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using Amazon.Runtime;
using Analytics.Functions.Logging;

namespace Analytics.Functions.Metrics;

/// <summary>Publishes metrics with PutMetricData.</summary>
/// <remarks>
/// Retries only calls that CloudWatch throttled, because it stored nothing of them. A call whose response is lost may have been stored, and
/// a doubled sum is worse than a lost one. For the same reason the client must not retry by itself.
/// </remarks>
public sealed class CloudWatchSink(Func<IAmazonCloudWatch> cloudWatch, string metricNamespace, TimeProvider time) : IMetricSink
{
    // Limit of PutMetricData (CloudWatch API reference).
    private const int MaxMetricsPerCall = 1000;

    private static readonly TimeSpan PauseWhenThrottled = TimeSpan.FromMilliseconds(200);

    public async Task TryPublishAsync(IReadOnlyList<MetricDatum> data, TimeSpan timeout, Action<string> log)
    {
        var taken = 0;
        try
        {
            using var bound = new CancellationTokenSource(timeout, time);
            foreach (var chunk in data.Chunk(MaxMetricsPerCall))
            {
                await PutAsync(chunk, bound.Token).WaitAsync(timeout, time);
                taken += chunk.Length;
            }
        }
        catch (Exception failure)
        {
            // Losing metrics is acceptable: the counts are already committed to the aggregates table.
            log(LogEvent.Line(
                "metricsMayBeLost", ("data", data.Count - taken), ("error", failure.GetType().Name), ("message", failure.Message)));
        }
    }

    private async Task PutAsync(MetricDatum[] data, CancellationToken cancellationToken)
    {
        var request = new PutMetricDataRequest { Namespace = metricNamespace, MetricData = [.. data] };
        while (true)
        {
            try
            {
                await cloudWatch().PutMetricDataAsync(request, cancellationToken);
                return;
            }
            catch (AmazonServiceException throttled) when (
                throttled.ErrorCode is "Throttling" or "ThrottlingException" or "RequestLimitExceeded")
            {
                await Task.Delay(PauseWhenThrottled, time, cancellationToken);
            }
        }
    }
}
