using Analytics.Local.Hosting;

namespace Analytics.Cli.Terminal;

/// <summary>Passes on what the host itself says, and nothing of functions and emulators.</summary>
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
