namespace Analytics.Simulation.DynamoDb;

/// <summary>Where an item is; a table without a sort key has an empty one.</summary>
internal readonly record struct ItemKey(string Partition, string Sort);
