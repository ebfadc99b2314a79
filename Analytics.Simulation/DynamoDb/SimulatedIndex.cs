using Amazon.DynamoDBv2.Model;
using Analytics.Simulation.DynamoDb.Expressions;
using Analytics.Simulation.DynamoDb.Values;

namespace Analytics.Simulation.DynamoDb;

/// <summary>A global secondary index. It shows each item with a delay, and only items that have its key attributes.</summary>
/// <remarks>
/// Each write becomes visible after its own lag, but never before an earlier write of the same item. A move from one place of the index to
/// another becomes visible at one moment. A read may be stale by up to another <see cref="SimulatedTable.Staleness"/>, drawn per page and
/// item. A page never shows anything older than <see cref="MaxLag"/>.
/// </remarks>
internal sealed class SimulatedIndex(SimulatedIndexDefinition definition, SimulatedTable table) : IQueryTarget
{
    /// <summary>Maximum age of what a query finds.</summary>
    public static readonly TimeSpan MaxLag = TimeSpan.FromSeconds(5);

    /// <summary>Maximum lag of a write.</summary>
    public static readonly TimeSpan MaxWriteLag = MaxLag - SimulatedTable.Staleness;

    private readonly SortedSlots _slots = new();
    private readonly Dictionary<ItemKey, DateTimeOffset> _seenAt = [];

    public string Name => definition.Name;

    public string PartitionKey => definition.PartitionKey;

    public string? SortKey => definition.SortKey;

    public IReadOnlyList<string> KeyNames { get; } =
        [.. new[] { definition.PartitionKey, definition.SortKey }.OfType<string>().Union(table.KeyNames, StringComparer.Ordinal)];

    /// <summary>Whether the index projects all attributes.</summary>
    public bool HoldsAll => definition.Projection == IndexProjection.All;

    /// <summary>Applies a table change to the index. It becomes visible after a lag.</summary>
    public void Follow(TableChange change, DateTimeOffset now, Func<TimeSpan> lag)
    {
        var (before, after) = (Find(change.Key, change.Before), Find(change.Key, change.After));
        var item = change.After is null || after is null ? null : Projected(change.After);
        if ((before is null && after is null) || (before == after && Items.AreEqual(Projected(change.Before!), item!)))
        {
            return;
        }

        var seenAt = now + lag();
        if (_seenAt.TryGetValue(change.Key, out var last) && last > seenAt)
        {
            seenAt = last;
        }

        _seenAt[change.Key] = seenAt;
        var remembered = now - SimulatedTable.Staleness;
        if (before is { } left && left != after)
        {
            Slot(left).Replace(null, seenAt, remembered);
        }

        if (after is { } taken)
        {
            Slot(taken).Replace(item, seenAt, remembered);
        }
    }

    /// <summary>
    /// Rejects an item whose attributes cannot be keys of the index. An item that lacks them is valid and just not in the index.
    /// </summary>
    public void AssertFits(Dictionary<string, AttributeValue> item)
    {
        AssertFits(item, PartitionKey);
        if (SortKey is { } sort)
        {
            AssertFits(item, sort);
        }
    }

    /// <summary>Rejects reads of attributes that the index does not project.</summary>
    public void AssertHolds(IEnumerable<string> names)
    {
        if (!HoldsAll && names.Except(KeyNames).FirstOrDefault() is { } missing)
        {
            throw Refusals.Validation($"Global secondary index {Name} does not project {missing}");
        }
    }

    public TableSlot? Next(KeyRange range, Place? behind, bool isForward) => _slots.Next(range, behind, isForward);

    public Place PlaceOf(Dictionary<string, AttributeValue> key) =>
        new(SortKey is { } sort ? SimulatedTable.KeyPart(key, sort) : "", table.KeyOf(key));

    public Dictionary<string, AttributeValue> KeyAt(string partition, Place place)
    {
        var key = table.KeyAt(place.Item.Partition, new Place(place.Item.Sort));
        key[PartitionKey] = new AttributeValue { S = partition };
        if (SortKey is { } sort)
        {
            key[sort] = new AttributeValue { S = place.Sort };
        }

        return key;
    }

    private void AssertFits(Dictionary<string, AttributeValue> item, string name)
    {
        if (item.TryGetValue(name, out var value) && value.S is not { Length: > 0 })
        {
            throw Refusals.Validation(value.S is null
                ? $"One or more parameter values were invalid: Type mismatch for Index Key {name} Expected: S IndexName: {Name}"
                : $"A secondary index key cannot contain an empty string value. IndexName: {Name}, IndexKey: {name}");
        }
    }

    private (string Partition, Place Place)? Find(ItemKey key, Dictionary<string, AttributeValue>? item)
    {
        if (item?.GetValueOrDefault(PartitionKey)?.S is not { Length: > 0 } partition)
        {
            return null;
        }

        return SortKey is not { } name ? (partition, new Place("", key))
            : item.GetValueOrDefault(name)?.S is { Length: > 0 } sort ? (partition, new Place(sort, key))
            : null;
    }

    private TableSlot Slot((string Partition, Place Place) at) => _slots.FindOrAdd(at.Partition, at.Place);

    private Dictionary<string, AttributeValue> Projected(Dictionary<string, AttributeValue> item) =>
        HoldsAll ? item : Items.Copy(item, KeyNames);
}
