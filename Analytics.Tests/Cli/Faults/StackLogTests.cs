using Analytics.Cli.Faults;
using Xunit;

namespace Analytics.Tests.Cli.Faults;

public sealed class StackLogTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stack log ");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Batches_duplicates_and_interrupted_batches_are_counted_from_the_log_and_every_line_is_written()
    {
        var file = Path.Combine(_folder.FullName, "stack.log");
        string[] lines =
        [
            "AnalyticsFunction | 2026-11-23T12:00:00.000Z\tid\tinfo\tsource=kinesis records=5 counted=3 duplicates=2 leftToTableStream=0 "
                + "quarantined=0 tooOld=0 writes=1 conflicts=0",
            "AnalyticsFunction          | 2026-11-23T12:00:02.000Z\tid\tinfo\tsource=table-stream records=9 counted=0 duplicates=9 "
                + "leftToTableStream=0 quarantined=0 tooOld=0 writes=0 conflicts=0 failedFrom=7",
            "AnalyticsFunction          | RequestId: id Error: Runtime exited with error: signal: killed",
            "AnalyticsFunction          | init failed: Runtime.ExitError: Runtime exited with error: signal: killed",
            "OrdersFunction             | RequestId: id Error: Runtime exited with error: signal: killed",
        ];

        using (var log = new StackLog(file, TimeProvider.System))
        {
            lines.ToList().ForEach(log.Take);
            Assert.Equal((2, 11, 1), (log.Batches, log.Duplicates, log.Interrupted));
        }

        Assert.Equal(lines, File.ReadAllLines(file));
    }
}
