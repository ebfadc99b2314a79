using System.Buffers;
using System.Text.Json;
using Analytics.Local.CloudWatch.Metrics;

namespace Analytics.Local.CloudWatch.Storage;

/// <summary>Writes what a metric store takes to a file of JSON lines, and reads it back.</summary>
/// <param name="path">The file; it is made if there is none.</param>
/// <param name="log">Takes what an operator should know.</param>
internal sealed class MetricJournal(string path, Action<string> log) : IMetricJournal
{
    /// <summary>Below this the file is never written anew.</summary>
    private const long MinRewriteBytes = 16 * 1024 * 1024;

    private readonly ArrayBufferWriter<byte> buffer = new();
    private LineFile? file;
    private long bytesAfterRewrite;

    public bool WantsRewrite => file is not null && file.Length > Math.Max(MinRewriteBytes, 2 * bytesAfterRewrite);

    private LineFile File => file ?? throw new InvalidOperationException("The journal is replayed before it is written to.");

    public void Replay(Action<Measurement> apply)
    {
        file = LineFile.Open(
            path,
            line =>
            {
                var measurement = MetricLine.Read(line);
                if (measurement is { } read)
                {
                    apply(read);
                }

                return measurement is not null;
            },
            log);
    }

    public void Append(IReadOnlyList<Measurement> measurements)
    {
        buffer.ResetWrittenCount();
        foreach (var measurement in measurements)
        {
            WriteLine(measurement);
        }

        File.Append(buffer.WrittenSpan);
    }

    public void Rewrite(IEnumerable<Measurement> everything)
    {
        try
        {
            File.Rewrite(everything.Select(measurement =>
            {
                buffer.ResetWrittenCount();
                WriteLine(measurement);
                return buffer.WrittenMemory;
            }));
        }
        finally
        {
            // Also after a failure: the next attempt waits until the file has doubled.
            bytesAfterRewrite = File.Length;
        }
    }

    public void Dispose() => file?.Dispose();

    private void WriteLine(in Measurement measurement)
    {
        using (var writer = new Utf8JsonWriter(buffer))
        {
            MetricLine.Write(writer, measurement);
        }

        buffer.Write("\n"u8);
    }
}
