using Amazon.DynamoDBv2.Model;
using Analytics.Simulation.DynamoDb.Expressions;

namespace Analytics.Simulation.DynamoDb;

/// <summary>A table: items by partition, each partition in order of its sort keys, and indexes that follow it.</summary>
internal sealed class SimulatedTable : IQueryTarget
{
    /// <summary>How old an eventually consistent read can be.</summary>
    public static readonly TimeSpan Staleness = TimeSpan.FromSeconds(1);

    private readonly SortedSlots _slots = new();
    private readonly IReadOnlyList<SimulatedIndex> _indexes;

    public SimulatedTable(string name, string partitionKey, string? sortKey, params IReadOnlyList<IndexDefinition> indexes)
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

    /// <summary>Told of every change: the item before and after, and whether the time to live made it.</summary>
    public Action<TableChange>? Changed { get; set; }

    /// <summary>How long the next write takes until an index shows it.</summary>
    public Func<TimeSpan> IndexLag { get; set; } = () => TimeSpan.Zero;

    /// <summary>Every item as it stands, in a fixed order.</summary>
    public IEnumerable<Dictionary<string, AttributeValue>> All =>
        _slots.All.Select(slot => slot.Current).OfType<Dictionary<string, AttributeValue>>();

    /// <summary>The partitions in the order in which they came to be.</summary>
    public IReadOnlyCollection<string> Partitions => _slots.Partitions;

    public static string KeyPart(Dictionary<string, AttributeValue> item, string name) =>
        item.GetValueOrDefault(name)?.S is { Length: > 0 } part
            ? part
            : throw Refusals.Validation($"One of the required keys was not given a value: {name}");

    /// <summary>Where an item belongs.</summary>
    public ItemKey KeyOf(Dictionary<string, AttributeValue> item) =>
        new(KeyPart(item, PartitionKey), SortKey is { } sort ? KeyPart(item, sort) : "");

    /// <summary>What a request's key stands for; it holds the attributes of the key and no others.</summary>
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

    /// <summary>Refuses an item that is too large, or that an index cannot take.</summary>
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

    /// <summary>Puts an item in place of what is there, or takes it away.</summary>
    public void Replace(ItemKey key, Dictionary<string, AttributeValue>? item, DateTimeOffset now, bool byTimeToLive = false)
    {
        var slot = _slots.FindOrAdd(key.Partition, new Place(key.Sort));
        var change = new TableChange(key, slot.Current, item, byTimeToLive);
        slot.Replace(item, now, now - Staleness);

        // A write that changes nothing is in no stream (DynamoDB developer guide, "Change data capture"), and in no index.
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
