namespace Analytics.Simulation.DynamoDb;

/// <summary>The names of the two tables.</summary>
internal static class SimulatedTables
{
    public const string Orders = "orders";
    public const string Aggregates = "aggregates";
}
