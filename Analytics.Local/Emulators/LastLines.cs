namespace Analytics.Local.Emulators;

/// <summary>The last output lines of a process, for the error message when it exits. Thread-safe.</summary>
public sealed class LastLines
{
    private const int LinesKept = 20;

    private readonly Queue<string> _lines = new(LinesKept);

    public void Add(string line)
    {
        lock (_lines)
        {
            if (_lines.Count == LinesKept)
            {
                _lines.Dequeue();
            }

            _lines.Enqueue(line);
        }
    }

    /// <summary>The lines, oldest first, or a note that there are none.</summary>
    public override string ToString()
    {
        lock (_lines)
        {
            return string.Join(Environment.NewLine, _lines.DefaultIfEmpty("(none)"));
        }
    }
}
