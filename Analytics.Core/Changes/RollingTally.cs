using System.Reactive.Concurrency;
using System.Reactive.Linq;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;

namespace Analytics.Core.Changes;

public static partial class ChangeOperators
{
    /// <summary>Emits the tally of a rolling window over a live feed at a fixed interval.</summary>
    /// <param name="changes">Changes in any order, without duplicates.</param>
    /// <param name="window">The length of the window.</param>
    /// <param name="every">Time between two samples.</param>
    /// <param name="scheduler">The clock: it triggers the samples and decides which minutes the window covers.</param>
    /// <remarks>
    /// The window follows event time, unlike <c>Window(TimeSpan)</c>, which follows the scheduler's time: the operator keeps one tally per
    /// minute and drops the minutes that have left the window. A late change still counts in the minute of its order.
    /// </remarks>
    public static IObservable<Tally> RollingTally(
        this IObservable<Change> changes, RollingWindow window, TimeSpan every, IScheduler scheduler) =>
        Observable.Defer(() =>
        {
            var gate = new object();
            var minutes = new Dictionary<Minute, Tally>();
            var counted = changes
                .Synchronize(gate)
                .Do(change => Add(minutes, change))
                .IgnoreElements()
                .Select(_ => new Tally());
            var samples = Observable.Interval(every, scheduler)
                .Synchronize(gate)
                .Select(_ => Sum(minutes, window.At(scheduler.Now)));
            return counted.Merge(samples);
        });

    private static Tally Sum(Dictionary<Minute, Tally> minutes, MinuteRange range)
    {
        var sum = new Tally();
        foreach (var (minute, tally) in minutes)
        {
            if (range.Contains(minute))
            {
                sum.Add(tally);
            }
            else if (minute < range.From)
            {
                minutes.Remove(minute);
            }
        }

        return sum;
    }
}
