using System.Reactive.Disposables;
using System.Reactive.Linq;

namespace Analytics.Core.Changes;

/// <summary>Operators over changes, whatever they come from: a batch, a replay, a live feed.</summary>
public static partial class ChangeOperators
{
    /// <summary>The changes of a table as a cold sequence that is complete at once.</summary>
    public static IObservable<Change> ToObservable(this ChangeTable table) =>
        Observable.Create<Change>(observer =>
        {
            for (var row = 0; row < table.Count; row++)
            {
                observer.OnNext(table[row]);
            }

            observer.OnCompleted();
            return Disposable.Empty;
        });
}
