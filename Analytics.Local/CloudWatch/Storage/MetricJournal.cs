using System.Buffers;
using System.Text.Json;
using Analytics.Local.CloudWatch.Metrics;

namespace Analytics.Local.CloudWatch.Storage;

/// <summary>Journals a metric store's measurements in a file of JSON lines.</summary>
/// <param name="path">Path of the file, which is created if it does not exist.</param>
/// <param name="log">Receives messages for the operator.</param>
internal sealed class MetricJournal(string path, Action<string> log) : IMetricJournal
{
    /// <summary>A file smaller than this is not rewritten.</summary>
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
            // Set after a failure too, so that the next attempt waits until the file has doubled.
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
