using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>The context of one invocation, from the headers it came with and the process's environment.</summary>
internal sealed class LambdaContext(InvocationHeaders headers, LambdaEnvironment environment, ILambdaLogger logger) : ILambdaContext
{
    public string AwsRequestId => headers.AwsRequestId;

    public IClientContext ClientContext { get; } = MobileClientContext.Parse(headers.ClientContext);

    public string FunctionName => environment.FunctionName;

    public string FunctionVersion => environment.FunctionVersion;

    public ICognitoIdentity Identity { get; } = CognitoIdentity.Parse(headers.CognitoIdentity);

    public string InvokedFunctionArn => headers.InvokedFunctionArn;

    public ILambdaLogger Logger => logger;

    public string LogGroupName => environment.LogGroupName;

    public string LogStreamName => environment.LogStreamName;

    public int MemoryLimitInMB => environment.MemoryLimitInMB;

    public TimeSpan RemainingTime => headers.Deadline - DateTimeOffset.UtcNow;

    public string TenantId => headers.TenantId;

    public string TraceId => headers.TraceId;

    public ILambdaSerializer Serializer { get; set; }
}
