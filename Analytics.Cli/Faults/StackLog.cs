using System.Globalization;
using System.Text.RegularExpressions;
using Analytics.Local.Emulators;

namespace Analytics.Cli.Faults;

/// <summary>Keeps what the stack says in a file, and reads from it what the analytics function did. Thread-safe.</summary>
/// <remarks>What the host has not passed on when it is killed is not in it.</remarks>
public sealed partial class StackLog(string file, TimeProvider time) : IDisposable
{
    private readonly Lock _gate = new();

    // Guarded by the gate.
    private readonly LastLines _last = new();
    private readonly StreamWriter _writer = new(file, append: true) { AutoFlush = true };
    private long _batches;
    private long _duplicates;
    private long _interrupted;
    private long _batchAt = time.GetTimestamp();

    /// <summary>Batches that the analytics function brought to their end.</summary>
    public long Batches => Under(() => _batches);

    /// <summary>Changes that it recognised as counted before.</summary>
    public long Duplicates => Under(() => _duplicates);

    /// <summary>Batches that it was killed in the middle of.</summary>
    public long Interrupted => Under(() => _interrupted);

    /// <summary>How long ago the last batch ended.</summary>
    public TimeSpan Quiet => time.GetElapsedTime(Under(() => _batchAt));

    /// <summary>The last lines, for a message.</summary>
    public string Tail => Under(() => _last.ToString());

    /// <summary>Takes a line as <c>up</c> prints it.</summary>
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

    // The host says so of an invocation that had no answer when its process ended.
    [GeneratedRegex(@"^AnalyticsFunction .*RequestId: \S+ Error: Runtime exited with error: signal: killed")]
    private static partial Regex Interruption();
}
