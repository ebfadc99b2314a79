using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Functions.Aggregates;
using Analytics.Functions.Orders;
using Analytics.Functions.Storage;

namespace Analytics.Cli.Reconcile;

/// <summary>Compares every aggregate with what a full scan of the orders gives: the promise, checked on live data.</summary>
/// <remarks>
/// Both sides are read while orders may come in, so a difference counts only when it is still there after the aggregates had time
/// to catch up.
/// </remarks>
internal sealed class Reconciliation(OrderScan scan, AggregateReader aggregates, TimeProvider time)
{
    /// <summary>How often it looks before it believes a difference.</summary>
    public const int LooksMax = 5;

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    // A day short of the retention: at its very end DynamoDB removes minutes while they are read.
    private static readonly TimeSpan Kept = MinuteItem.Retention - TimeSpan.FromDays(1);

    /// <summary>Compares, and looks again while there are differences that may settle.</summary>
    /// <param name="log">Takes a line about what it waits for.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ReconciliationResult> RunAsync(Action<string> log, CancellationToken cancellationToken)
    {
        var result = await LookAsync(log, cancellationToken);
        for (var look = 1; look < LooksMax && result.Differences.Count > 0; look++)
        {
            log($"{result.Differences.Count} differences; looking again in case they are only under way");
            await Task.Delay(Settling, time, cancellationToken);
            var again = await LookAsync(log, cancellationToken);

            // While a minute still grows, what differed before and differs now may be one order after another under way.
            result = again with { Differences = [.. again.Differences.Where(difference => result.Has(difference))] };
        }

        return result;
    }

    private async Task<ReconciliationResult> LookAsync(Action<string> log, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var kept = new MinuteRange(Minute.Of(now - Kept), Minute.Of(now).Plus(60));
        var reading = await aggregates.ReadAsync(kept, Steps.EachMinute, withItems: true, log, cancellationToken);
        var (orders, count, unreadable) = await ScanAsync(kept, cancellationToken);
        var nothing = new Tally();
        var differences = orders.Keys.Union(reading.Steps.Keys)
            .Order()
            .SelectMany(minute => Difference.Between(
                minute, orders.GetValueOrDefault(minute, nothing), reading.Steps.GetValueOrDefault(minute, nothing)))
            .ToList();
        return new ReconciliationResult(count, orders.Count, differences, unreadable);
    }

    private async Task<(Dictionary<Minute, Tally> Minutes, long Count, IReadOnlyList<string> Unreadable)> ScanAsync(
        MinuteRange kept, CancellationToken cancellationToken)
    {
        var gate = new Lock();
        var minutes = new Dictionary<Minute, Tally>();
        var unreadable = new List<string>();
        long count = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, scan.Segments), cancellationToken, async (segment, token) =>
        {
            await foreach (var item in scan.ReadSegmentAsync(segment, token))
            {
                lock (gate)
                {
                    try
                    {
                        count += Add(minutes, OrderItem.Read(item).Order, kept) ? 1 : 0;
                    }
                    catch (FormatException notAnOrder)
                    {
                        unreadable.Add(notAnOrder.Message);
                    }
                }
            }
        });
        return (minutes, count, unreadable);
    }

    private static bool Add(Dictionary<Minute, Tally> minutes, Order order, MinuteRange kept)
    {
        var minute = Minute.Of(order.PlacedAt);
        if (!kept.Contains(minute))
        {
            return false;
        }

        if (!minutes.TryGetValue(minute, out var tally))
        {
            minutes.Add(minute, tally = new Tally());
        }

        tally.Add(Tally.Of([order]));
        return true;
    }
}

/// <summary>What a comparison found.</summary>
/// <param name="Orders">How many orders were compared.</param>
/// <param name="Minutes">In how many minutes they were placed.</param>
/// <param name="Differences">What differs still.</param>
/// <param name="Unreadable">Items of the orders table that are no orders; with any, nothing can be told for sure.</param>
internal sealed record ReconciliationResult(
    long Orders, int Minutes, IReadOnlyList<Difference> Differences, IReadOnlyList<string> Unreadable)
{
    /// <summary>Whether the same number of the same minute differed, and the orders said the same of it.</summary>
    public bool Has(Difference difference) =>
        Differences.Any(other => (other with { Aggregates = difference.Aggregates }) == difference);
}
