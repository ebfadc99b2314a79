namespace Amazon.Lambda.Core;

/// <summary>What a function may ask about the invocation it is serving.</summary>
public interface ILambdaContext
{
    string AwsRequestId { get; }

    IClientContext ClientContext { get; }

    string FunctionName { get; }

    string FunctionVersion { get; }

    ICognitoIdentity Identity { get; }

    string InvokedFunctionArn { get; }

    ILambdaLogger Logger { get; }

    string LogGroupName { get; }

    string LogStreamName { get; }

    int MemoryLimitInMB { get; }

    /// <summary>The time left until the invocation's deadline; negative once it has passed.</summary>
    TimeSpan RemainingTime { get; }
}
