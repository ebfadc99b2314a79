using Analytics.Core.Windows;
using Analytics.Storage;

namespace Analytics.Functions.Aggregates;

/// <summary>Reads rollups, and makes those that are missing or no longer valid from what they sum.</summary>
/// <remarks>
/// The order of the reads keeps a sum right: first the period's invalidation count, then where there may be documents, then what it
/// sums, and the sum is stored under the condition that the count is still the same. So what a writer brings meanwhile, to a new lane too,
/// is in the sum or makes the condition fail. A day is made from its quarters, and a quarter from its minutes. Items are read, and rollups
/// are made and stored, some periods at a time, so a reading that reaches its deadline is of use to the next one, and memory does not grow
/// with the window.
/// </remarks>
public sealed class RollupReader(IRollupStore store, IMinuteStore minutes, int concurrency)
{
    // With 5,000 SKUs in each, some 30 MB.
    private const int PeriodsAtOnce = 32;

    /// <summary>Reads the periods of a range; those in which nothing was counted are left out.</summary>
    /// <param name="length">Which rollups.</param>
    /// <param name="range">A range on their grid, all of it settled (<see cref="RangePlan.FinalizationDelay"/>).</param>
    /// <param name="withItems">Whether items are wanted.</param>
    /// <param name="extent">Where there may be documents.</param>
    /// <param name="add">Takes each period with its sum.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task ReadAsync(
        RollupLength length, MinuteRange range, bool withItems, DocumentExtent extent, Action<RollupPeriod, RollupSum> add,
        CancellationToken cancellationToken)
    {
        // Before the first day there is nothing: a long window must not look into every day of that.
        var some = range.From < extent.FirstDay ? new MinuteRange(extent.FirstDay < range.To ? extent.FirstDay : range.To, range.To)
            : range;
        foreach (var part in withItems ? some.Cut(PeriodsAtOnce * (long)length) : [some])
        {
            await ReadPartAsync(length, part, withItems, extent, add, cancellationToken);
        }
    }

    private async Task ReadPartAsync(
        RollupLength length, MinuteRange range, bool withItems, DocumentExtent extent, Action<RollupPeriod, RollupSum> add,
        CancellationToken cancellationToken)
    {
        var states = await store.ReadAsync(length, range, withItems, cancellationToken);
        var missing = new List<RollupPeriod>();
        foreach (var period in RollupPeriod.In(length, range))
        {
            if (states.GetValueOrDefault(period).Sum is not { } sum)
            {
                missing.Add(period);
            }
            else if (sum.CommittedAt is not null)
            {
                add(period, sum);
            }
        }

        if (missing.Count > 0)
        {
            extent = await minutes.ReadExtentAsync(cancellationToken) ?? extent;
        }

        foreach (var group in missing.GroupBy(period => period.Start.Number / GroupMinutes(length)))
        {
            var sums = length == RollupLength.Day
                ? await FromQuartersAsync(group.Single(), extent, cancellationToken)
                : await FromMinutesAsync([.. group], extent, cancellationToken);
            await Bounded.ForEachAsync(
                sums, concurrency, (made, token) =>
                    store.TryStoreAsync(made.Key, made.Value, states.GetValueOrDefault(made.Key).Invalidations, token),
                cancellationToken);
            foreach (var (period, sum) in sums.Where(sum => sum.Value.CommittedAt is not null))
            {
                add(period, sum);
            }
        }
    }

    // The number of minutes that are made into rollups at once.
    private static long GroupMinutes(RollupLength length) => length == RollupLength.Day ? (long)length : PeriodsAtOnce * (long)length;

    private async Task<Dictionary<RollupPeriod, RollupSum>> FromQuartersAsync(
        RollupPeriod day, DocumentExtent extent, CancellationToken cancellationToken)
    {
        var sum = RollupSum.Nothing;
        await ReadAsync(
            RollupLength.Quarter, day.Minutes, withItems: true, extent, (_, quarter) => sum = sum.Plus(quarter.Tally, quarter.CommittedAt),
            cancellationToken);
        return new Dictionary<RollupPeriod, RollupSum> { [day] = sum };
    }

    private async Task<Dictionary<RollupPeriod, RollupSum>> FromMinutesAsync(
        IReadOnlyList<RollupPeriod> quarters, DocumentExtent extent, CancellationToken cancellationToken)
    {
        var gate = new Lock();
        var sums = quarters.ToDictionary(quarter => quarter, _ => RollupSum.Nothing);
        var range = new MinuteRange(quarters[0].Start, quarters[^1].End);
        await Bounded.ForEachAsync(extent.Partitions(range), concurrency, async (partition, token) =>
        {
            await foreach (var minute in minutes.ReadSumsAsync(partition.Lane, partition.Minutes, SumsRead.ItemsForRollup, token))
            {
                var quarter = RollupPeriod.Of(RollupLength.Quarter, minute.Minute);
                lock (gate)
                {
                    if (sums.TryGetValue(quarter, out var sum))
                    {
                        sums[quarter] = sum.Plus(minute.Tally, minute.CommittedAt);
                    }
                }
            }
        }, cancellationToken);
        return sums;
    }
}
