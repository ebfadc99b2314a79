using Analytics.Local.Hosting;

namespace Analytics.Local.EventSources.Polling;

/// <summary>Logs once when a stream becomes unavailable and once when it recovers. Thread-safe.</summary>
internal sealed class OutageLog(ILogSink logs, string source)
{
    private int _isOut;

    public void Failed(Exception error)
    {
        if (Interlocked.Exchange(ref _isOut, 1) == 0)
        {
            logs.Write(source, $"the stream is out of reach, trying on: {error.Message}");
        }
    }

    public void Succeeded()
    {
        if (Interlocked.Exchange(ref _isOut, 0) == 1)
        {
            logs.Write(source, "the stream is back");
        }
    }
}
