namespace Analytics.Simulation.Steady;

/// <summary>Options of a fault-free shop and its deployment.</summary>
public sealed record SteadyShopOptions
{
    /// <summary>Average orders per second; arrivals are a Poisson process.</summary>
    public required double Rate { get; init; }

    /// <summary>Batching window of the table stream in whole seconds: the template's <c>TableStreamBatchingWindow</c>.</summary>
    public required TimeSpan Window { get; init; }

    /// <summary>Number of table stream shards. Default 1.</summary>
    public int TableStreamShards { get; init; } = 1;

    /// <summary>Whether the analytics function reads the order stream; otherwise the table stream alone. Default true.</summary>
    public bool HasOrderStream { get; init; } = true;

    /// <summary>Simulated time during which orders arrive. Default one minute.</summary>
    public TimeSpan Length { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether each order has one of four channels and one of five countries. Default false.</summary>
    public bool HasDimensions { get; init; }

    /// <summary>Seed of all random draws. Default 1.</summary>
    public int Seed { get; init; } = 1;
}
