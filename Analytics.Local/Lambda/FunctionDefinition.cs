namespace Analytics.Local.Lambda;

/// <summary>A function as the template describes it, with all references resolved.</summary>
/// <param name="LogicalId">The resource's logical id in the template; used as the source of log lines.</param>
/// <param name="FunctionName">The value of <c>AWS_LAMBDA_FUNCTION_NAME</c>.</param>
/// <param name="Arn">The ARN that is passed with invocations.</param>
/// <param name="Handler">The value of <c>_HANDLER</c>.</param>
/// <param name="CodeDirectory">The folder of the published function, which contains its <c>bootstrap</c>.</param>
/// <param name="Timeout">Maximum duration of one invocation, 1 to 900 seconds.</param>
/// <param name="MemorySizeMb">Memory size reported to the function, 128 to 10,240 MB.</param>
/// <param name="Environment">The function's own environment variables, in addition to those that Lambda sets.</param>
public sealed record FunctionDefinition(
    string LogicalId,
    string FunctionName,
    string Arn,
    string Handler,
    string CodeDirectory,
    TimeSpan Timeout,
    int MemorySizeMb,
    IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>
    /// Whether no environment is started before the first invocation, and none is retained after the last; default false. For functions
    /// without a caller that waits.
    /// </summary>
    public bool StartsOnDemand { get; init; }
}
