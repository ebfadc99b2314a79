using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using Amazon.Runtime;

namespace Analytics.Simulation;

/// <summary>Takes metrics and forgets them: the picture is not what a simulation looks at. It may refuse, or not answer.</summary>
internal sealed class SimulatedCloudWatch(FaultInjection mischief, Random random) : AmazonCloudWatchClient(
    new BasicAWSCredentials("simulated", "simulated"), new AmazonCloudWatchConfig { ServiceURL = "http://simulated.invalid" })
{
    public override Task<PutMetricDataResponse> PutMetricDataAsync(PutMetricDataRequest request, CancellationToken cancellationToken = default)
    {
        if (!mischief.Strikes(Fault.MetricsLost))
        {
            return Task.FromResult(new PutMetricDataResponse());
        }

        return random.Next(2) == 0
            ? Task.FromException<PutMetricDataResponse>(new HttpRequestException("No connection to CloudWatch."))
            : new TaskCompletionSource<PutMetricDataResponse>().Task;
    }
}
