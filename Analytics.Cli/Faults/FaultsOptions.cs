namespace Analytics.Cli.Faults;

/// <summary>Options of <c>faults</c>.</summary>
internal sealed record FaultsOptions
{
    /// <summary>Number of orders to place, 1 to 1,000,000; default 5,000.</summary>
    public int Orders { get; init; } = 5_000;

    /// <summary>Orders per second, 1 to 1,000; default 50.</summary>
    public int Rate { get; init; } = 50;

    /// <summary>Number of kills of the analytics function, 0 to 100,000; default 50.</summary>
    public int Kills { get; init; } = 50;

    /// <summary>Seed of orders and faults; null for a new one.</summary>
    public int? Seed { get; init; }

    /// <summary>Whether the data directory is kept at the end.</summary>
    public bool Keep { get; init; }
}
