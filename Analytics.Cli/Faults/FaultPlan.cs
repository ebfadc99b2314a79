namespace Analytics.Cli.Faults;

/// <summary>Draws when which fault happens. Uses no clock: equal seeds give equal plans.</summary>
internal static class FaultPlan
{
    // One of each other fault per this many kills of the analytics function, and at least one of each.
    private static readonly (FaultKind Kind, int KillsForOne)[] Others =
    [
        (FaultKind.OrdersKilled, 10), (FaultKind.KinesisKilled, 15), (FaultKind.DynamoDbKilled, 10),
        (FaultKind.HostStopped, 25), (FaultKind.HostKilled, 50),
    ];

    /// <summary>The faults in the order in which they are due.</summary>
    public static IReadOnlyList<PlannedFault> Draw(Random random, int orders, int kills) =>
    [
        .. Others
            .SelectMany(other => Spread(random, other.Kind, Math.Max(1, kills / other.KillsForOne), orders))
            .Concat(Spread(random, FaultKind.AnalyticsKilled, kills, orders))
            .OrderBy(fault => fault.AfterOrder),
    ];

    // One fault at a random position in each of count equal sections: random, but spread over the whole run.
    private static IEnumerable<PlannedFault> Spread(Random random, FaultKind kind, int count, int orders) => Enumerable.Range(0, count)
        .Select(number => new PlannedFault((int)(orders * (number + random.NextDouble()) / count), kind));
}
