namespace Analytics.Cli.Tables;

/// <summary>The local stack whose tables a command needs is not running.</summary>
internal sealed class StackNotRunningException(string dataDirectory, string reason)
    : IOException($"No local stack is running in {Relative(dataDirectory)} ({reason}). Start one with ./run, or name another with --data.")
{
    private static string Relative(string directory)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, directory);
        return relative.StartsWith("..", StringComparison.Ordinal) ? directory : relative;
    }
}
