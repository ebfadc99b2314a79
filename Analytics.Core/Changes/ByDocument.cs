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
            var recent = new (DocumentKey Key, List<int>? Places)[LanePlan.LanesMax];
            return changes.Subscribe(Observer.Create<Change>(
                change =>
                {
                    // Most changes are of the minute that the last one of their lane was of.
                    var key = plan.DocumentOf(change.Minute, change.Fingerprint);
                    ref var last = ref recent[key.Lane];
                    if (last.Places is null || last.Key != key)
                    {
                        if (!documents.TryGetValue(key, out var places))
                        {
                            documents.Add(key, places = []);
                        }

                        last = (key, places);
                    }

                    last.Places!.Add(change.Index);
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
