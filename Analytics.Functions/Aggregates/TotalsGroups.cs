using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Wire;

namespace Analytics.Functions.Aggregates;

/// <summary>Divides totals by the values of one or two dimensions, of which the currency may be one.</summary>
/// <param name="by">The dimensions, in the order of the request.</param>
internal sealed class TotalsGroups(IReadOnlyList<string> by)
{
    /// <summary>Maximum number of groups; further ones are added to that of <see cref="OrderDimensions.Other"/>.</summary>
    public const int MaxGroups = 100;

    /// <summary>The dimensions, in the order of the request.</summary>
    public IReadOnlyList<string> By => by;

    /// <summary>Whether the groups need the totals of slices; not if they are by currency only.</summary>
    public bool NeedsSlices => by.Any(name => name != DimensionParameters.Currency);

    /// <summary>The groups, with the most orders first; of equal ones in order of their values. They add up to the totals.</summary>
    /// <param name="now">The totals, with their slices.</param>
    /// <param name="then">Those that they are compared with: a group of either side is in the result. Null for none.</param>
    public IReadOnlyList<TotalsGroup> Of(Tally now, Tally? then = null)
    {
        var groups = new Dictionary<string, TotalsGroup>();
        foreach (var (values, totals) in Rows(now))
        {
            GroupOf(groups, values, then).Totals.Add(totals);
        }

        foreach (var (values, totals) in then is null ? [] : Rows(then))
        {
            GroupOf(groups, values, then).Then!.Add(totals);
        }

        return
        [
            .. Fold([
                .. groups.Values.Where(group => !group.IsEmpty).OrderByDescending(group => group.Totals.Orders)
                    .ThenBy(group => string.Join(',', group.Values), StringComparer.Ordinal),
            ]),
        ];
    }

    // The slices, and what is in none of them.
    private IEnumerable<(string[] Values, Totals Totals)> Rows(Tally tally)
    {
        var rest = new Totals();
        rest.Add(tally.Totals);
        foreach (var (slice, totals) in tally.Slices)
        {
            rest.Add(totals, -1);
            foreach (var row in Rows(slice, totals))
            {
                yield return row;
            }
        }

        foreach (var row in Rows(Slice.None, rest))
        {
            yield return row;
        }
    }

    private IEnumerable<(string[] Values, Totals Totals)> Rows(Slice slice, Totals totals) =>
        by.Contains(DimensionParameters.Currency)
            ? totals.Currencies.Select(currency => (ValuesOf(slice, currency), totals.In(currency)))
            : totals.IsEmpty ? [] : [(ValuesOf(slice, null), totals)];

    private string[] ValuesOf(Slice slice, Currency? currency) =>
        [.. by.Select(name => (name == DimensionParameters.Currency ? currency?.Code : slice[name]) ?? OrderDimensions.Without)];

    private static TotalsGroup GroupOf(Dictionary<string, TotalsGroup> groups, string[] values, Tally? then)
    {
        var key = string.Join(',', values);
        if (!groups.TryGetValue(key, out var group))
        {
            groups.Add(key, group = new TotalsGroup(values, new Totals(), then is null ? null : new Totals()));
        }

        return group;
    }

    private static List<TotalsGroup> Fold(List<TotalsGroup> groups)
    {
        if (groups.Count <= MaxGroups)
        {
            return groups;
        }

        string[] values = [.. groups[0].Values.Select(_ => OrderDimensions.Other)];
        var folded = groups.Take(MaxGroups - 1).ToList();
        var other = folded.Find(group => group.Values.SequenceEqual(values));
        if (other is null)
        {
            folded.Add(other = new TotalsGroup(values, new Totals(), groups[0].Then is null ? null : new Totals()));
        }

        foreach (var group in groups.Skip(MaxGroups - 1))
        {
            other.Totals.Add(group.Totals);
            if (group.Then is { } then)
            {
                other.Then!.Add(then);
            }
        }

        return folded;
    }
}

/// <summary>A row of grouped totals.</summary>
/// <param name="Values">The values of the dimensions, in the order of the request.</param>
/// <param name="Totals">The totals.</param>
/// <param name="Then">The totals that they are compared with; null for none.</param>
internal sealed record TotalsGroup(IReadOnlyList<string> Values, Totals Totals, Totals? Then)
{
    /// <summary>Whether the group has no orders on either side.</summary>
    public bool IsEmpty => Totals.IsEmpty && (Then is null or { IsEmpty: true });
}
