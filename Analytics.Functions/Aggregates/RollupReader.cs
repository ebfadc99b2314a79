using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Functions.Storage;

namespace Analytics.Functions.Aggregates;

/// <summary>Reads rollups, and makes those that are not there or no longer true from what they sum up.</summary>
/// <remarks>
/// The order of the reads is what keeps a sum right: first the period's late count, then what it sums up, and the sum is kept under the
/// condition that the late count is still the same. A day is made from its quarters, and a quarter from its minutes. Items are read, and rollups are made
/// and kept, some periods at a time, so a reading that comes to its deadline is of use to the next one, and what is held does not grow with the window.
/// </remarks>
internal sealed class RollupReader(IRollupStore store, IMinuteStore minutes, int concurrency)
{
    // With 5,000 SKUs in each, some 30 MB.
    private const int PeriodsAtOnce = 32;

    /// <summary>Reads the periods of a range; those that nothing was counted in are left out.</summary>
    /// <param name="length">Which rollups.</param>
    /// <param name="range">A range on their grid, all of it settled (<see cref="RangePlan.Settling"/>).</param>
    /// <param name="withItems">Whether items are wanted.</param>
    /// <param name="plan">The lanes of the minutes.</param>
    /// <param name="add">Takes each period and what it came to.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task ReadAsync(
        RollupLength length, MinuteRange range, bool withItems, LanePlan plan, Action<RollupPeriod, RollupSum> add,
        CancellationToken cancellationToken)
    {
        var shop = new Opening();
        foreach (var some in withItems ? range.Cut(PeriodsAtOnce * (long)length) : [range])
        {
            await ReadAsync(length, some, range.To, withItems, plan, shop, add, cancellationToken);
        }
    }

    private async Task ReadAsync(
        RollupLength length, MinuteRange range, Minute end, bool withItems, LanePlan plan, Opening shop, Action<RollupPeriod, RollupSum> add,
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

        if (missing.Count == 0)
        {
            return;
        }

        // Before the shop opened there is nothing: a long window must not look into every day of that.
        shop.First ??= await FirstMinuteAsync(new MinuteRange(missing[0].Start, end), plan, cancellationToken) ?? end;
        foreach (var group in missing.Where(period => period.End > shop.First).GroupBy(period => period.Start.Number / GroupMinutes(length)))
        {
            var sums = length == RollupLength.Day
                ? await FromQuartersAsync(group.Single(), plan, cancellationToken)
                : await FromMinutesAsync([.. group], plan, cancellationToken);
            await Bounded.ForEachAsync(
                sums, concurrency, (made, token) => store.TryKeepAsync(made.Key, made.Value, states.GetValueOrDefault(made.Key).Late, token),
                cancellationToken);
            foreach (var (period, sum) in sums.Where(sum => sum.Value.CommittedAt is not null))
            {
                add(period, sum);
            }
        }
    }

    // How many minutes are made into rollups at once.
    private static long GroupMinutes(RollupLength length) => length == RollupLength.Day ? (long)length : PeriodsAtOnce * (long)length;

    private async Task<Minute?> FirstMinuteAsync(MinuteRange range, LanePlan plan, CancellationToken cancellationToken)
    {
        var gate = new Lock();
        Minute? first = null;
        await Bounded.ForEachAsync(plan.LanesOver(range), concurrency, async (lane, token) =>
        {
            var minute = await minutes.FirstMinuteAsync(lane.Lane, lane.Minutes, token);
            lock (gate)
            {
                first = minute is { } found && !(first <= found) ? found : first;
            }
        }, cancellationToken);
        return first;
    }

    private async Task<Dictionary<RollupPeriod, RollupSum>> FromQuartersAsync(
        RollupPeriod day, LanePlan plan, CancellationToken cancellationToken)
    {
        var sum = RollupSum.Nothing;
        await ReadAsync(
            RollupLength.Quarter, day.Minutes, withItems: true, plan, (_, quarter) => sum = sum.Plus(quarter.Tally, quarter.CommittedAt),
            cancellationToken);
        return new Dictionary<RollupPeriod, RollupSum> { [day] = sum };
    }

    private async Task<Dictionary<RollupPeriod, RollupSum>> FromMinutesAsync(
        IReadOnlyList<RollupPeriod> quarters, LanePlan plan, CancellationToken cancellationToken)
    {
        var gate = new Lock();
        var sums = quarters.ToDictionary(quarter => quarter, _ => RollupSum.Nothing);
        var range = new MinuteRange(quarters[0].Start, quarters[^1].End);
        await Bounded.ForEachAsync(plan.LanesOver(range), concurrency, async (lane, token) =>
        {
            await foreach (var minute in minutes.ReadRangeAsync(lane.Lane, lane.Minutes, SumsRead.ItemsConsistent, token))
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

    /// <summary>The first minute in which anything was counted, from the first period on that was missing; null while nobody looked.</summary>
    private sealed class Opening
    {
        public Minute? First { get; set; }
    }
}
