using Analytics.Core.Orders;
using Analytics.Core.Tallies;

namespace Analytics.Functions.Aggregates;

/// <summary>Ranks items. Exact: all items are compared.</summary>
internal static class ItemRanking
{
    /// <summary>All items in the order of a ranking.</summary>
    /// <param name="now">The items of the span.</param>
    /// <param name="then">Those of the span that it is compared with; empty if there is none.</param>
    /// <param name="ranking">The ranking.</param>
    /// <param name="currency">The currency of a ranking by revenue; null when no item has revenue.</param>
    public static IEnumerable<RankedItem> All(
        IReadOnlyDictionary<string, ItemTally> now, IReadOnlyDictionary<string, ItemTally> then, RankingQuery ranking, Currency? currency)
    {
        var items = now.Keys.Concat(then.Keys.Where(sku => !now.ContainsKey(sku)))
            .Select(sku => Rank(sku, now.GetValueOrDefault(sku), then.GetValueOrDefault(sku), ranking, currency));
        return (ranking.By, ranking.IsDescending) switch
        {
            ("sku", true) => items.OrderByDescending(item => item.Sku, StringComparer.Ordinal),
            (_, true) => items.OrderByDescending(item => item.Value).ThenBy(item => item.Sku, StringComparer.Ordinal),
            _ => items.OrderBy(item => item.Value).ThenBy(item => item.Sku, StringComparer.Ordinal),
        };
    }

    /// <summary>One item with its place in a ranking.</summary>
    public static RankedItem Rank(string sku, ItemTally? now, ItemTally? then, RankingQuery ranking, Currency? currency) => new(
        sku, Measure(now, ranking, currency) - (ranking.IsChange ? Measure(then, ranking, currency) : 0), now, then);

    /// <summary>Whether an item comes after a position.</summary>
    public static bool IsAfter(RankedItem item, RankingCursor position, RankingQuery ranking)
    {
        var bySku = string.CompareOrdinal(item.Sku, position.Sku);
        if (ranking.By == "sku" && ranking.IsDescending)
        {
            return bySku < 0;
        }

        var byValue = ranking.IsDescending ? position.Value.CompareTo(item.Value) : item.Value.CompareTo(position.Value);
        return byValue > 0 || (byValue == 0 && bySku > 0);
    }

    /// <summary>An item's part of the total; null if that is 0.</summary>
    public static string? Share(ItemTally? item, Totals total, RankingQuery ranking, Currency? currency) => Rounded.Ratio(
        Measure(item, ranking, currency),
        ranking.Measure switch
        {
            "orders" => total.Orders,
            "revenue" => currency is null ? 0 : total.Revenue[currency],
            _ => total.Units,
        });

    /// <summary>
    /// The currency of a ranking by revenue: the one asked for, or the only one there is. Adds an error if there are several; null if there
    /// is none.
    /// </summary>
    public static Currency? CurrencyOf(AggregateQuery query, IReadOnlyList<Totals> totals)
    {
        if (query.Ranking.Measure != "revenue" || query.Currencies.Only is not null)
        {
            return query.Currencies.Only;
        }

        var currencies = totals.SelectMany(some => some.Revenue.Sums).Select(sum => sum.Key).Distinct().Order().ToList();
        query.Errors.Require(
            currencies.Count <= 1, "currency", $"must be given to rank by revenue, which came in {string.Join(", ", currencies)}");
        return currencies.FirstOrDefault();
    }

    private static Int128 Measure(ItemTally? item, RankingQuery ranking, Currency? currency) => ranking.Measure switch
    {
        "orders" => item?.Orders ?? 0,
        "units" => item?.Units ?? 0,
        "cancelled" => item?.Cancelled ?? 0,
        "refunded" => item?.Refunded ?? 0,
        "revenue" => currency is null || item is null ? 0 : item.Revenue[currency],
        _ => 0,
    };
}

/// <summary>An item in a ranking.</summary>
/// <param name="Sku">Its SKU.</param>
/// <param name="Value">What it is ranked by; 0 in a ranking by SKU.</param>
/// <param name="Now">Its sales in the span; null if there were none.</param>
/// <param name="Then">Its sales in the span that it is compared with; null if there were none, or nothing is compared.</param>
internal sealed record RankedItem(string Sku, Int128 Value, ItemTally? Now, ItemTally? Then);
