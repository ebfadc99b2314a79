using System.Reactive.Linq;

namespace Analytics.Core.Changes;

public static partial class ChangeOperators
{
    /// <summary>Lets each identity pass once; what comes again is told to <paramref name="onDuplicate"/>.</summary>
    /// <remarks>Remembers every identity until the sequence ends, so it is for sequences that end: a batch, a replay.</remarks>
    public static IObservable<OrderChange> Deduplicate(this IObservable<OrderChange> changes, Action<OrderChange>? onDuplicate = null) =>
        Observable.Defer(() =>
        {
            var seen = new HashSet<ChangeId>();
            return changes.Where(change =>
            {
                var isNew = seen.Add(change.Id);
                if (!isNew)
                {
                    onDuplicate?.Invoke(change);
                }

                return isNew;
            });
        });
}
