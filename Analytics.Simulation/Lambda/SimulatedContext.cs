using Amazon.Lambda.Core;
using Analytics.Simulation.Running;

namespace Analytics.Simulation.Lambda;

/// <summary>
/// The Lambda context of an invocation: remaining time by the instance's own clock, and a logger that writes to the history.
/// </summary>
internal sealed class SimulatedContext(World world, SimulatedProcess process, string requestId, TimeSpan timeout)
    : ILambdaContext, ILambdaLogger
{
    private readonly DateTimeOffset _deadline = process.Time.GetUtcNow() + timeout;

    public string AwsRequestId => requestId;

    public IClientContext ClientContext => throw new NotSupportedException();

    public string FunctionName => process.Name;

    public string FunctionVersion => "$LATEST";

    public ICognitoIdentity Identity => throw new NotSupportedException();

    public string InvokedFunctionArn => $"arn:aws:lambda:us-east-1:000000000000:function:{process.Name}";

    public ILambdaLogger Logger => this;

    public string LogGroupName => "simulated";

    public string LogStreamName => "simulated";

    public int MemoryLimitInMB => 512;

    public TimeSpan RemainingTime => _deadline - process.Time.GetUtcNow();

    public void Log(string message) => LogLine(message);

    public void LogLine(string message)
    {
        if (world.IsTold)
        {
            world.Tell(process.Name, message);
        }
    }
}
