namespace Analytics.Simulation.DynamoDb;

/// <summary>A global secondary index as a table's definition names it; its keys are attributes of type S.</summary>
/// <param name="Name">What queries call it.</param>
/// <param name="PartitionKey">The attribute that divides it into partitions.</param>
/// <param name="SortKey">The attribute that orders a partition; null for none.</param>
/// <param name="Projection">What it holds of an item.</param>
internal sealed record IndexDefinition(string Name, string PartitionKey, string? SortKey, IndexProjection Projection);

/// <summary>What an index holds of an item.</summary>
internal enum IndexProjection
{
    /// <summary>The keys of the index and of the table.</summary>
    KeysOnly,

    /// <summary>All attributes.</summary>
    All,
}
