using Amazon.DynamoDBv2.Model;
using Analytics.Simulation.DynamoDb.Expressions;

namespace Analytics.Simulation.DynamoDb;

/// <summary>A table: items by partition, each partition in order of its sort keys.</summary>
internal sealed class SimulatedTable(string name, string partitionKey, string? sortKey)
{
    /// <summary>How old an eventually consistent read can be.</summary>
    public static readonly TimeSpan Staleness = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, List<TableSlot>> _partitions = new(StringComparer.Ordinal);

    public string Name => name;

    public string PartitionKey => partitionKey;

    public string? SortKey => sortKey;

    /// <summary>Told of every change: the item before and after, and whether the time to live made it.</summary>
    public Action<TableChange>? Changed { get; set; }

    /// <summary>Every item as it stands, in a fixed order.</summary>
    public IEnumerable<Dictionary<string, AttributeValue>> All =>
        _partitions.Values.SelectMany(slots => slots).Select(slot => slot.Current).OfType<Dictionary<string, AttributeValue>>();

    /// <summary>The partitions in the order in which they came to be.</summary>
    public IReadOnlyCollection<string> Partitions => _partitions.Keys;

    public ItemKey KeyOf(Dictionary<string, AttributeValue> item) => new(KeyPart(item, partitionKey), sortKey is null ? "" : KeyPart(item, sortKey));

    public TableSlot? Find(ItemKey key) => _partitions.TryGetValue(key.Partition, out var slots) && IndexOf(slots, key.Sort) is >= 0 and var index
        ? slots[index]
        : null;

    /// <summary>The first slot of a range behind a sort key; null when there is none.</summary>
    public TableSlot? Next(KeyRange range, string? behind)
    {
        if (!_partitions.TryGetValue(range.Partition, out var slots))
        {
            return null;
        }

        var index = behind is not null ? IndexOf(slots, behind) : range.From is not null ? IndexOf(slots, range.From) : 0;
        index = index < 0 ? ~index : behind is not null ? index + 1 : index;
        while (index < slots.Count && range.IsBefore(slots[index].Sort))
        {
            index++;
        }

        return index < slots.Count && !range.IsAfter(slots[index].Sort) ? slots[index] : null;
    }

    /// <summary>Puts an item in place of what is there, or takes it away.</summary>
    public void Replace(ItemKey key, Dictionary<string, AttributeValue>? item, DateTimeOffset now, bool byTimeToLive = false)
    {
        if (item is not null && Items.Size(item) > Items.BytesMax)
        {
            throw Refusals.Validation("Item size has exceeded the maximum allowed size");
        }

        if (!_partitions.TryGetValue(key.Partition, out var slots))
        {
            _partitions.Add(key.Partition, slots = []);
        }

        var index = IndexOf(slots, key.Sort);
        if (index < 0)
        {
            slots.Insert(~index, new TableSlot(key.Sort));
        }

        var slot = slots[index < 0 ? ~index : index];
        var before = slot.Current;
        slot.Replace(item, now, Staleness);

        // A write that changes nothing is in no stream (DynamoDB developer guide, "Change data capture").
        if (Changed is { } changed && (before is not null || item is not null) && (before is null || item is null || !Items.AreEqual(before, item)))
        {
            changed(new TableChange(key, before, item, byTimeToLive));
        }
    }

    private static int IndexOf(List<TableSlot> slots, string sort)
    {
        var (low, high) = (0, slots.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = string.CompareOrdinal(slots[middle].Sort, sort);
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }

    private static string KeyPart(Dictionary<string, AttributeValue> item, string name) => item.GetValueOrDefault(name)?.S is { Length: > 0 } part
        ? part
        : throw Refusals.Validation($"One of the required keys was not given a value: {name}");
}

/// <summary>Where an item is; a table without a sort key has an empty one.</summary>
internal readonly record struct ItemKey(string Partition, string Sort);

/// <summary>What became of an item.</summary>
internal sealed record TableChange(
    ItemKey Key, Dictionary<string, AttributeValue>? Before, Dictionary<string, AttributeValue>? After, bool ByTimeToLive);
