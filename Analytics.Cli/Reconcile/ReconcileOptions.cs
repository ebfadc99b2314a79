namespace Analytics.Cli.Reconcile;

/// <summary>What <c>reconcile</c> was asked for.</summary>
internal sealed record ReconcileOptions
{
    /// <summary>The data directory of the running local stack.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The orders table of a deployed stack; null for the local one.</summary>
    public string? OrdersTable { get; init; }

    /// <summary>The aggregates table of a deployed stack; null for the local one.</summary>
    public string? AggregatesTable { get; init; }
}
