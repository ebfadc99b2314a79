using System.Reactive;
using System.Reactive.Linq;

namespace Analytics.Core.Changes;

public static partial class ChangeOperators
{
    /// <summary>Lets each identity pass once; what comes again is told to <paramref name="onDuplicate"/>.</summary>
    /// <remarks>
    /// Remembers every identity until the sequence ends, so it is for sequences that end: a batch, a replay. <c>Distinct</c> would
    /// keep them in a <see cref="HashSet{T}"/>, which grows anew for each batch.
    /// </remarks>
    public static IObservable<Change> Deduplicate(this IObservable<Change> changes, Action<Change>? onDuplicate = null) =>
        Observable.Create<Change>(observer =>
        {
            var seen = new IdentitySet();
            return changes.Subscribe(Observer.Create<Change>(
                change =>
                {
                    if (seen.Add(change))
                    {
                        observer.OnNext(change);
                    }
                    else
                    {
                        onDuplicate?.Invoke(change);
                    }
                },
                error =>
                {
                    seen.Return();
                    observer.OnError(error);
                },
                () =>
                {
                    seen.Return();
                    observer.OnCompleted();
                }));
        });
}
