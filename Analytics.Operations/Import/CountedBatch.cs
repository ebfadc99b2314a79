using Analytics.Core.Documents;
using Analytics.Core.Windows;
using Analytics.Storage;

namespace Analytics.Operations.Import;

/// <summary>Splits the orders of a day into batches that fit into one transaction each, with the documents that count them.</summary>
internal static class CountedBatch
{
    // One transaction takes 4 MB (DynamoDB API reference), and a segment of a document 400 KB. A line takes at most 350 bytes in its order.
    private const int MaxLines = 4_000;
    private const int MaxDeltaBytes = 100 * 1024;

    /// <summary>The batches, in the order of their documents, so that a document is written as rarely as possible.</summary>
    public static IEnumerable<IReadOnlyList<StoredOrder>> Of(IEnumerable<StoredOrder> orders)
    {
        var batch = new List<StoredOrder>();
        var documents = new HashSet<DocumentKey>();
        var delta = new TallyDelta();
        var lines = 0;
        foreach (var stored in orders.OrderBy(stored => KeyOf(stored).Minute).ThenBy(stored => KeyOf(stored).Lane))
        {
            var key = KeyOf(stored);
            var next = documents.Contains(key) ? documents : [.. documents, key];
            if (batch.Count > 0 && (batch.Count + 1 + CountedOrderStore.ItemsOf(next) > CountedOrderStore.MaxItems
                || lines + stored.Order.Lines.Count > MaxLines || delta.MaxBytes >= MaxDeltaBytes))
            {
                yield return batch;
                (batch, documents, lines) = ([], [], 0);
                delta.Clear();
            }

            batch.Add(stored);
            documents.Add(key);
            delta.Add(stored.Order, []);
            lines += stored.Order.Lines.Count;
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }

    /// <summary>The document in which an order counts.</summary>
    public static DocumentKey KeyOf(StoredOrder stored) => new(stored.Order.Lane, Minute.Of(stored.Order.PlacedAt));

    /// <summary>What orders add to their document.</summary>
    public static TallyDelta DeltaOf(IEnumerable<StoredOrder> orders)
    {
        var delta = new TallyDelta();
        foreach (var stored in orders)
        {
            delta.Add(stored.Order, stored.Order.ChangeIds);
        }

        return delta;
    }
}
