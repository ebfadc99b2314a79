using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using Amazon.Runtime;
using Analytics.Functions.Metrics;
using Analytics.Simulation.Injection;

namespace Analytics.Simulation.Lambda;

/// <summary>
/// Accepts metrics and discards them, because the simulation checks none. May fail or never respond. The deployed functions write the same
/// metrics to their log, which cannot.
/// </summary>
internal sealed class SimulatedCloudWatch(FaultInjection injection, Random random) : AmazonCloudWatchClient(
    new BasicAWSCredentials("simulated", "simulated"), new AmazonCloudWatchConfig { ServiceURL = "http://simulated.invalid" })
{
    private const string MetricNamespace = "OrderAnalytics/order-analytics";

    /// <summary>Whether <see cref="Lines"/> and <see cref="Bytes"/> are counted. Default false.</summary>
    public bool CountsLines { get; set; }

    /// <summary>Number of log lines that the metrics would take.</summary>
    public long Lines { get; private set; }

    /// <summary>Number of bytes of these lines.</summary>
    public long Bytes { get; private set; }

    public override Task<PutMetricDataResponse> PutMetricDataAsync(
        PutMetricDataRequest request, CancellationToken cancellationToken = default)
    {
        if (CountsLines)
        {
            new EmbeddedMetricSink(Count, MetricNamespace).TryPublishAsync(request.MetricData, TimeSpan.MaxValue, _ => { });
        }

        if (!injection.Strikes(Fault.MetricsLost))
        {
            return Task.FromResult(new PutMetricDataResponse());
        }

        return random.Next(2) == 0
            ? Task.FromException<PutMetricDataResponse>(new HttpRequestException("No connection to CloudWatch."))
            : new TaskCompletionSource<PutMetricDataResponse>().Task;
    }

    private void Count(string line)
    {
        Lines++;
        Bytes += line.Length;
    }
}
