using Analytics.Core.Orders;
using Analytics.Core.Tallies;

namespace Analytics.Functions.Aggregates;

/// <summary>Ranks items in descending order, ties by SKU. Exact: all items are compared.</summary>
internal static class ItemRanking
{
    /// <summary>The top items of a ranking.</summary>
    /// <param name="items">All items.</param>
    /// <param name="top">Maximum number of items returned.</param>
    /// <param name="by"><c>units</c>, <c>orders</c> or <c>revenue</c>.</param>
    /// <param name="currency">The currency to rank revenue by; null when no item has revenue.</param>
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

    /// <summary>
    /// Finds an item by the SKU as given, else by the SKU normalised as in orders (trimmed, Unicode-normalised). Returns an empty tally
    /// when there is none.
    /// </summary>
    public static (string Sku, ItemTally Item) Find(IReadOnlyDictionary<string, ItemTally> items, string sku)
    {
        if (items.TryGetValue(sku, out var item))
        {
            return (sku, item);
        }

        var name = OrderRules.NormalizeName(sku);
        return (name, items.GetValueOrDefault(name) ?? new ItemTally());
    }

    /// <summary>The currencies in which any item has revenue, ordered by code.</summary>
    public static IReadOnlyList<Currency> CurrenciesOf(IReadOnlyDictionary<string, ItemTally> items) =>
        [.. items.Values.SelectMany(item => item.Revenue.Sums).Select(sum => sum.Key).Distinct().Order()];
}
