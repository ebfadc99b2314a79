using System.Reactive.Concurrency;
using System.Reactive.Linq;

namespace Analytics.Functions.Live;

/// <summary>Turns looks at the aggregates into the text of one stream of server-sent events.</summary>
/// <param name="scheduler">The clock.</param>
internal sealed class LiveEvents(IScheduler scheduler)
{
    /// <summary>Time between the end of a look and the next one, so that there are never more than four events a second.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Time without an event after which a comment says that the stream is still there.</summary>
    public static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(15);

    /// <summary>Time after which a failed look is repeated.</summary>
    public static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    /// <summary>How often a failed look is repeated before the stream ends with the failure.</summary>
    public const int MaxRetries = 5;

    /// <summary>What the stream begins with: a client whose stream has ended opens the next one after a second.</summary>
    public const string Beginning = "retry: 1000\n\n";

    /// <summary>The comment after <see cref="HeartbeatInterval"/> without an event.</summary>
    public const string Heartbeat = ": nothing new\n\n";

    /// <summary>The comment before the stream ends in time.</summary>
    public const string Ending = ": this stream ends here; open the next one\n\n";

    /// <summary>The text of the stream. It completes when its time is over, and fails when a look fails too often in a row.</summary>
    /// <param name="look">Looks once; null if there is nothing new. One look follows the other, and none overlaps.</param>
    /// <param name="seen">The revision that the client has; null if it has none. It is not sent again.</param>
    /// <param name="until">When the stream must end.</param>
    /// <param name="failed">Called with each failure of a look.</param>
    public IObservable<string> Of(
        Func<CancellationToken, Task<LiveTotals?>> look, string? seen, DateTimeOffset until, Action<Exception> failed) =>
        Found(look, failed)
            .SkipWhile(totals => totals.Revision == seen)
            .DistinctUntilChanged(totals => totals.Revision)
            .Select(totals => totals.Event)
            .Publish(events => events.Merge(Heartbeats(events)))
            .TakeUntil(until, scheduler)
            .StartWith(Beginning)
            .Concat(Observable.Return(Ending));

    private IObservable<LiveTotals> Found(Func<CancellationToken, Task<LiveTotals?>> look, Action<Exception> failed) =>
        Observable.FromAsync(look, Scheduler.Immediate)
            .Do(_ => { }, failed)
            .RetryWhen(failures => failures.SelectMany((failure, retries) =>
                retries < MaxRetries ? Observable.Timer(RetryDelay, scheduler) : Observable.Throw<long>(failure)))
            .RepeatWhen(ends => ends.Delay(Pause, scheduler))
            .OfType<LiveTotals>();

    private IObservable<string> Heartbeats(IObservable<string> events) =>
        events.StartWith(Beginning)
            .Select(_ => Observable.Interval(HeartbeatInterval, scheduler))
            .Switch()
            .Select(_ => Heartbeat);
}
