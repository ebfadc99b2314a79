using System.Reactive.Concurrency;
using System.Reactive.Linq;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;

namespace Analytics.Core.Changes;

public static partial class ChangeOperators
{
    /// <summary>The tally of a rolling window over a live feed, sampled at an interval.</summary>
    /// <param name="changes">Changes in any order; they must not repeat.</param>
    /// <param name="window">How long the window is.</param>
    /// <param name="every">The time between two samples.</param>
    /// <param name="scheduler">The clock: it says when to sample, and which minutes the window then holds.</param>
    /// <remarks>
    /// The window is cut by event time, not by the scheduler's as <c>Window(TimeSpan)</c> would: minutes are kept apart and those
    /// that have left the window are dropped. A change that comes late still counts in the minute of its order.
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
