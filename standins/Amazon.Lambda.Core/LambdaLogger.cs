namespace Amazon.Lambda.Core;

/// <summary>Writes to the function's log from code that has no <see cref="ILambdaContext"/> at hand.</summary>
/// <remarks>Outside a Lambda function the messages go to standard output.</remarks>
public static class LambdaLogger
{
    // RuntimeSupport puts its own logger in here by reflection, under these names: it may not be this project's.
    private static Action<string> _loggingAction = Console.WriteLine;
    private static Action<string, string, object[]> _loggingWithLevelAction = WriteToConsole;
    private static Action<string, Exception, string, object[]> _loggingWithLevelAndExceptionAction = WriteToConsole;

    public static void Log(string message) => _loggingAction(message);

    public static void Log(string level, string message, params object[] args) => _loggingWithLevelAction(level, message, args);

    public static void Log(LogLevel level, string message, params object[] args) => Log(level.ToString(), message, args);

    public static void Log(string level, Exception exception, string message, params object[] args) =>
        _loggingWithLevelAndExceptionAction(level, exception, message, args);

    public static void Log(LogLevel level, Exception exception, string message, params object[] args) =>
        Log(level.ToString(), exception, message, args);

    private static void WriteToConsole(string level, string message, object[] args) =>
        Console.WriteLine(args is null or [] ? $"{level}: {message}" : $"{level}: {message} [{string.Join(", ", args)}]");

    private static void WriteToConsole(string level, Exception exception, string message, object[] args)
    {
        WriteToConsole(level, message, args);
        Console.WriteLine(exception);
    }
}
