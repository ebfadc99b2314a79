using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Storage;

namespace Analytics.Functions.Comparison;

/// <summary>Compares the valid rollups with the orders of their periods.</summary>
public sealed class RollupComparison(IRollupStore rollups)
{
    /// <summary>Finds the rollups of a range that are stored as valid and are wrong.</summary>
    /// <param name="range">The minutes. Periods not entirely inside it are skipped.</param>
    /// <param name="orders">The sums of the orders, by minute.</param>
    /// <param name="cancellationToken">Cancels the comparison.</param>
    /// <returns>Each wrong rollup with its differences, and the number of rollups compared.</returns>
    public async Task<(IReadOnlyDictionary<RollupPeriod, IReadOnlyList<Difference>> Wrong, int Compared)> CompareAsync(
        MinuteRange range, IReadOnlyDictionary<Minute, Tally> orders, CancellationToken cancellationToken)
    {
        var wrong = new Dictionary<RollupPeriod, IReadOnlyList<Difference>>();
        var compared = 0;
        foreach (var length in new[] { RollupLength.Quarter, RollupLength.Day })
        {
            var expected = Sums(length, orders);
            foreach (var day in await DaysWithAnyAsync(length, range, cancellationToken))
            {
                var minutes = OnGrid(length, day.Minutes.Intersect(range));
                var held = await rollups.ReadAsync(length, minutes, SumsRead.Items, cancellationToken);
                var customers = await rollups.ReadAsync(length, minutes, SumsRead.Customers, cancellationToken);
                var slices = await rollups.ReadAsync(length, minutes, SumsRead.Slices, cancellationToken);
                foreach (var (period, state) in held.Where(state => state.Value.Sum is not null))
                {
                    compared++;
                    var prefix = $"{period.Length.ToString().ToLowerInvariant()}: ";
                    var (sum, some) = expected.GetValueOrDefault(period, (new Tally(), new CustomerSet()));
                    List<Difference> differences =
                    [
                        .. Difference.Between(period.Start, prefix, sum, state.Sum!.Tally),
                        .. customers.GetValueOrDefault(period).Sum is { } ofCustomers && ofCustomers.Version == state.Sum.Version
                            ? Difference.OfCustomers(period.Start, prefix, some, ofCustomers.Customers)
                            : [],
                        .. slices.GetValueOrDefault(period).Sum is { } ofSlices && ofSlices.Version == state.Sum.Version
                            ? Difference.OfSlices(period.Start, $"{prefix}stored ", sum, ofSlices.Tally)
                            : [],
                    ];
                    if (differences.Count > 0)
                    {
                        wrong.Add(period, differences);
                    }
                }
            }
        }

        return (wrong, compared);
    }

    // The days with rollups. Items are then read one day at a time, because those of a year would not fit into memory.
    private async Task<IEnumerable<RollupPeriod>> DaysWithAnyAsync(
        RollupLength length, MinuteRange range, CancellationToken cancellationToken)
    {
        var heads = await rollups.ReadAsync(length, OnGrid(length, range), SumsRead.Totals, cancellationToken);
        return heads.Where(head => head.Value.Sum is not null)
            .Select(head => RollupPeriod.Of(RollupLength.Day, head.Key.Start))
            .Distinct()
            .OrderBy(day => day.Start);
    }

    private static MinuteRange OnGrid(RollupLength length, MinuteRange range)
    {
        var (from, to) = (RollupPeriod.Ceiling(length, range.From), RollupPeriod.Floor(length, range.To));
        return from < to ? new MinuteRange(from, to) : default;
    }

    private static Dictionary<RollupPeriod, (Tally Tally, CustomerSet Customers)> Sums(
        RollupLength length, IReadOnlyDictionary<Minute, Tally> minutes)
    {
        var sums = new Dictionary<RollupPeriod, (Tally Tally, CustomerSet Customers)>();
        foreach (var (minute, tally) in minutes)
        {
            var period = RollupPeriod.Of(length, minute);
            if (!sums.TryGetValue(period, out var sum))
            {
                sums.Add(period, sum = (new Tally(), new CustomerSet()));
            }

            sum.Tally.AddWithoutCustomers(tally);
            sum.Customers.Add(tally.Customers);
        }

        return sums;
    }
}
