namespace Analytics.Cli.Faults;

/// <summary>Draws when which fault happens: no clock, the same seed the same plan.</summary>
internal static class FaultPlan
{
    // The other faults for each kill of the analytics function; each happens once at least.
    private static readonly (FaultKind Kind, int KillsForOne)[] Others =
    [
        (FaultKind.OrdersKilled, 10), (FaultKind.KinesisKilled, 15), (FaultKind.DynamoDbKilled, 10),
        (FaultKind.HostStopped, 25), (FaultKind.HostKilled, 50),
    ];

    /// <summary>The faults in the order in which they are due.</summary>
    public static IReadOnlyList<Fault> Draw(Random random, int orders, int kills) =>
    [
        .. Others
            .SelectMany(other => Spread(random, other.Kind, Math.Max(1, kills / other.KillsForOne), orders))
            .Concat(Spread(random, FaultKind.AnalyticsKilled, kills, orders))
            .OrderBy(fault => fault.AfterOrder),
    ];

    // One somewhere in each of so many equal stretches: at random, and yet all along the way.
    private static IEnumerable<Fault> Spread(Random random, FaultKind kind, int count, int orders) => Enumerable.Range(0, count)
        .Select(number => new Fault((int)(orders * (number + random.NextDouble()) / count), kind));
}
