using Analytics.Local.Hosting;

namespace Analytics.Cli.Terminal;

/// <summary>Writes the lines of all sources to one writer, whole lines only. Thread-safe.</summary>
/// <param name="writer">Where the lines go.</param>
/// <param name="colour">Whether sources are coloured.</param>
internal sealed class TerminalLog(TextWriter writer, bool colour) : ILogSink
{
    private const int WidthAtFirst = 10;

    private readonly Lock _gate = new();

    // Guarded by the gate.
    private int _width = WidthAtFirst;
    private bool _broken;

    /// <inheritdoc/>
    public void Write(string source, string line)
    {
        lock (_gate)
        {
            _width = Math.Max(_width, source.Length);
            foreach (var part in line.AsSpan().EnumerateLines())
            {
                Print(LogLine.Format(source, part.ToString(), _width, colour));
            }
        }
    }

    /// <summary>Writes a line that has no source.</summary>
    public void Say(string line)
    {
        lock (_gate)
        {
            Print(line);
        }
    }

    private void Print(string line)
    {
        if (_broken)
        {
            return;
        }

        try
        {
            writer.WriteLine(line);
        }
        catch (IOException)
        {
            // Nobody reads any more (`./run | head`): the system goes on, and there is no place left to say so.
            _broken = true;
        }
    }
}
