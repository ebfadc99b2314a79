using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using Amazon.Runtime;
using Analytics.Simulation.Injection;

namespace Analytics.Simulation.Lambda;

/// <summary>Takes metrics and forgets them: the picture is not what a simulation looks at. It may refuse, or not answer.</summary>
internal sealed class SimulatedCloudWatch(FaultInjection mischief, Random random) : AmazonCloudWatchClient(
    new BasicAWSCredentials("simulated", "simulated"), new AmazonCloudWatchConfig { ServiceURL = "http://simulated.invalid" })
{
    /// <summary>How often it was called.</summary>
    public int Calls { get; private set; }

    public override Task<PutMetricDataResponse> PutMetricDataAsync(
        PutMetricDataRequest request, CancellationToken cancellationToken = default)
    {
        Calls++;
        if (!mischief.Strikes(Fault.MetricsLost))
        {
            return Task.FromResult(new PutMetricDataResponse());
        }

        return random.Next(2) == 0
            ? Task.FromException<PutMetricDataResponse>(new HttpRequestException("No connection to CloudWatch."))
            : new TaskCompletionSource<PutMetricDataResponse>().Task;
    }
}
