using Amazon.DynamoDBv2.Model;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Storage;

namespace Analytics.Functions.Comparison;

/// <summary>The content that a minute document should have, according to the orders.</summary>
public sealed class ExpectedDocument
{
    /// <summary>The content of a document without orders. Do not modify it.</summary>
    public static ExpectedDocument None { get; } = new();

    /// <summary>The sums of its orders.</summary>
    public Tally Tally { get; } = new();

    /// <summary>
    /// The change ids that the document must contain: all ids of an order that is as the API wrote it, and the newest id of an order that
    /// another writer has edited.
    /// </summary>
    public List<ChangeId> Ids { get; } = [];

    /// <summary>The orders with their change ids; empty unless requested.</summary>
    public List<Order> Orders { get; } = [];

    /// <summary>Hashes of the order ids.</summary>
    public HashSet<uint> OrderHashes { get; } = [];
}

/// <summary>
/// Collects the expected documents of a range from items of the orders table. Adding is thread-safe; read the results when all adding has
/// finished.
/// </summary>
/// <param name="range">The minutes.</param>
/// <param name="keep">Whether to collect the orders of a document, not only their sums.</param>
public sealed class ExpectedDocuments(MinuteRange range, Func<DocumentKey, bool> keep)
{
    /// <summary>Maximum number of orders before the range that are named.</summary>
    public const int MaxNamed = 5;

    private readonly Lock _gate = new();
    private readonly Dictionary<DocumentKey, ExpectedDocument> _documents = [];
    private readonly HashSet<OrderId> _read = [];
    private readonly List<string> _invalid = [];
    private readonly HashSet<uint> _hashes = [];

    // Sorted, so that the same table gives the same names, in whatever order its segments are read.
    private readonly SortedSet<OrderId> _before = new(Comparer<OrderId>.Create((left, right) => left.Value.CompareTo(right.Value)));

    /// <summary>The documents that should contain orders.</summary>
    public IReadOnlyDictionary<DocumentKey, ExpectedDocument> Documents => _documents;

    /// <summary>Number of valid orders in the range.</summary>
    public long Count { get; private set; }

    /// <summary>Number of valid orders before the range.</summary>
    public long Before { get; private set; }

    /// <summary>The first orders before the range, at most <see cref="MaxNamed"/>, by id.</summary>
    public IReadOnlyList<OrderId> NamedBefore => [.. _before];

    /// <summary>Number of valid orders after the range.</summary>
    public long After { get; private set; }

    /// <summary>Descriptions of items that are no valid orders; they are not counted.</summary>
    public IReadOnlyList<string> Invalid => _invalid;

    /// <summary>Hashes of the ids of all orders read, valid or not, inside the range or not.</summary>
    public IReadOnlySet<uint> OrderHashes => _hashes;

    /// <summary>The expected content of a document; <see cref="ExpectedDocument.None"/> when it has no orders.</summary>
    public ExpectedDocument this[DocumentKey key] => _documents.GetValueOrDefault(key, ExpectedDocument.None);

    /// <summary>Adds items of the orders table. An order that was added before is skipped.</summary>
    public void Add(IReadOnlyList<Dictionary<string, AttributeValue>> items)
    {
        lock (_gate)
        {
            foreach (var item in items)
            {
                var found = OrderItem.Read(item);
                if (!OrderId.TryParse(found.Id, out var id) || _read.Add(id))
                {
                    Add(found);
                }
            }
        }
    }

    private void Add(FoundOrder found)
    {
        if (found.Stored is null)
        {
            _invalid.Add($"order {found.Id}: {string.Join("; ", found.Errors.Select(error => $"{error.Pointer} {error.Detail}"))}");
        }
        else
        {
            Add(found.Stored.Order, found.IsAsWritten);
        }

        if (OrderId.TryParse(found.Id, out var id))
        {
            _hashes.Add(ChangeId.HashOf(id));
        }
    }

    private void AddBefore(OrderId id)
    {
        Before++;
        _before.Add(id);
        if (_before.Count > MaxNamed)
        {
            _before.Remove(_before.Max);
        }
    }

    private void Add(Order order, bool isAsWritten)
    {
        var key = new DocumentKey(order.Lane, Minute.Of(order.PlacedAt));
        if (!range.Contains(key.Minute))
        {
            After += key.Minute >= range.To ? 1 : 0;
            if (key.Minute < range.From)
            {
                AddBefore(order.Id);
            }

            return;
        }

        Count++;
        if (!_documents.TryGetValue(key, out var document))
        {
            _documents.Add(key, document = new ExpectedDocument());
        }

        document.Tally.Add(Tally.Of([order]));
        document.Ids.AddRange(isAsWritten ? order.ChangeIds : order.ChangeIds.TakeLast(1));
        document.OrderHashes.Add(ChangeId.HashOf(order.Id));
        if (keep(key))
        {
            document.Orders.Add(order);
        }
    }
}
