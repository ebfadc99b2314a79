using System.Globalization;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>What Lambda tells a function by environment variables.</summary>
internal sealed record LambdaEnvironment
{
    public string RuntimeApi { get; init; }

    public string FunctionName { get; init; }

    public string FunctionVersion { get; init; }

    public string LogGroupName { get; init; }

    public string LogStreamName { get; init; }

    public int MemoryLimitInMB { get; init; }

    public string LogLevel { get; init; }

    public static LambdaEnvironment Read() => new()
    {
        RuntimeApi = Get("AWS_LAMBDA_RUNTIME_API"),
        FunctionName = Get("AWS_LAMBDA_FUNCTION_NAME"),
        FunctionVersion = Get("AWS_LAMBDA_FUNCTION_VERSION"),
        LogGroupName = Get("AWS_LAMBDA_LOG_GROUP_NAME"),
        LogStreamName = Get("AWS_LAMBDA_LOG_STREAM_NAME"),
        MemoryLimitInMB = int.TryParse(Get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"), CultureInfo.InvariantCulture, out var size) ? size : 0,
        LogLevel = Get("AWS_LAMBDA_HANDLER_LOG_LEVEL") ?? Get("AWS_LAMBDA_LOG_LEVEL"),
    };

    private static string Get(string name) => Environment.GetEnvironmentVariable(name);
}
