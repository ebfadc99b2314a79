using Analytics.Local.Hosting;

namespace Analytics.Cli.Terminal;

/// <summary>Forwards log lines of the host only, not those of functions and emulators.</summary>
internal sealed class QuietLog(ILogSink inner) : ILogSink
{
    /// <inheritdoc/>
    public void Write(string source, string line)
    {
        if (source == "host")
        {
            inner.Write(source, line);
        }
    }
}
