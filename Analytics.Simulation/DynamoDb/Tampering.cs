using Amazon.DynamoDBv2.Model;
using Analytics.Simulation.DynamoDb.Values;
using Analytics.Simulation.Injection;
using Analytics.Simulation.Running;
using Analytics.Storage;

namespace Analytics.Simulation.DynamoDb;

/// <summary>Removes guards of the tables from requests and responses in transit.</summary>
internal sealed class Tampering(GuardRemoval removal, Random random)
{
    private static readonly TimeSpan SegmentDelay = TimeSpan.FromSeconds(2);

    // The longest delay that a request can have.
    private static readonly TimeSpan RollupDelay = TimeSpan.FromSeconds(60);

    private const double FlipRate = 0.002;

    private readonly Dictionary<ItemKey, Dictionary<string, AttributeValue>> _readOrders = [];
    private readonly Dictionary<string, List<ulong>> _claimed = [];

    /// <summary>Whether any guard is removed.</summary>
    public bool IsAny => removal != GuardRemoval.None;

    /// <summary>Whether the condition of a write is ignored.</summary>
    public bool IsUnchecked(string table, ItemKey key) => removal switch
    {
        GuardRemoval.HeadCondition => table == SimulatedTables.Aggregates && IsHead(key.Partition),
        GuardRemoval.RollupCondition => table == SimulatedTables.Aggregates && IsRollup(key.Partition),
        GuardRemoval.OrderCondition => table == SimulatedTables.Orders,
        _ => false,
    };

    /// <summary>Whether a write is acknowledged but never executed.</summary>
    public bool IsDropped(ItemKey key, bool isThere) =>
        (removal == GuardRemoval.Extent && key.Partition == "extent" && isThere)
        || (removal == GuardRemoval.Quarantine && key.Partition.StartsWith("quarantine", StringComparison.Ordinal));

    /// <summary>Delay between the acknowledgement of a write and its execution; null for none.</summary>
    public TimeSpan? Delay(TableWrite write) =>
        removal == GuardRemoval.SegmentFirst && IsSegment(write.Key.Partition) ? SegmentDelay
        : removal == GuardRemoval.RollupCondition && IsRollupSum(write) ? RollupDelay
        : null;

    /// <summary>Whether a consistent read of a partition is really consistent.</summary>
    public bool IsConsistent(string partition) => removal != GuardRemoval.ConsistentMinutes || !(IsHead(partition) || IsSegment(partition));

    /// <summary>The update expression without its removed guard.</summary>
    public string? Update(string? expression) => removal == GuardRemoval.Invalidation && expression is not null
        ? expression.Replace("ADD #invalidations :one, #invalidationsCheck :minusOne", "", StringComparison.Ordinal)
        : expression;

    /// <summary>The item as the caller reads it. The item is the caller's own copy.</summary>
    public Dictionary<string, AttributeValue> Read(Dictionary<string, AttributeValue> item)
    {
        if (item.GetValueOrDefault("orderId")?.S is { } order)
        {
            _readOrders[new ItemKey(order, "")] = Items.Copy(item);
            return item;
        }

        if (item.GetValueOrDefault("pk")?.S is not { } partition || !(IsHead(partition) || IsSegment(partition)))
        {
            return item;
        }

        switch (removal)
        {
            case GuardRemoval.CountedIds:
                item["changeIds"] = new AttributeValue { B = new MemoryStream() };
                return item.Seal();
            case GuardRemoval.EditMarks:
                item.Remove("editMarks");
                return item.Seal();
            case GuardRemoval.GapRule when IsHead(partition)
                && _claimed.GetValueOrDefault($"{partition.Split('#')[1]}/{item["sk"].S}") is { } claimed:
                var ids = item["changeIds"].B.ToArray().Concat(claimed.SelectMany(BitConverter.GetBytes)).ToArray();
                item["changeIds"] = new AttributeValue { B = new MemoryStream(ids) };
                return item.Seal();
            case GuardRemoval.Checksum when IsHead(partition) && random.Chance(FlipRate):
                item["units"] = new AttributeValue { N = (
                    long.Parse(item["units"].N, System.Globalization.CultureInfo.InvariantCulture) ^ 1)
                    .ToString(System.Globalization.CultureInfo.InvariantCulture) };
                return item.Seal();
            default:
                return item;
        }
    }

    /// <summary>Makes a change id look counted in a document.</summary>
    public void Claim(int lane, string minute, ulong change)
    {
        if (!_claimed.TryGetValue($"{lane}/{minute}", out var claimed))
        {
            _claimed.Add($"{lane}/{minute}", claimed = []);
        }

        claimed.Add(change);
    }

    /// <summary>The item that an update stores. With its guard removed, this is the whole order as the caller had read it.</summary>
    public Dictionary<string, AttributeValue>? Outcome(TableWrite write, Dictionary<string, AttributeValue>? outcome)
    {
        if (removal == GuardRemoval.RollupCondition && outcome is not null && IsRollupSum(write))
        {
            outcome["sumOf"] = outcome.GetValueOrDefault("invalidations") ?? new AttributeValue { N = "0" };
            outcome["checksum"] = ItemChecksum.Of(outcome, "invalidations", "invalidationsCheck");
            return outcome;
        }

        if (removal != GuardRemoval.UpdateOfAttributes || outcome is null || write.Changed.Count == 0
            || write.Table.Name != SimulatedTables.Orders || !_readOrders.TryGetValue(write.Key, out var read))
        {
            return outcome;
        }

        var whole = Items.Copy(read);
        foreach (var name in write.Changed)
        {
            whole[name] = outcome[name];
        }

        return whole;
    }

    /// <summary>The old order that an update returns.</summary>
    public Dictionary<string, AttributeValue>? Before(TableWrite write, Dictionary<string, AttributeValue>? before)
    {
        if (before is null || write.Table.Name != SimulatedTables.Orders)
        {
            return before;
        }

        if (removal == GuardRemoval.OrderBefore && _readOrders.TryGetValue(write.Key, out var read))
        {
            return read;
        }

        if (removal == GuardRemoval.Digest && OrderItem.Read(before).Stored is { } stored)
        {
            return new(before) { ["digest"] = new AttributeValue { S = OrderItem.DigestOf(stored.Order) } };
        }

        return before;
    }

    private static bool IsRollupSum(TableWrite write) => IsRollup(write.Key.Partition) && write.Changed.Contains("sumOf");

    private static bool IsHead(string partition) => partition.StartsWith("minute#", StringComparison.Ordinal);

    private static bool IsSegment(string partition) => partition.StartsWith("minute-segments#", StringComparison.Ordinal);

    private static bool IsRollup(string partition) =>
        partition.StartsWith("quarter#", StringComparison.Ordinal) || partition.StartsWith("day#", StringComparison.Ordinal);
}
