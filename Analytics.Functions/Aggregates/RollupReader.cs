using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Functions.Storage;

namespace Analytics.Functions.Aggregates;

/// <summary>Reads rollups, and makes those that are not there or no longer true from what they sum up.</summary>
/// <remarks>
/// The order of the reads is what keeps a sum right: first the period's late count, then what it sums up, and the sum is kept under the
/// condition that the late count is still the same. A day is made from its quarters, and a quarter from its minutes. What is made is
/// kept day by day, so a reading that comes to its deadline is of use to the next one, and no more than a day's sums are held.
/// </remarks>
internal sealed class RollupReader(IRollupStore store, IMinuteStore minutes, int concurrency)
{
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

        // Before the shop opened there is nothing: a long window must not look into every day of that.
        if (missing.Count == 0 || await FirstMinuteAsync(missing, plan, cancellationToken) is not { } first)
        {
            return;
        }

        foreach (var day in missing.Where(period => period.End > first).GroupBy(period => RollupPeriod.Of(RollupLength.Day, period.Start)))
        {
            var sums = length == RollupLength.Day
                ? await FromQuartersAsync(day.Key, plan, cancellationToken)
                : await FromMinutesAsync([.. day], plan, cancellationToken);
            await Bounded.ForEachAsync(
                sums, concurrency, (made, token) => store.TryKeepAsync(made.Key, made.Value, states.GetValueOrDefault(made.Key).Late, token),
                cancellationToken);
            foreach (var (period, sum) in sums.Where(sum => sum.Value.CommittedAt is not null))
            {
                add(period, sum);
            }
        }
    }

    private async Task<Minute?> FirstMinuteAsync(List<RollupPeriod> periods, LanePlan plan, CancellationToken cancellationToken)
    {
        var gate = new Lock();
        Minute? first = null;
        await Bounded.ForEachAsync(plan.LanesOver(new MinuteRange(periods[0].Start, periods[^1].End)), concurrency, async (lane, token) =>
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
}
