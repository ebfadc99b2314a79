using Analytics.Local.Hosting;

namespace Analytics.Cli.Terminal;

/// <summary>Writes the lines of all sources to one writer without splitting any line. Thread-safe.</summary>
/// <param name="writer">Receives the lines.</param>
/// <param name="colour">Whether to colour sources.</param>
internal sealed class TerminalLog(TextWriter writer, bool colour) : ILogSink
{
    private const int WidthAtFirst = 10;

    private readonly Lock _gate = new();

    // Protected by _gate, as is _broken.
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

    /// <summary>Writes a line without a source.</summary>
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
            // The reader has closed the pipe (`./run | head`). The system keeps running; there is no other place to report this.
            _broken = true;
        }
    }
}
