namespace Analytics.Simulation.DynamoDb;

/// <summary>Definition of a global secondary index; its keys are attributes of type S.</summary>
/// <param name="Name">Index name that queries use.</param>
/// <param name="PartitionKey">Partition key attribute.</param>
/// <param name="SortKey">Sort key attribute; null for none.</param>
/// <param name="Projection">The attributes that the index projects.</param>
internal sealed record SimulatedIndexDefinition(string Name, string PartitionKey, string? SortKey, IndexProjection Projection);

/// <summary>The attributes that an index projects.</summary>
internal enum IndexProjection
{
    /// <summary>The keys of the index and of the table.</summary>
    KeysOnly,

    /// <summary>All attributes.</summary>
    All,
}
