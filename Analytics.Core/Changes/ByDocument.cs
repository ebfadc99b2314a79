using System.Reactive;
using System.Reactive.Linq;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;

namespace Analytics.Core.Changes;

/// <summary>The semantics of the product as operators over changes, whatever they come from: a batch, a replay, a live feed.</summary>
public static partial class ChangeOperators
{
    /// <summary>Sorts changes by the document that they count in; a batch for each comes when the sequence ends.</summary>
    /// <remarks>One pass and one dictionary: <c>GroupBy</c> would make a subject for each document and a message for each change.</remarks>
    public static IObservable<DocumentBatch> ByDocument(this IObservable<OrderChange> changes, LanePlan plan) =>
        Observable.Create<DocumentBatch>(observer =>
        {
            var documents = new Dictionary<DocumentKey, List<OrderChange>>();
            return changes.Subscribe(Observer.Create<OrderChange>(
                change =>
                {
                    var key = plan.DocumentOf(Minute.Of(change.PlacedAt), change.Id.Fingerprint());
                    if (!documents.TryGetValue(key, out var batch))
                    {
                        documents.Add(key, batch = []);
                    }

                    batch.Add(change);
                },
                observer.OnError,
                () =>
                {
                    foreach (var (key, batch) in documents)
                    {
                        observer.OnNext(new DocumentBatch(key, batch));
                    }

                    observer.OnCompleted();
                }));
        });
}
