using Amazon.DynamoDBv2.Model;
using Analytics.Core.Changes;
using Analytics.Core.Documents;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Storage;
using Analytics.Tests.Support;

namespace Analytics.Tests.Core.Tallies;

/// <summary>Minute documents as the aggregates table holds them.</summary>
/// <param name="maxHeadBytes">A larger head moves its items and ids into a segment.</param>
/// <param name="books">Learns what every write counts.</param>
internal sealed class StoredDocuments(int maxHeadBytes, OrderBooks books)
{
    private readonly Dictionary<DocumentKey, Dictionary<string, AttributeValue>> _heads = [];
    private readonly Dictionary<DocumentKey, List<Dictionary<string, AttributeValue>>> _segments = [];
    private int _writes;

    public IEnumerable<DocumentKey> Keys => _heads.Keys;

    public MinuteDocument Read(DocumentKey key)
    {
        var head = _heads.TryGetValue(key, out var item) ? MinuteItem.Read(item) : null;
        return new MinuteDocument(
            key, head, head?.Segments.Pick(_segments.GetValueOrDefault(key)?.Select(MinuteSegmentItem.Read) ?? []) ?? []);
    }

    /// <summary>Writes a delta to a document, if what is known of it is what is stored.</summary>
    public bool TryWrite(CachedDocument document, TallyDelta delta, IEnumerable<Change> counted)
    {
        var write = document.Next(delta, $"w{_writes++}", Some.At("12:30"), maxHeadBytes);
        var revision = _heads.TryGetValue(document.Key, out var stored) ? MinuteItem.Read(stored).Revision : 0;
        if (write.Segment is { } segment)
        {
            if (!_segments.TryGetValue(segment.Key, out var segments))
            {
                _segments.Add(segment.Key, segments = []);
            }

            segments.Add(MinuteSegmentItem.Write(segment));
        }

        if (revision != write.Head.Revision - 1)
        {
            return false;
        }

        _heads[document.Key] = MinuteItem.Write(write.Head);
        document.Apply(write);
        books.Count(document.Key, counted);
        return true;
    }
}

/// <summary>A process that counts, with what it remembers of the documents.</summary>
internal sealed class DocumentWriter(StoredDocuments documents)
{
    private readonly Dictionary<DocumentKey, CachedDocument> _cache = [];

    public void Restart() => _cache.Clear();

    /// <summary>Commits changes, a few at a time.</summary>
    public void Commit(DocumentBatch batch, Random random, List<string> trace)
    {
        var isFresh = !_cache.TryGetValue(batch.Key, out var document);
        document ??= Read(batch.Key);
        while (true)
        {
            var delta = new TallyDelta();
            var (counted, isUncertain) = (new List<Change>(), false);
            foreach (var change in batch.Changes)
            {
                // As it is remembered, the document may lack what comes before a gap, and the marks that tell an order that was put back
                // from a duplicate.
                var verdict = CountingRule.Count(change, document, delta);
                isUncertain |= verdict == CountingVerdict.Gap || (verdict == CountingVerdict.Duplicate && change.MayBePutBack);
                if (verdict == CountingVerdict.Counted)
                {
                    counted.Add(change);
                }

                if (!delta.IsEmpty && random.Next(4) == 0)
                {
                    break;
                }
            }

            if (delta.IsEmpty && (isFresh || !isUncertain))
            {
                _cache[batch.Key] = document;
                return;
            }

            if (delta.IsEmpty || !documents.TryWrite(document, delta, counted))
            {
                document = Read(batch.Key);
                isFresh = true;
                continue;
            }

            trace.Add(
                $"  counts {string.Join(", ", counted.Select(change => change.Row))} in {batch.Key}: "
                + $"ids {string.Join(' ', delta.Ids.Select(id => $"{id}"[8..]))}, marks "
                    + $"{string.Join(' ', delta.Marks.Select(mark => $"{mark.Change}"[8..]))}");
        }
    }

    private CachedDocument Read(DocumentKey key)
    {
        var document = new CachedDocument(key);
        document.Apply(documents.Read(key));
        return document;
    }
}

/// <summary>What each order was, one state after another, and what the documents say of it.</summary>
internal sealed class OrderBooks
{
    private readonly Dictionary<uint, List<string>> _states = [];
    private readonly Dictionary<uint, Dictionary<DocumentKey, Tally>> _counted = [];
    private readonly Dictionary<uint, int> _shown = [];
    private readonly HashSet<uint> _touched = [];

    /// <summary>Says that another writer has edited an order. Its states on the way are no longer looked at.</summary>
    public void Touch(OrderId order) => _touched.Add(ChangeId.HashOf(order));

    /// <summary>Says what an order is from now on; null where it is no valid one.</summary>
    public void Write(OrderId order, Order? now)
    {
        var counted = now is null ? []
            : new Dictionary<DocumentKey, Tally> { [new DocumentKey(now.Lane, Minute.Of(now.PlacedAt))] = Tally.Of([now]) };
        StatesOf(ChangeId.HashOf(order)).Add(Text(counted));
    }

    /// <summary>
    /// Adds what a write counted in a document, and holds that every order is as it was once, and no older than it was before.
    /// </summary>
    public void Count(DocumentKey key, IEnumerable<Change> changes)
    {
        var orders = new HashSet<uint>();
        foreach (var change in changes)
        {
            ref readonly var row = ref change.Data;
            var order = (row.RecordId.IsNone ? row.Id : row.RecordId).OrderHash;
            orders.Add(order);
            if (!_counted.TryGetValue(order, out var documents))
            {
                _counted.Add(order, documents = []);
            }

            if (!documents.TryGetValue(key, out var tally))
            {
                documents.Add(key, tally = new Tally());
            }

            change.AddTo(tally, key);
        }

        foreach (var order in orders.Where(order => !_touched.Contains(order)))
        {
            var now = Text(_counted[order]);
            var shown = StatesOf(order).IndexOf(now, _shown.GetValueOrDefault(order));
            _shown[order] = shown >= 0
                ? shown
                : throw new CountingException($"Order {order:x8} counts as {now}; it was {string.Join(", then ", StatesOf(order))}.");
        }
    }

    public static string Text(Tally tally)
    {
        var items = tally.Items.OrderBy(item => item.Key, StringComparer.Ordinal).Select(item => $"{item.Key}: {item.Value}");
        return $"{tally.Totals} of {string.Join(", ", items)}";
    }

    private static string Text(Dictionary<DocumentKey, Tally> documents) => string.Join(
        "; ",
        documents.Where(document => !document.Value.IsEmpty)
            .Select(document => $"{document.Key} {Text(document.Value)}")
            .Order(StringComparer.Ordinal));

    private List<string> StatesOf(uint order)
    {
        if (!_states.TryGetValue(order, out var states))
        {
            _states.Add(order, states = [""]);
        }

        return states;
    }
}
