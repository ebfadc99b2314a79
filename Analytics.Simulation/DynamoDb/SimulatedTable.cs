using Amazon.DynamoDBv2.Model;
using Analytics.Simulation.DynamoDb.Expressions;
using Analytics.Simulation.DynamoDb.Values;

namespace Analytics.Simulation.DynamoDb;

/// <summary>A table: items by partition, each partition sorted by sort key, plus its indexes.</summary>
internal sealed class SimulatedTable : IQueryTarget
{
    /// <summary>Maximum staleness of an eventually consistent read.</summary>
    public static readonly TimeSpan Staleness = TimeSpan.FromSeconds(1);

    private readonly SortedSlots _slots = new();
    private readonly IReadOnlyList<SimulatedIndex> _indexes;

    public SimulatedTable(string name, string partitionKey, string? sortKey, params IReadOnlyList<SimulatedIndexDefinition> indexes)
    {
        Name = name;
        PartitionKey = partitionKey;
        SortKey = sortKey;
        KeyNames = sortKey is null ? [partitionKey] : [partitionKey, sortKey];
        _indexes = [.. indexes.Select(index => new SimulatedIndex(index, this))];
    }

    public string Name { get; }

    public string PartitionKey { get; }

    public string? SortKey { get; }

    public IReadOnlyList<string> KeyNames { get; }

    /// <summary>Called for every change with the old and the new item and whether TTL made the change.</summary>
    public Action<TableChange>? Changed { get; set; }

    /// <summary>Sums the capacity units of all requests to this table; null, the default, measures nothing.</summary>
    public CapacityCounter? Meter { get; set; }

    /// <summary>Returns the delay until an index shows the next write.</summary>
    public Func<TimeSpan> IndexLag { get; set; } = () => TimeSpan.Zero;

    /// <summary>All current items, in a fixed order.</summary>
    public IEnumerable<Dictionary<string, AttributeValue>> All =>
        _slots.All.Select(slot => slot.Current).OfType<Dictionary<string, AttributeValue>>();

    /// <summary>The partitions in order of creation.</summary>
    public IReadOnlyCollection<string> Partitions => _slots.Partitions;

    public static string KeyPart(Dictionary<string, AttributeValue> item, string name) =>
        item.GetValueOrDefault(name)?.S is { Length: > 0 } part
            ? part
            : throw Refusals.Validation($"One of the required keys was not given a value: {name}");

    /// <summary>The key of an item.</summary>
    public ItemKey KeyOf(Dictionary<string, AttributeValue> item) =>
        new(KeyPart(item, PartitionKey), SortKey is { } sort ? KeyPart(item, sort) : "");

    /// <summary>The item key of a request. It must contain exactly the key attributes.</summary>
    public ItemKey KeyFrom(Dictionary<string, AttributeValue> key) => key.Count == KeyNames.Count
        ? KeyOf(key)
        : throw Refusals.Validation("The provided key element does not match the schema");

    public TableSlot? Find(ItemKey key) => _slots.Find(key.Partition, new Place(key.Sort));

    public SimulatedIndex Index(string name) => _indexes.FirstOrDefault(index => index.Name == name)
        ?? throw new NotSupportedException($"There is no index {name} of the table {Name} in the simulation.");

    public TableSlot? Next(KeyRange range, Place? behind, bool isForward = true) => _slots.Next(range, behind, isForward);

    public Place PlaceOf(Dictionary<string, AttributeValue> key) => new(KeyOf(key).Sort);

    public Dictionary<string, AttributeValue> KeyAt(string partition, Place place)
    {
        var key = new Dictionary<string, AttributeValue> { [PartitionKey] = new() { S = partition } };
        if (SortKey is { } sort)
        {
            key.Add(sort, new AttributeValue { S = place.Sort });
        }

        return key;
    }

    /// <summary>Rejects an item that is too large or that an index cannot store.</summary>
    public void AssertFits(Dictionary<string, AttributeValue> item)
    {
        if (Items.Size(item) > Items.MaxBytes)
        {
            throw Refusals.Validation("Item size has exceeded the maximum allowed size");
        }

        foreach (var index in _indexes)
        {
            index.AssertFits(item);
        }
    }

    /// <summary>Replaces the stored item, or removes it.</summary>
    public void Replace(ItemKey key, Dictionary<string, AttributeValue>? item, DateTimeOffset now, bool byTimeToLive = false)
    {
        var slot = _slots.FindOrAdd(key.Partition, new Place(key.Sort));
        var change = new TableChange(key, slot.Current, item, byTimeToLive);
        slot.Replace(item, now, now - Staleness);

        // A write that changes nothing appears in no stream (DynamoDB developer guide, "Change data capture") and in no index.
        if (change.IsAny)
        {
            foreach (var index in _indexes)
            {
                index.Follow(change, now, IndexLag);
            }

            Changed?.Invoke(change);
        }
    }
}
