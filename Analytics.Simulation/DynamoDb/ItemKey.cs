namespace Analytics.Simulation.DynamoDb;

/// <summary>The key of an item. The sort part is empty in a table without a sort key.</summary>
internal readonly record struct ItemKey(string Partition, string Sort);
