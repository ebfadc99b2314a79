using Analytics.Simulation.DynamoDb.Values;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace Analytics.Simulation.DynamoDb;

/// <summary>Adds up the capacity units that DynamoDB charges for the requests to one table.</summary>
/// <remarks>
/// The rules are those of the developer guide, "Capacity unit consumption". A write costs a unit for each KB, begun, of the item before or
/// after it, whichever is larger; in a transaction twice that. A failed condition costs what the stored item weighs. A read costs a unit
/// for each 4 KB, begun, and half if it is eventually consistent; a page of a query or scan is rounded up as a whole.
/// </remarks>
internal sealed class CapacityMeter
{
    private const int WriteUnitBytes = 1024;
    private const int ReadUnitBytes = 4096;

    /// <summary>Write units of all requests, failed ones included.</summary>
    public long WriteUnits { get; private set; }

    /// <summary>Read units of all requests.</summary>
    public double ReadUnits { get; private set; }

    /// <summary>Writes that failed their condition, and transactions that were cancelled.</summary>
    public long Conflicts { get; private set; }

    /// <summary>A put, an update or a delete; null stands for no item.</summary>
    public void Written(Item? before, Item? after) => WriteUnits += UnitsOf(before, after);

    /// <summary>The same in a transaction. In one that was cancelled nothing is written, but the stored items are paid for.</summary>
    public void WrittenInTransaction(Item? before, Item? after) => WriteUnits += 2 * UnitsOf(before, after);

    /// <summary>A write failed its condition.</summary>
    public void ConditionFailed(Item? stored)
    {
        Written(stored, null);
        Conflicts++;
    }

    /// <summary>A transaction was cancelled.</summary>
    public void TransactionCancelled() => Conflicts++;

    /// <summary>One item was read, or found missing.</summary>
    public void Read(Item? item, bool isConsistent) => Read(item is null ? 0 : Items.Size(item), isConsistent);

    /// <summary>An item or a page of items was read.</summary>
    public void Read(int bytes, bool isConsistent) => ReadUnits += Math.Max(1, Begun(bytes, ReadUnitBytes)) * (isConsistent ? 1 : 0.5);

    private static int UnitsOf(Item? before, Item? after) => Math.Max(
        1, Begun(Math.Max(before is null ? 0 : Items.Size(before), after is null ? 0 : Items.Size(after)), WriteUnitBytes));

    private static int Begun(int bytes, int unit) => (bytes + unit - 1) / unit;
}
