namespace Analytics.Local.Lambda;

/// <summary>A function as the template describes it, with every reference resolved.</summary>
/// <param name="LogicalId">The name of the resource in the template; log lines carry it.</param>
/// <param name="FunctionName">The name that the function sees as <c>AWS_LAMBDA_FUNCTION_NAME</c>.</param>
/// <param name="Arn">The ARN that invocations carry.</param>
/// <param name="Handler">What the function sees as <c>_HANDLER</c>.</param>
/// <param name="CodeDirectory">Where the published function lies: the folder that holds its <c>bootstrap</c>.</param>
/// <param name="Timeout">How long one invocation may take, 1 to 900 seconds.</param>
/// <param name="MemorySizeMb">Reported to the function, 128 to 10,240.</param>
/// <param name="Environment">The function's own variables, beside those that Lambda sets.</param>
public sealed record FunctionDefinition(
    string LogicalId,
    string FunctionName,
    string Arn,
    string Handler,
    string CodeDirectory,
    TimeSpan Timeout,
    int MemorySizeMb,
    IReadOnlyDictionary<string, string> Environment);
