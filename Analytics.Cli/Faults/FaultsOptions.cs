namespace Analytics.Cli.Faults;

/// <summary>What <c>faults</c> was asked for.</summary>
internal sealed record FaultsOptions
{
    /// <summary>How many orders are placed, 1 to 1,000,000; default 5,000.</summary>
    public int Orders { get; init; } = 5_000;

    /// <summary>How many of them a second, 1 to 1,000; default 50.</summary>
    public int Rate { get; init; } = 50;

    /// <summary>How often the analytics function is killed, 0 to 100,000; default 50.</summary>
    public int Kills { get; init; } = 50;

    /// <summary>What orders and faults are drawn from; null for a new one each time.</summary>
    public int? Seed { get; init; }

    /// <summary>Whether the data directory stays at the end.</summary>
    public bool Keep { get; init; }
}
