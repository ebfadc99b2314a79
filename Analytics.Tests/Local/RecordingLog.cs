using System.Collections.Concurrent;
using Analytics.Local.Hosting;

namespace Analytics.Tests.Local;

/// <summary>Keeps what was logged.</summary>
internal sealed class RecordingLog : ILogSink
{
    private readonly ConcurrentQueue<(string Source, string Line)> _lines = new();

    public IReadOnlyList<(string Source, string Line)> Lines => [.. _lines];

    public void Write(string source, string line) => _lines.Enqueue((source, line));
}
