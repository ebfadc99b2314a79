using System.Globalization;
using System.Text.RegularExpressions;
using Analytics.Local.Emulators;

namespace Analytics.Cli.Faults;

/// <summary>Writes the stack's output to a file and extracts what the analytics function did. Thread-safe.</summary>
/// <remarks>Output that the host had not forwarded when it was killed is missing.</remarks>
public sealed partial class StackLog(string file, TimeProvider time) : IDisposable
{
    private readonly Lock _gate = new();

    // Protected by _gate, as are the fields below.
    private readonly LastLines _last = new();
    private readonly StreamWriter _writer = new(file, append: true) { AutoFlush = true };
    private long _batches;
    private long _duplicates;
    private long _interrupted;
    private long _batchAt = time.GetTimestamp();

    /// <summary>Number of batches that the analytics function completed.</summary>
    public long Batches => Under(() => _batches);

    /// <summary>Number of changes that it recognised as duplicates.</summary>
    public long Duplicates => Under(() => _duplicates);

    /// <summary>Number of batches interrupted by a kill.</summary>
    public long Interrupted => Under(() => _interrupted);

    /// <summary>Time since the last batch ended.</summary>
    public TimeSpan Quiet => time.GetElapsedTime(Under(() => _batchAt));

    /// <summary>The last lines, for error messages.</summary>
    public string Tail => Under(() => _last.ToString());

    /// <summary>Receives a line of output of <c>up</c>.</summary>
    public void Take(string line)
    {
        lock (_gate)
        {
            _writer.WriteLine(line);
            _last.Add(line);
            if (Summary().Match(line) is { Success: true } summary)
            {
                _batches++;
                _duplicates += long.Parse(summary.Groups["duplicates"].Value, CultureInfo.InvariantCulture);
                _batchAt = time.GetTimestamp();
            }
            else if (Interruption().IsMatch(line))
            {
                _interrupted++;
            }
        }
    }

    public void Dispose() => _writer.Dispose();

    private T Under<T>(Func<T> read)
    {
        lock (_gate)
        {
            return read();
        }
    }

    [GeneratedRegex(@"source=(kinesis|table-stream) records=\d+ .*duplicates=(?<duplicates>\d+) ")]
    private static partial Regex Summary();

    // The host logs this for an invocation whose process ended before it responded.
    [GeneratedRegex(@"^AnalyticsFunction .*RequestId: \S+ Error: Runtime exited with error: signal: killed")]
    private static partial Regex Interruption();
}
