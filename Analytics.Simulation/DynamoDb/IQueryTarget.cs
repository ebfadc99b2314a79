using Amazon.DynamoDBv2.Model;
using Analytics.Simulation.DynamoDb.Expressions;

namespace Analytics.Simulation.DynamoDb;

/// <summary>The target of a query: a table or an index.</summary>
internal interface IQueryTarget
{
    string PartitionKey { get; }

    string? SortKey { get; }

    /// <summary>The attribute names of a start key, without duplicates.</summary>
    IReadOnlyList<string> KeyNames { get; }

    /// <inheritdoc cref="SortedSlots.Next"/>
    TableSlot? Next(KeyRange range, Place? behind, bool isForward);

    /// <summary>The place of a key whose attributes are <see cref="KeyNames"/>.</summary>
    Place PlaceOf(Dictionary<string, AttributeValue> key);

    /// <summary>The key of a place, from which the next page continues.</summary>
    Dictionary<string, AttributeValue> KeyAt(string partition, Place place);
}
