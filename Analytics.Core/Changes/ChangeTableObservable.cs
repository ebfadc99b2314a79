using System.Reactive.Disposables;
using System.Reactive.Linq;

namespace Analytics.Core.Changes;

/// <summary>Rx operators over changes from any origin: a batch, a replay or a live feed.</summary>
public static partial class ChangeOperators
{
    /// <summary>Returns the changes of a table as a cold observable that emits them all and completes during subscription.</summary>
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
