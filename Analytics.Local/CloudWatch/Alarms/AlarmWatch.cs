using Analytics.Local.Hosting;

namespace Analytics.Local.CloudWatch.Alarms;

/// <summary>Evaluates the alarms every minute and logs changes of state.</summary>
/// <remarks>Alarm actions are not executed.</remarks>
internal sealed class AlarmWatch : IAsyncDisposable
{
    private const string Source = "alarms";

    // Metrics of a minute are reported within seconds of its end.
    private static readonly TimeSpan AfterTheMinute = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _watching;

    public AlarmWatch(AlarmBoard board, ILogSink log, TimeProvider timeProvider) => _watching = WatchAsync(board, log, timeProvider);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _watching;
        _stopping.Dispose();
    }

    private async Task WatchAsync(AlarmBoard board, ILogSink log, TimeProvider timeProvider)
    {
        try
        {
            while (true)
            {
                var now = timeProvider.GetUtcNow();
                var next = now.AddTicks(TimeSpan.TicksPerMinute - now.Ticks % TimeSpan.TicksPerMinute) + AfterTheMinute;
                await Task.Delay(next - now, timeProvider, _stopping.Token);
                foreach (var line in board.Evaluate(timeProvider.GetUtcNow()))
                {
                    log.Write(Source, line);
                }
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The host is stopping.
        }
    }
}
