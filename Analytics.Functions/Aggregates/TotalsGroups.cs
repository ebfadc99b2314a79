using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Wire;

namespace Analytics.Functions.Aggregates;

/// <summary>Divides totals by the values of one or two dimensions.</summary>
/// <param name="by">The dimensions, in the order of the request.</param>
internal sealed class TotalsGroups(IReadOnlyList<string> by)
{
    /// <summary>Maximum number of groups; further ones are added to that of <see cref="OrderDimensions.Other"/>.</summary>
    public const int MaxGroups = 100;

    /// <summary>The dimensions, in the order of the request.</summary>
    public IReadOnlyList<string> By => by;

    /// <summary>The groups, with the most orders first; of equal ones in order of their values. They add up to the totals.</summary>
    /// <param name="tally">The totals, with their slices.</param>
    public IReadOnlyList<TotalsGroup> Of(Tally tally)
    {
        var groups = new Dictionary<string, TotalsGroup>();
        var rest = new Totals();
        rest.Add(tally.Totals);
        foreach (var (slice, totals) in tally.Slices)
        {
            rest.Add(totals, -1);
            Add(groups, ValuesOf(slice), totals);
        }

        if (!rest.IsEmpty)
        {
            Add(groups, ValuesOf(Slice.None), rest);
        }

        return
        [
            .. Fold([
                .. groups.Values.Where(group => !group.Totals.IsEmpty).OrderByDescending(group => group.Totals.Orders)
                    .ThenBy(group => string.Join(',', group.Values), StringComparer.Ordinal),
            ]),
        ];
    }

    private string[] ValuesOf(Slice slice) => [.. by.Select(name => slice[name] ?? OrderDimensions.Without)];

    private static void Add(Dictionary<string, TotalsGroup> groups, string[] values, Totals totals)
    {
        var key = string.Join(',', values);
        if (!groups.TryGetValue(key, out var group))
        {
            groups.Add(key, group = new TotalsGroup(values, new Totals()));
        }

        group.Totals.Add(totals);
    }

    private static IEnumerable<TotalsGroup> Fold(List<TotalsGroup> groups)
    {
        if (groups.Count <= MaxGroups)
        {
            return groups;
        }

        var folded = groups.Take(MaxGroups - 1).ToDictionary(group => string.Join(',', group.Values));
        string[] other = [.. groups[0].Values.Select(_ => OrderDimensions.Other)];
        foreach (var group in groups.Skip(MaxGroups - 1))
        {
            Add(folded, other, group.Totals);
        }

        return folded.Values;
    }
}

/// <summary>A row of grouped totals.</summary>
/// <param name="Values">The values of the dimensions, in the order of the request.</param>
/// <param name="Totals">The totals.</param>
internal sealed record TotalsGroup(IReadOnlyList<string> Values, Totals Totals);
