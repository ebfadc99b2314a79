using Analytics.Local.Hosting;
using Analytics.Local.Lambda;

namespace Analytics.Local.Schedules;

/// <summary>A schedule and the function that it invokes.</summary>
/// <param name="Schedule">When to invoke it, and with what.</param>
/// <param name="Function">Invokes the function.</param>
internal sealed record ScheduleBinding(ScheduleDefinition Schedule, IFunctionInvoker Function);

/// <summary>Invokes functions at the rates of their schedules, as EventBridge does.</summary>
/// <remarks>
/// An invocation that lasts longer than the interval delays the next one; EventBridge would start another. A failed invocation is logged
/// and not retried, since the next one is due soon. Disposal stops waiting for a running invocation. Dispose this service before the
/// Lambda service.
/// </remarks>
internal sealed class ScheduleService : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _running;

    /// <summary>Starts every enabled schedule.</summary>
    /// <param name="bindings">The schedules.</param>
    /// <param name="account">The account that events name.</param>
    /// <param name="region">The region that events name.</param>
    /// <param name="random">The source of the events' ids.</param>
    /// <param name="log">Receives a line for each failed invocation, with the schedule's name as source.</param>
    /// <param name="time">The clock.</param>
    public ScheduleService(
        IReadOnlyList<ScheduleBinding> bindings, string account, string region, Random random, ILogSink log, TimeProvider time) =>
        _running = Task.WhenAll([.. bindings.Where(binding => binding.Schedule.Enabled).Select(
            binding => RunAsync(binding, account, region, new Random(random.Next()), log, time))]);

    /// <summary>Stops all schedules.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
    }

    private async Task RunAsync(
        ScheduleBinding binding, string account, string region, Random random, ILogSink log, TimeProvider time)
    {
        var schedule = binding.Schedule;
        using var timer = new PeriodicTimer(schedule.Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
            {
                var id = new byte[16];
                random.NextBytes(id);
                var payload = ScheduledEvent.Write(schedule, new Guid(id), time.GetUtcNow(), account, region);
                var failure = await binding.Function.InvokeAsync(payload, _stopping.Token) switch
                {
                    InvocationResult.FunctionError error => $"{error.ErrorType}: {error.Message}",
                    InvocationResult.NotRun notRun => notRun.Reason,
                    _ => null,
                };
                if (failure is not null)
                {
                    log.Write(schedule.Name, $"the scheduled invocation failed: {failure}");
                }
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The host is stopping.
        }
    }
}
