using System.Globalization;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Storage;

namespace Analytics.Operations.Comparison;

/// <summary>A number on which aggregates and orders disagree.</summary>
/// <param name="Minute">The minute of the number; for a rollup, the first minute of its period.</param>
/// <param name="What">The number's name: <c>orders</c>, <c>revenue USD</c>, <c>item tea: units</c>, <c>day: units</c>.</param>
/// <param name="Orders">Its value computed from the orders.</param>
/// <param name="Aggregates">Its value in the aggregates.</param>
public sealed record Difference(Minute Minute, string What, string Orders, string Aggregates)
{
    /// <summary>All differences between two tallies.</summary>
    /// <param name="minute">The minute of the tallies.</param>
    /// <param name="prefix">Prefix for the names of the numbers.</param>
    /// <param name="orders">The tally of the orders.</param>
    /// <param name="aggregates">The tally of the aggregates.</param>
    public static IEnumerable<Difference> Between(Minute minute, string prefix, Tally orders, Tally aggregates)
    {
        var pairs = Numbers(prefix, orders.Totals.Orders, aggregates.Totals.Orders, orders.Totals.Units, aggregates.Totals.Units)
            .Append(($"{prefix}cancelled", Text(orders.Totals.Cancelled), Text(aggregates.Totals.Cancelled)))
            .Concat(Money($"{prefix}revenue", orders.Totals.Revenue.Sums, aggregates.Totals.Revenue.Sums))
            .Concat(OrderAmounts.All.SelectMany(amount =>
                Money($"{prefix}{OrderAmounts.NameOf(amount)}", orders.Totals.Sums(amount), aggregates.Totals.Sums(amount))));
        var nothing = new ItemTally();
        foreach (var sku in orders.Items.Keys.Union(aggregates.Items.Keys).Order(StringComparer.Ordinal))
        {
            var (expected, actual) = (orders.Items.GetValueOrDefault(sku, nothing), aggregates.Items.GetValueOrDefault(sku, nothing));
            pairs = pairs
                .Concat(Numbers($"{prefix}item {sku}: ", expected.Orders, actual.Orders, expected.Units, actual.Units))
                .Concat(Money($"{prefix}item {sku}: revenue", expected.Revenue.Sums, actual.Revenue.Sums));
        }

        return pairs
            .Where(pair => pair.Item2 != pair.Item3)
            .Select(pair => new Difference(minute, pair.Item1, pair.Item2, pair.Item3));
    }

    /// <summary>Change ids that a minute lacks: if redelivered, these changes would count again.</summary>
    public static Difference OfChanges(Minute minute, long expected, long forgotten) =>
        new(minute, "changes known", Text(expected), Text(Math.Max(0, expected - forgotten)));

    /// <summary>A damaged document.</summary>
    public static Difference OfDamage(DocumentUnreadableException damaged) =>
        new(damaged.Key.Minute, string.Create(CultureInfo.InvariantCulture, $"document of lane {damaged.Key.Lane}"), "whole", "damaged");

    private static IEnumerable<(string, string, string)> Numbers(string prefix, long orders, long otherOrders, long units,
        long otherUnits) =>
    [
        ($"{prefix}orders", Text(orders), Text(otherOrders)),
        ($"{prefix}units", Text(units), Text(otherUnits)),
    ];

    private static IEnumerable<(string, string, string)> Money(
        string name, IEnumerable<KeyValuePair<Currency, Int128>> orders, IEnumerable<KeyValuePair<Currency, Int128>> aggregates)
    {
        var (expected, actual) = (orders.ToDictionary(), aggregates.ToDictionary());
        return expected.Keys
            .Union(actual.Keys)
            .Order()
            .Select(currency => ($"{name} {currency}", Amount(expected, currency), Amount(actual, currency)));
    }

    private static string Amount(Dictionary<Currency, Int128> sums, Currency currency) =>
        MinorUnits.Format(sums.GetValueOrDefault(currency), currency.Exponent);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
