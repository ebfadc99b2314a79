using Analytics.Simulation.DynamoDb.Values;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace Analytics.Simulation.DynamoDb;

/// <summary>Sums the capacity units that DynamoDB charges for requests to one table.</summary>
/// <remarks>
/// Rules: DynamoDB developer guide, "Capacity unit consumption". A write costs one unit per started KB of the larger of the old and the new
/// item, and twice that in a transaction. A failed condition costs the size of the stored item. A read costs one unit per started 4 KB, or
/// half if it is eventually consistent; a query or scan page is rounded up as a whole.
/// </remarks>
internal sealed class CapacityCounter
{
    private const int WriteUnitBytes = 1024;
    private const int ReadUnitBytes = 4096;

    /// <summary>Write units of all requests, including failed ones.</summary>
    public long WriteUnits { get; private set; }

    /// <summary>Read units of all requests.</summary>
    public double ReadUnits { get; private set; }

    /// <summary>Failed conditional writes and cancelled transactions.</summary>
    public long Conflicts { get; private set; }

    /// <summary>Charges a put, an update or a delete; null means no item.</summary>
    public void Written(Item? before, Item? after) => WriteUnits += UnitsOf(before, after);

    /// <summary>Charges a write in a transaction. A cancelled transaction writes nothing but is charged for the stored items.</summary>
    public void WrittenInTransaction(Item? before, Item? after) => WriteUnits += 2 * UnitsOf(before, after);

    /// <summary>Charges a write whose condition failed.</summary>
    public void ConditionFailed(Item? stored)
    {
        Written(stored, null);
        Conflicts++;
    }

    /// <summary>Counts a cancelled transaction.</summary>
    public void TransactionCancelled() => Conflicts++;

    /// <summary>Charges a read of one item, which may be missing.</summary>
    public void Read(Item? item, bool isConsistent) => Read(item is null ? 0 : Items.Size(item), isConsistent);

    /// <summary>Charges a read of an item or a page of items.</summary>
    public void Read(int bytes, bool isConsistent) => ReadUnits += Math.Max(1, Begun(bytes, ReadUnitBytes)) * (isConsistent ? 1 : 0.5);

    private static int UnitsOf(Item? before, Item? after) => Math.Max(
        1, Begun(Math.Max(before is null ? 0 : Items.Size(before), after is null ? 0 : Items.Size(after)), WriteUnitBytes));

    private static int Begun(int bytes, int unit) => (bytes + unit - 1) / unit;
}
