namespace Amazon.Lambda.Core;

/// <summary>Writes to the function's log.</summary>
/// <remarks>
/// Only <see cref="Log(string)"/> and <see cref="LogLine"/> have no body. The overloads with arguments take message
/// templates: <c>LogInformation("{count} orders", 3)</c>.
/// </remarks>
public partial interface ILambdaLogger
{
    void Log(string message);

    void LogLine(string message);

    void Log(string level, string message) => LogLine(message);

    void Log(LogLevel level, string message) => Log(level.ToString(), message);

    /// <exception cref="NotSupportedException">The logger does not override this member.</exception>
    void Log(string level, string message, params object[] args) =>
        // The package's own body calls itself until the stack overflows; failing plainly shows the same mistake sooner.
        throw new NotSupportedException("A logger has to override Log(string level, string message, params object[] args).");

    void Log(string level, Exception exception, string message, params object[] args)
    {
        Log(level, message, args);
        Log(level, exception.ToString());
    }

    void Log(LogLevel level, string message, params object[] args) => Log(level.ToString(), message, args);

    void Log(LogLevel level, Exception exception, string message, params object[] args) =>
        Log(level.ToString(), exception, message, args);
}
