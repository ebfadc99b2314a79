using System.Globalization;
using Analytics.Cli.Demo;
using Analytics.Local;

namespace Analytics.Cli.Faults;

/// <summary>The results that the API must report at the end. Computed from the customers' requests without the engine's code.</summary>
internal static class Expectation
{
    /// <summary>The totals of all orders.</summary>
    public static ShopTotals Totals(IEnumerable<ExpectedOrders.Entry> entries) => entries.Aggregate(
        ShopTotals.Empty,
        (sum, entry) => sum + entry.Asked.Totals() + (entry.IsCancelled ? entry.Asked.Totals().Cancellation() : ShopTotals.Empty));

    /// <summary>The text of each item in orders that are not cancelled.</summary>
    public static IEnumerable<string> Items(IEnumerable<ExpectedOrders.Entry> entries) => entries
        .Where(entry => !entry.IsCancelled)
        .SelectMany(
            entry => entry.Asked.Lines.Select(line => (line.Sku, entry.Answered.Id, entry.Asked.Currency, line.Quantity, line.UnitPrice)))
        .GroupBy(line => line.Sku)
        .Select(lines => Item(
            lines.Key,
            lines.Select(line => line.Id).Distinct().Count(),
            lines.Sum(line => line.Quantity),
            lines.GroupBy(line => line.Currency).Select(
                group => KeyValuePair.Create(group.Key, group.Sum(line => line.Quantity * line.UnitPrice)))));

    /// <summary>The text of an item. Two items are equal if their texts are.</summary>
    public static string Item(string sku, long orders, long units, IEnumerable<KeyValuePair<string, decimal>> revenue)
    {
        var money = revenue.Where(sum => sum.Value != 0).OrderBy(sum => sum.Key, StringComparer.Ordinal)
            .Select(sum => string.Create(CultureInfo.InvariantCulture, $"{sum.Key} {sum.Value:0.00}"));
        return $"{sku}: {Plural.Of(orders, "order")}, {Plural.Of(units, "unit")}, {string.Join(", ", money)}";
    }
}
