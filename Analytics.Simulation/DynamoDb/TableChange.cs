using Amazon.DynamoDBv2.Model;
using Analytics.Simulation.DynamoDb.Values;

namespace Analytics.Simulation.DynamoDb;

/// <summary>What became of an item.</summary>
/// <param name="Key">Where it is.</param>
/// <param name="Before">The item before; null where there was none.</param>
/// <param name="After">The item after; null where there is none any more.</param>
/// <param name="ByTimeToLive">Whether its time to live took it away.</param>
internal sealed record TableChange(
    ItemKey Key, Dictionary<string, AttributeValue>? Before, Dictionary<string, AttributeValue>? After, bool ByTimeToLive)
{
    /// <summary>Whether it is any change at all: a write that leaves an item as it is changes nothing that others see.</summary>
    public bool IsAny => Before is null || After is null ? Before != After : !Items.AreEqual(Before, After);
}
