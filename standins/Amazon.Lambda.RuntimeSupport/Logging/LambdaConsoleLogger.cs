using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>The function's log on a text writer, as plain lines or (log format <c>JSON</c>) as lines of JSON.</summary>
/// <remarks>Entries below the log level of the environment (default INFO) are left out. Thread safe.</remarks>
internal sealed class LambdaConsoleLogger(TextWriter output, LambdaEnvironment environment) : ILambdaLogger
{
    private readonly Lock _writing = new();
    private readonly bool _json = string.Equals(environment.LogFormat, "Json", StringComparison.OrdinalIgnoreCase);
    private readonly LogLevel _least = Parse(environment.LogLevel) ?? LogLevel.Information;

    /// <summary>The invocation that entries belong to; null between invocations.</summary>
    public ILambdaContext Invocation { get; set; }

    public void Log(string message) => LogLine(message);

    public void LogLine(string message) => Log(LogLevel.Information.ToString(), message);

    public void Log(string level, string message) => Write(level, null, message, []);

    public void Log(string level, string message, params object[] args) => Write(level, null, message, args);

    public void Log(string level, Exception exception, string message, params object[] args) => Write(level, exception, message, args);

    /// <summary>Reports an exception that nothing else caught.</summary>
    public void LogUnhandled(Exception exception) => Write(LogLevel.Error.ToString(), exception, exception.Message, []);

    private void Write(string level, Exception exception, string message, object[] args)
    {
        if (Parse(level) < _least)
        {
            return;
        }

        var line = new LogLine(DateTimeOffset.UtcNow, level, Invocation, MessageTemplate.Render(message, args), exception);
        lock (_writing)
        {
            output.WriteLine(_json ? line.ToJson() : line.ToText());
        }
    }

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
