using System.Reactive.Linq;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;

namespace Analytics.Core.Changes;

public static partial class ChangeOperators
{
    /// <summary>
    /// Folds changes into one tally for each minute of their orders. Emits a single dictionary when the sequence completes.
    /// </summary>
    /// <remarks>The sequence must not contain duplicates.</remarks>
    public static IObservable<IReadOnlyDictionary<Minute, Tally>> TallyByMinute(this IObservable<Change> changes) =>
        changes.Aggregate(
            () => new Dictionary<Minute, Tally>(),
            (minutes, change) =>
            {
                Add(minutes, change);
                return minutes;
            });

    private static IObservable<TResult> Aggregate<TSource, TResult>(
        this IObservable<TSource> source, Func<TResult> seed, Func<TResult, TSource, TResult> fold) =>
        Observable.Defer(() => source.Aggregate(seed(), fold));

    private static void Add(Dictionary<Minute, Tally> minutes, Change change)
    {
        Add(minutes, change, change.From);
        if (change.To != change.From)
        {
            Add(minutes, change, change.To);
        }
    }

    private static void Add(Dictionary<Minute, Tally> minutes, Change change, DocumentKey? key)
    {
        if (key is not { } document)
        {
            return;
        }

        if (!minutes.TryGetValue(document.Minute, out var tally))
        {
            minutes.Add(document.Minute, tally = new Tally());
        }

        change.AddTo(tally, document);
    }
}
