using Analytics.Local.Hosting;
using Analytics.Local.Resources;

namespace Analytics.Local.Metering;

/// <summary>Reports the number of messages in the queues every minute, as SQS does.</summary>
internal sealed class QueueMeter : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _reporting;

    public QueueMeter(QueueFiles queues, IReadOnlyList<string> names, Action<string, long> report, ILogSink log,
        TimeProvider timeProvider) =>
        _reporting = ReportAsync(queues, names, report, log, timeProvider);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _reporting;
        _stopping.Dispose();
    }

    private async Task ReportAsync(
        QueueFiles queues, IReadOnlyList<string> names, Action<string, long> report, ILogSink log, TimeProvider timeProvider)
    {
        using var timer = new PeriodicTimer(Interval, timeProvider);
        try
        {
            do
            {
                foreach (var name in names)
                {
                    await ReportAsync(queues, name, report, log);
                }
            }
            while (await timer.WaitForNextTickAsync(_stopping.Token));
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The host is stopping.
        }
    }

    private async Task ReportAsync(QueueFiles queues, string name, Action<string, long> report, ILogSink log)
    {
        try
        {
            report(name, await queues.CountAsync(name, _stopping.Token));
        }
        catch (IOException exception)
        {
            // A missing data point is acceptable; the queue itself is not affected.
            log.Write("host", $"The messages of {name} could not be counted: {exception.Message}");
        }
    }
}
