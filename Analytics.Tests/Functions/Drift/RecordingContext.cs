using System.Diagnostics.CodeAnalysis;
using Amazon.Lambda.Core;

namespace Analytics.Tests.Functions.Drift;

/// <summary>An invocation that has a minute left; remembers what is logged with its level, and can react to a line.</summary>
[SuppressMessage("Design", "CA1024:Use properties where appropriate", Justification = "The interface is Lambda's.")]
internal sealed class RecordingContext : ILambdaContext, ILambdaLogger
{
    /// <summary>The lines, each with its level in front: <c>error event=drift …</c>.</summary>
    public List<string> Lines { get; } = [];

    /// <summary>Runs to its end when a line is written.</summary>
    public Func<string, Task> OnLine { get; set; } = _ => Task.CompletedTask;

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

    public void Log(string level, string message)
    {
        Lines.Add($"{level.ToLowerInvariant()} {message}");
        OnLine(message).GetAwaiter().GetResult();
    }
}
