using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Analytics.Local;

namespace Analytics.Tests.EndToEnd;

/// <summary>Keeps what a stack says, and reads from it how many records each road has brought.</summary>
internal sealed partial class RoadLog : ILogSink
{
    private const int LinesMax = 20_000;

    private readonly ConcurrentQueue<string> _lines = new();
    private long _fast;
    private long _sure;

    /// <summary>Records that the analytics function got from Kinesis, repeated ones included.</summary>
    public long FastRoad => Interlocked.Read(ref _fast);

    /// <summary>Records that the analytics function got from DynamoDB Streams, repeated ones included.</summary>
    public long SureRoad => Interlocked.Read(ref _sure);

    /// <summary>The last lines, for a failure's message.</summary>
    public string Tail(int count = 60) => string.Join('\n', _lines.TakeLast(count));

    public void Write(string source, string line)
    {
        _lines.Enqueue($"{source} | {line}");
        if (_lines.Count > LinesMax)
        {
            _lines.TryDequeue(out _);
        }

        if (Summary().Match(line) is { Success: true } summary)
        {
            ref var road = ref summary.Groups["road"].Value == "fast" ? ref _fast : ref _sure;
            Interlocked.Add(ref road, long.Parse(summary.Groups["records"].Value));
        }
    }

    [GeneratedRegex(@"(?<records>\d+) records by the (?<road>fast|sure) road")]
    private static partial Regex Summary();
}
