using Analytics.Core.Windows;
using Analytics.Storage;

namespace Analytics.Functions.Aggregates;

/// <summary>Reads rollups, and computes and stores those that are missing or invalidated.</summary>
/// <remarks>
/// The order of reads keeps sums correct: first the period's invalidation count, then the document extent, then the data to sum. The sum is
/// stored on condition that the invalidation count is unchanged. So a change written meanwhile, even to a new lane, is either in the sum or
/// fails the condition. A day is summed from its quarters, and a quarter from its minutes. Items are read, and rollups are computed and
/// stored, a limited number of periods at a time. A read that reaches its deadline thus leaves stored rollups for the next one, and memory
/// does not grow with the window. After an import, thousands of quarters are missing at once: a read stores no more of them than
/// <see cref="RollupStoring"/> allows, and leaves the others to later reads; a day without any stored quarter is then summed from its
/// minutes.
/// </remarks>
public sealed class RollupReader(IRollupStore store, IMinuteStore minutes, int concurrency)
{
    // With 5,000 SKUs per period, about 30 MB.
    private const int PeriodsAtOnce = 32;

    /// <summary>Reads the periods of a range. Periods without counted changes are left out.</summary>
    /// <param name="length">The rollup length.</param>
    /// <param name="range">A range aligned to that length that ended at least <see cref="RangePlan.FinalizationDelay"/> ago.</param>
    /// <param name="read">Which sums to read.</param>
    /// <param name="extent">The lanes and days that may contain documents.</param>
    /// <param name="add">Called with each period and its sum.</param>
    /// <param name="storing">Decides which computed rollups are stored; one for all reads of an answer.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    internal async Task ReadAsync(
        RollupLength length, MinuteRange range, SumsRead read, DocumentExtent extent, Action<RollupPeriod, RollupSum> add,
        RollupStoring storing, CancellationToken cancellationToken)
    {
        // There is no document before the first day of the extent, so a long window does not read the empty days before it.
        var some = range.From < extent.FirstDay ? new MinuteRange(extent.FirstDay < range.To ? extent.FirstDay : range.To, range.To)
            : range;
        foreach (var part in read != SumsRead.Totals ? some.Cut(PeriodsAtOnce * (long)length) : [some])
        {
            await ReadPartAsync(length, part, read, extent, add, storing, cancellationToken);
        }
    }

    private async Task ReadPartAsync(
        RollupLength length, MinuteRange range, SumsRead read, DocumentExtent extent, Action<RollupPeriod, RollupSum> add,
        RollupStoring storing, CancellationToken cancellationToken)
    {
        var states = await store.ReadAsync(length, range, read, cancellationToken);
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
                ? await DayAsync(group.Single(), extent, storing, cancellationToken)
                : await FromMinutesAsync([.. group], extent, cancellationToken);
            await storing.RunAsync(sums.Keys, () => Bounded.ForEachAsync(
                sums, concurrency, (made, token) =>
                    store.TryStoreAsync(made.Key, made.Value, states.GetValueOrDefault(made.Key).Invalidations, token),
                cancellationToken));
            foreach (var (period, sum) in sums.Where(sum => sum.Value.CommittedAt is not null))
            {
                add(period, sum);
            }
        }
    }

    // Minutes whose rollups are computed together.
    private static long GroupMinutes(RollupLength length) => length == RollupLength.Day ? (long)length : PeriodsAtOnce * (long)length;

    private async Task<Dictionary<RollupPeriod, RollupSum>> DayAsync(
        RollupPeriod day, DocumentExtent extent, RollupStoring storing, CancellationToken cancellationToken)
    {
        if (storing.IsOver)
        {
            var quarters = await store.ReadAsync(RollupLength.Quarter, day.Minutes, SumsRead.Totals, cancellationToken);
            if (quarters.Values.All(quarter => quarter.Sum is null))
            {
                return await FromMinutesAsync([day], extent, cancellationToken);
            }
        }

        var sum = RollupSum.Nothing;
        await ReadAsync(
            RollupLength.Quarter, day.Minutes, SumsRead.Items | SumsRead.Customers, extent, (_, quarter) => sum = sum.Plus(quarter),
            storing.ForDays, cancellationToken);
        return new Dictionary<RollupPeriod, RollupSum> { [day] = sum };
    }

    private async Task<Dictionary<RollupPeriod, RollupSum>> FromMinutesAsync(
        IReadOnlyList<RollupPeriod> periods, DocumentExtent extent, CancellationToken cancellationToken)
    {
        var gate = new Lock();
        var sums = periods.ToDictionary(period => period, _ => RollupSum.Nothing);
        var range = new MinuteRange(periods[0].Start, periods[^1].End);
        await Bounded.ForEachAsync(extent.Partitions(range), concurrency, async (partition, token) =>
        {
            await foreach (var minute in minutes.ReadSumsAsync(partition.Lane, partition.Minutes, SumsRead.ItemsForRollup, token))
            {
                var period = RollupPeriod.Of(periods[0].Length, minute.Minute);
                lock (gate)
                {
                    if (sums.TryGetValue(period, out var sum))
                    {
                        sums[period] = sum.Plus(minute.Tally, minute.CommittedAt);
                    }
                }
            }
        }, cancellationToken);
        return sums;
    }
}
