using Amazon.DynamoDBv2.Model;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Storage;

namespace Analytics.Operations.Comparison;

/// <summary>What the orders of one document say.</summary>
public sealed class ExpectedDocument
{
    /// <summary>What a document without orders says.</summary>
    public static ExpectedDocument None { get; } = new();

    /// <summary>The sums of the orders.</summary>
    public Tally Tally { get; } = new();

    /// <summary>
    /// The change ids that the document must know: all of an order that is as the API wrote it, and the newest of one that another writer
    /// has edited.
    /// </summary>
    public List<ChangeId> Ids { get; } = [];

    /// <summary>The orders, each with the ids of its changes; only where they were asked for.</summary>
    public List<Order> Orders { get; } = [];

    /// <summary>The hashes of the order ids.</summary>
    public HashSet<uint> OrderHashes { get; } = [];
}

/// <summary>What the orders table says of a range of minutes. Filled from many threads.</summary>
/// <param name="range">Which minutes.</param>
/// <param name="keep">Whether the orders of a document are wanted themselves.</param>
public sealed class ExpectedDocuments(MinuteRange range, Func<DocumentKey, bool> keep)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<DocumentKey, ExpectedDocument> _documents = [];
    private readonly HashSet<OrderId> _read = [];
    private readonly List<string> _invalid = [];
    private readonly HashSet<uint> _hashes = [];

    /// <summary>The documents in which orders count.</summary>
    public IReadOnlyDictionary<DocumentKey, ExpectedDocument> Documents => _documents;

    /// <summary>The number of valid orders in the range.</summary>
    public long Count { get; private set; }

    /// <summary>The number of valid orders before the range.</summary>
    public long Before { get; private set; }

    /// <summary>The number of valid orders after the range.</summary>
    public long After { get; private set; }

    /// <summary>Items that are no valid orders, which count nowhere: what is wrong with each.</summary>
    public IReadOnlyList<string> Invalid => _invalid;

    /// <summary>The hashes of the ids of every order that was read, in the range or not.</summary>
    public IReadOnlySet<uint> OrderHashes => _hashes;

    /// <summary>What the orders of a document say.</summary>
    public ExpectedDocument this[DocumentKey key] => _documents.GetValueOrDefault(key, ExpectedDocument.None);

    /// <summary>Adds items of the orders table; one that was added before is passed over.</summary>
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

    private void Add(Order order, bool isAsWritten)
    {
        var key = new DocumentKey(order.Lane, Minute.Of(order.PlacedAt));
        if (!range.Contains(key.Minute))
        {
            Before += key.Minute < range.From ? 1 : 0;
            After += key.Minute >= range.To ? 1 : 0;
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
