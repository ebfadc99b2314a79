using System.Globalization;
using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>The function's log on a text writer: time, request id, level and message between tabs.</summary>
/// <remarks>Entries below the log level of the environment (default INFO) are left out. Thread safe.</remarks>
internal sealed class LambdaConsoleLogger(TextWriter output, LambdaEnvironment environment) : ILambdaLogger
{
    private readonly Lock _writing = new();
    private readonly LogLevel _least = Parse(environment.LogLevel) ?? LogLevel.Information;

    /// <summary>The invocation that entries belong to; null between invocations.</summary>
    public ILambdaContext Invocation { get; set; }

    public void Log(string message) => LogLine(message);

    public void LogLine(string message) => Log(nameof(LogLevel.Information), message);

    public void Log(string level, string message)
    {
        if (Parse(level) < _least)
        {
            return;
        }

        var time = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        lock (_writing)
        {
            output.WriteLine($"{time}\t{Invocation?.AwsRequestId}\t{Short(level)}\t{message}");
        }
    }

    /// <summary>Reports an exception that nothing else caught, on lines of its own.</summary>
    public void LogUnhandled(Exception exception) =>
        Log(nameof(LogLevel.Error), $"{exception.Message}{Environment.NewLine}{exception}");

    private static string Short(string level) => level switch
    {
        nameof(LogLevel.Trace) => "trce",
        nameof(LogLevel.Debug) => "dbug",
        nameof(LogLevel.Information) => "info",
        nameof(LogLevel.Warning) => "warn",
        nameof(LogLevel.Error) => "fail",
        nameof(LogLevel.Critical) => "crit",
        _ => level,
    };

    private static LogLevel? Parse(string level) => level?.ToUpperInvariant() switch
    {
        "TRACE" => LogLevel.Trace,
        "DEBUG" => LogLevel.Debug,
        "INFO" or "INFORMATION" => LogLevel.Information,
        "WARN" or "WARNING" => LogLevel.Warning,
        "ERROR" => LogLevel.Error,
        "FATAL" or "CRITICAL" => LogLevel.Critical,
        _ => null,
    };
}
