using System.Diagnostics.CodeAnalysis;
using Amazon.Lambda.Core;

namespace Analytics.Tests.Fuzz;

/// <summary>An invocation that has a minute left and remembers what is logged.</summary>
[SuppressMessage("Design", "CA1024:Use properties where appropriate", Justification = "The interface is Lambda's.")]
internal class StubContext : ILambdaContext, ILambdaLogger
{
    public List<string> Lines { get; } = [];

    public string AwsRequestId => "1";

    public IClientContext ClientContext => null!;

    public string FunctionName => "f";

    public string FunctionVersion => "1";

    public ICognitoIdentity Identity => null!;

    public string InvokedFunctionArn => "arn";

    public ILambdaLogger Logger => this;

    public string LogGroupName => "";

    public string LogStreamName => "";

    public int MemoryLimitInMB => 512;

    public TimeSpan RemainingTime => TimeSpan.FromMinutes(1);

    public void Log(string message) => Log("information", message);

    public void LogLine(string message) => Log("information", message);

    public virtual void Log(string level, string message) => Lines.Add(message);
}
