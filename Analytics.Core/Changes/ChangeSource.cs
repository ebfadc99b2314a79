using System.Reactive.Disposables;
using System.Reactive.Linq;

namespace Analytics.Core.Changes;

public static partial class ChangeOperators
{
    /// <summary>The changes of a table as a cold sequence, which comes at once to whoever subscribes.</summary>
    public static IObservable<Change> ToObservable(this ChangeTable table) =>
        Observable.Create<Change>(observer =>
        {
            for (var place = 0; place < table.Count; place++)
            {
                observer.OnNext(table[place]);
            }

            observer.OnCompleted();
            return Disposable.Empty;
        });
}
