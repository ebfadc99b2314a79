using Amazon.DynamoDBv2.Model;
using Analytics.Simulation.DynamoDb.Expressions;

namespace Analytics.Simulation.DynamoDb;

/// <summary>What a query reads: a table, or an index of one.</summary>
internal interface IQueryTarget
{
    string PartitionKey { get; }

    string? SortKey { get; }

    /// <summary>The attributes of which a start key is made, each once.</summary>
    IReadOnlyList<string> KeyNames { get; }

    /// <inheritdoc cref="SortedSlots.Next"/>
    TableSlot? Next(KeyRange range, Place? behind, bool isForward);

    /// <summary>The place at which a key is, whose names are <see cref="KeyNames"/>.</summary>
    Place PlaceOf(Dictionary<string, AttributeValue> key);

    /// <summary>The key of a place, for the next page to start behind.</summary>
    Dictionary<string, AttributeValue> KeyAt(string partition, Place place);
}
