using Amazon.DynamoDBv2.Model;
using Analytics.Simulation.DynamoDb.Values;

namespace Analytics.Simulation.DynamoDb;

/// <summary>A change of an item.</summary>
/// <param name="Key">The item's key.</param>
/// <param name="Before">The old item; null if there was none.</param>
/// <param name="After">The new item; null if it was removed.</param>
/// <param name="ByTimeToLive">Whether DynamoDB TTL removed it.</param>
internal sealed record TableChange(
    ItemKey Key, Dictionary<string, AttributeValue>? Before, Dictionary<string, AttributeValue>? After, bool ByTimeToLive)
{
    /// <summary>Whether the item changed. A write that leaves an item equal is invisible to streams and indexes.</summary>
    public bool IsAny => Before is null || After is null ? Before != After : !Items.AreEqual(Before, After);
}
