using Analytics.Simulation.DynamoDb.Expressions;

namespace Analytics.Simulation.DynamoDb;

/// <summary>The slots of a table or an index: by partition, each partition sorted by place.</summary>
internal sealed class SortedSlots
{
    private readonly Dictionary<string, List<TableSlot>> _partitions = new(StringComparer.Ordinal);

    /// <summary>The partitions in order of creation.</summary>
    public IReadOnlyCollection<string> Partitions => _partitions.Keys;

    /// <summary>Every slot, in a fixed order.</summary>
    public IEnumerable<TableSlot> All => _partitions.Values.SelectMany(slots => slots);

    public TableSlot? Find(string partition, Place place)
    {
        if (!_partitions.TryGetValue(partition, out var slots))
        {
            return null;
        }

        var index = CountBefore(slots, place);
        return index < slots.Count && slots[index].Place == place ? slots[index] : null;
    }

    public TableSlot FindOrAdd(string partition, Place place)
    {
        if (!_partitions.TryGetValue(partition, out var slots))
        {
            _partitions.Add(partition, slots = []);
        }

        var index = CountBefore(slots, place);
        if (index == slots.Count || slots[index].Place != place)
        {
            slots.Insert(index, new TableSlot(place));
        }

        return slots[index];
    }

    /// <summary>The next slot of a range in the given direction; null at the end.</summary>
    /// <param name="range">The partition and the sort key bounds.</param>
    /// <param name="behind">The place that was read last; null to start.</param>
    /// <param name="isForward">Whether sort keys ascend.</param>
    public TableSlot? Next(KeyRange range, Place? behind, bool isForward)
    {
        if (!_partitions.TryGetValue(range.Partition, out var slots))
        {
            return null;
        }

        var index = isForward
            ? behind is { } last ? CountUpTo(slots, last) : Count(slots, range, static (slot, all) => all.IsBefore(slot.Place.Sort))
            : (behind is { } end ? CountBefore(slots, end) : Count(slots, range, static (slot, all) => !all.IsAfter(slot.Place.Sort))) - 1;
        return index >= 0 && index < slots.Count && range.Holds(slots[index].Place.Sort) ? slots[index] : null;
    }

    private static int CountBefore(List<TableSlot> slots, Place place) =>
        Count(slots, place, static (slot, before) => slot.Place.CompareTo(before) < 0);

    private static int CountUpTo(List<TableSlot> slots, Place place) =>
        Count(slots, place, static (slot, last) => slot.Place.CompareTo(last) <= 0);

    /// <summary>Binary search: number of leading slots that match a predicate, which must hold for a prefix of the slots only.</summary>
    private static int Count<T>(List<TableSlot> slots, T of, Func<TableSlot, T, bool> isOfKind)
    {
        var (low, high) = (0, slots.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = isOfKind(slots[middle], of) ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
