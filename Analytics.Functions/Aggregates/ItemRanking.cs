using Analytics.Core.Orders;
using Analytics.Core.Tallies;

namespace Analytics.Functions.Aggregates;

/// <summary>Puts items in order: the most first, ties by their SKU. Exact, over all items.</summary>
internal static class ItemRanking
{
    /// <summary>The first items of a ranking.</summary>
    /// <param name="items">All items.</param>
    /// <param name="top">How many.</param>
    /// <param name="by"><c>units</c>, <c>orders</c> or <c>revenue</c>.</param>
    /// <param name="currency">The currency to rank revenue by; null where there is no revenue at all.</param>
    public static IEnumerable<KeyValuePair<string, ItemTally>> Top(
        IReadOnlyDictionary<string, ItemTally> items, int top, string by, Currency? currency)
    {
        Func<ItemTally, Int128> measure = by switch
        {
            "orders" => item => item.Orders,
            "revenue" => item => currency is null ? 0 : item.Revenue[currency],
            _ => item => item.Units,
        };
        return items
            .OrderByDescending(item => measure(item.Value))
            .ThenBy(item => item.Key, StringComparer.Ordinal)
            .Take(top);
    }

    /// <summary>Finds an item by its SKU as it is given, or else as orders are placed with it: trimmed and normalised.</summary>
    public static (string Sku, ItemTally Item) Find(IReadOnlyDictionary<string, ItemTally> items, string sku)
    {
        if (items.TryGetValue(sku, out var item))
        {
            return (sku, item);
        }

        var name = OrderRules.NormalizeName(sku);
        return (name, items.GetValueOrDefault(name) ?? new ItemTally());
    }

    /// <summary>The currencies that any item has revenue in, in order of their codes.</summary>
    public static IReadOnlyList<Currency> CurrenciesOf(IReadOnlyDictionary<string, ItemTally> items) =>
        [.. items.Values.SelectMany(item => item.Revenue.Sums).Select(sum => sum.Key).Distinct().Order()];
}
