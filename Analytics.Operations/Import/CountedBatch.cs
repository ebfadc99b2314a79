using System.Text;
using Analytics.Core.Documents;
using Analytics.Core.Windows;
using Analytics.Storage;

namespace Analytics.Operations.Import;

/// <summary>Splits the orders of a day into batches that fit into one transaction each, with the documents that count them.</summary>
internal static class CountedBatch
{
    // The items of one transaction may have 4 MB together (DynamoDB API reference, TransactWriteItems). The heads of documents and the
    // invalidations are below one kilobyte each, so that half of it leaves room.
    private const int MaxOrderBytes = 2 * 1024 * 1024;

    // Attribute names and values of fixed length: of an order, of a line, and of a pair of metadata.
    private const int BytesBesideTexts = 1_500;
    private const int BytesOfNumbers = 160;
    private const int BytesOfPair = 8;

    // A segment of a document may have 400 KB.
    private const int MaxDeltaBytes = 100 * 1024;

    /// <summary>The batches, in the order of their documents, so that a document is written as rarely as possible.</summary>
    /// <param name="orders">The orders of a day.</param>
    /// <param name="maxOrders">Maximum number of orders of a batch.</param>
    public static IEnumerable<IReadOnlyList<StoredOrder>> Of(IEnumerable<StoredOrder> orders, int maxOrders = CountedOrderStore.MaxItems)
    {
        var batch = new List<StoredOrder>();
        var documents = new HashSet<DocumentKey>();
        var delta = new TallyDelta();
        var bytes = 0;
        foreach (var stored in orders.OrderBy(stored => KeyOf(stored).Minute).ThenBy(stored => KeyOf(stored).Lane))
        {
            var key = KeyOf(stored);
            var next = documents.Contains(key) ? documents : [.. documents, key];
            var size = MaxBytesOf(stored);
            if (batch.Count > 0 && (batch.Count >= maxOrders
                || batch.Count + 1 + CountedOrderStore.ItemsOf(next) > CountedOrderStore.MaxItems
                || bytes + size > MaxOrderBytes || delta.MaxBytes >= MaxDeltaBytes))
            {
                yield return batch;
                (batch, documents, bytes) = ([], [], 0);
                delta.Clear();
            }

            batch.Add(stored);
            documents.Add(key);
            delta.Add(stored.Order, []);
            bytes += size;
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }

    /// <summary>Upper bound of the size of an imported order's item, in bytes, as DynamoDB counts it.</summary>
    public static int MaxBytesOf(StoredOrder stored)
    {
        var order = stored.Order;
        return BytesBesideTexts + BytesOf(order.CustomerId) + BytesOf(order.Reference)
            + order.Lines.Sum(line => BytesOfNumbers + BytesOf(line.Sku) + BytesOf(line.Name))
            + order.Metadata.Sum(pair => BytesOfPair + BytesOf(pair.Key) + BytesOf(pair.Value));
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

    private static int BytesOf(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);
}
