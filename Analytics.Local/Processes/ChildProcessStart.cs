namespace Analytics.Local.Processes;

/// <summary>The command, environment and output handler of a child process.</summary>
public sealed record ChildProcessStart
{
    /// <summary>The executable: a path, or a name to look up in PATH.</summary>
    public required string FileName { get; init; }

    public IReadOnlyList<string> Arguments { get; init; } = [];

    public required string WorkingDirectory { get; init; }

    /// <summary>The complete environment of the child; it inherits nothing from the host.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Receives each line of the child's standard output and error; called concurrently.</summary>
    public required Action<string> Output { get; init; }
}
