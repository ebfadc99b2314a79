namespace Analytics.Simulation.Steady;

/// <summary>A shop without faults, and the deployment that it runs on.</summary>
public sealed record SteadyShopOptions
{
    /// <summary>Orders per second on average; they arrive at random (Poisson).</summary>
    public required double Rate { get; init; }

    /// <summary>The batching window of the table stream, in whole seconds: the template's <c>TableStreamBatchingWindow</c>.</summary>
    public required TimeSpan Window { get; init; }

    /// <summary>Shards of the table stream. Default 1.</summary>
    public int TableStreamShards { get; init; } = 1;

    /// <summary>How long orders arrive, in simulated time. Default one minute.</summary>
    public TimeSpan Length { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Decides everything that is drawn. Default 1.</summary>
    public int Seed { get; init; } = 1;
}
