using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using Amazon.Runtime;
using Analytics.Simulation.Injection;

namespace Analytics.Simulation.Lambda;

/// <summary>Accepts metrics and discards them, because the simulation checks none. May fail or never respond.</summary>
internal sealed class SimulatedCloudWatch(FaultInjection injection, Random random) : AmazonCloudWatchClient(
    new BasicAWSCredentials("simulated", "simulated"), new AmazonCloudWatchConfig { ServiceURL = "http://simulated.invalid" })
{
    /// <summary>Number of calls.</summary>
    public int Calls { get; private set; }

    public override Task<PutMetricDataResponse> PutMetricDataAsync(
        PutMetricDataRequest request, CancellationToken cancellationToken = default)
    {
        Calls++;
        if (!injection.Strikes(Fault.MetricsLost))
        {
            return Task.FromResult(new PutMetricDataResponse());
        }

        return random.Next(2) == 0
            ? Task.FromException<PutMetricDataResponse>(new HttpRequestException("No connection to CloudWatch."))
            : new TaskCompletionSource<PutMetricDataResponse>().Task;
    }
}
