using Analytics.Core.Windows;
using Analytics.Functions.Comparison;
using Analytics.Storage;

namespace Analytics.Functions.Drift;

/// <summary>Chooses which minutes to compare with their orders, and compares them as <c>reconcile</c> does. Writes nothing.</summary>
/// <remarks>
/// A check reads each order of its minutes. Of a quarter-hour with more than <see cref="MaxOrders"/> orders it takes a run of minutes
/// around one at random, with at most that number of orders unless that one minute has more. Left to <c>reconcile</c>: orders that only a
/// scan of the table finds, the rollups of quarter-hours that are compared in part, and those of days.
/// </remarks>
public sealed class DriftChecker(AggregateComparer comparer, IMinuteStore minutes, Random random, TimeProvider time)
{
    /// <summary>Number of orders above which only some minutes of a quarter-hour are compared, at least one.</summary>
    public const int MaxOrders = 5_000;

    /// <summary>How long a quarter-hour must have ended before it is compared, so that its orders have been counted.</summary>
    public static readonly TimeSpan Closed = TimeSpan.FromMinutes(20);

    /// <summary>How far back the quarter-hour at random may lie.</summary>
    public static readonly TimeSpan LookBack = TimeSpan.FromDays(7);

    /// <summary>Chooses minutes of the last closed quarter-hour, and of one at random before it, if any was counted.</summary>
    public async Task<IReadOnlyList<MinuteRange>> ChooseAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var last = RollupPeriod.Of(RollupLength.Quarter, Minute.Of(now - Closed - TimeSpan.FromMinutes((int)RollupLength.Quarter)));
        var extent = await minutes.ReadExtentAsync(cancellationToken);
        var ranges = new List<MinuteRange> { await SomeOfAsync(last, extent, cancellationToken) };
        if (extent is { FirstDay: var firstDay })
        {
            var back = RollupPeriod.Ceiling(RollupLength.Quarter, Minute.Of(now - LookBack));
            var first = firstDay > back ? firstDay : back;
            var quarters = (last.Start.Number - first.Number) / (long)RollupLength.Quarter;
            if (quarters > 0)
            {
                var start = first.Plus(random.NextInt64(quarters) * (long)RollupLength.Quarter);
                ranges.Add(await SomeOfAsync(new RollupPeriod(RollupLength.Quarter, start), extent, cancellationToken));
            }
        }

        return ranges;
    }

    /// <summary>Compares the minutes; repeats the comparison while there are differences that may be changes in flight.</summary>
    /// <param name="range">Minutes that have ended.</param>
    /// <param name="log">Receives a line when the comparison is repeated.</param>
    /// <param name="cancellationToken">Cancels the comparison.</param>
    public Task<ComparisonResult> CompareAsync(MinuteRange range, Action<string> log, CancellationToken cancellationToken) =>
        comparer.RunAsync(range, new LoggedProgress(log), cancellationToken);

    // The whole quarter-hour, or as many of its minutes around one at random as have at most MaxOrders orders by the aggregates.
    private async Task<MinuteRange> SomeOfAsync(RollupPeriod quarter, DocumentExtent? extent, CancellationToken cancellationToken)
    {
        var counts = new long[(int)RollupLength.Quarter];
        foreach (var (lane, part) in extent?.Partitions(quarter.Minutes) ?? [])
        {
            // The comparison reports documents that cannot be read.
            await foreach (var head in minutes.ReadHeadsAsync(lane, part, _ => { }, cancellationToken))
            {
                counts[head.Key.Minute.Number - quarter.Start.Number] += head.Tally.Totals.Orders + head.Tally.Totals.Cancelled;
            }
        }

        if (counts.Sum() <= MaxOrders)
        {
            return quarter.Minutes;
        }

        var first = random.Next(counts.Length);
        var last = first;
        var left = MaxOrders - counts[first];
        while (true)
        {
            var (isEarlierFree, isLaterFree) = (
                first > 0 && counts[first - 1] <= left, last < counts.Length - 1 && counts[last + 1] <= left);
            if (!isEarlierFree && !isLaterFree)
            {
                return new MinuteRange(quarter.Start.Plus(first), quarter.Start.Plus(last + 1));
            }

            left -= isEarlierFree && (!isLaterFree || random.Next(2) == 0) ? counts[--first] : counts[++last];
        }
    }

    private sealed class LoggedProgress(Action<string> log) : IComparisonProgress
    {
        public void Say(string line) => log(line);

        public void Begin(long estimate)
        {
        }

        public void Scanned(int items)
        {
        }

        public void Complete()
        {
        }
    }
}
