using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Analytics.Local.Hosting;

namespace Analytics.Tests.EndToEnd;

/// <summary>Keeps what a stack says, and reads from it how many records came from each source.</summary>
internal sealed partial class SourceLog : ILogSink
{
    private const int MaxLines = 20_000;

    private readonly ConcurrentQueue<string> _lines = new();
    private long _kinesis;
    private long _tableStream;

    /// <summary>Records that the analytics function got from Kinesis, repeated ones included.</summary>
    public long Kinesis => Interlocked.Read(ref _kinesis);

    /// <summary>Records that the analytics function got from DynamoDB Streams, repeated ones included.</summary>
    public long TableStream => Interlocked.Read(ref _tableStream);

    /// <summary>The last lines, for a failure's message.</summary>
    public string Tail(int count = 60) => string.Join('\n', _lines.TakeLast(count));

    public void Write(string writer, string line)
    {
        _lines.Enqueue($"{writer} | {line}");
        if (_lines.Count > MaxLines)
        {
            _lines.TryDequeue(out _);
        }

        if (Summary().Match(line) is { Success: true } summary)
        {
            ref var source = ref summary.Groups["source"].Value == "kinesis" ? ref _kinesis : ref _tableStream;
            Interlocked.Add(ref source, long.Parse(summary.Groups["records"].Value));
        }
    }

    [GeneratedRegex(@"source=(?<source>kinesis|table-stream) records=(?<records>\d+) ")]
    private static partial Regex Summary();
}
