namespace Analytics.Local.Processes;

/// <summary>What a child process is started with.</summary>
public sealed record ChildProcessStart
{
    /// <summary>The executable, as a path or a name that is looked for in PATH.</summary>
    public required string FileName { get; init; }

    public IReadOnlyList<string> Arguments { get; init; } = [];

    public required string WorkingDirectory { get; init; }

    /// <summary>The whole environment of the child: nothing of the host's own is added.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Takes each line that the child writes to its standard output or error; called from many threads.</summary>
    public required Action<string> Output { get; init; }
}
