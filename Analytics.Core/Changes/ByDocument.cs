using System.Reactive;
using System.Reactive.Linq;
using Analytics.Core.Tallies;

namespace Analytics.Core.Changes;

/// <summary>The semantics of the product as operators over changes, whatever they come from: a batch, a replay, a live feed.</summary>
public static partial class ChangeOperators
{
    /// <summary>Sorts changes of a table by the document that they count in; a batch for each comes when the sequence ends.</summary>
    /// <remarks>One pass and one dictionary: <c>GroupBy</c> would make a subject for each document and a message for each change.</remarks>
    public static IObservable<DocumentBatch> ByDocument(this IObservable<Change> changes, ChangeTable table, LanePlan plan) =>
        Observable.Create<DocumentBatch>(observer =>
        {
            var documents = new Dictionary<DocumentKey, List<int>>();
            return changes.Subscribe(Observer.Create<Change>(
                change =>
                {
                    var key = plan.DocumentOf(change.Minute, change.Fingerprint);
                    if (!documents.TryGetValue(key, out var places))
                    {
                        documents.Add(key, places = []);
                    }

                    places.Add(change.Index);
                },
                observer.OnError,
                () =>
                {
                    foreach (var (key, places) in documents)
                    {
                        observer.OnNext(new DocumentBatch(key, table, places));
                    }

                    observer.OnCompleted();
                }));
        });
}
