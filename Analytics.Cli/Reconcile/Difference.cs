using System.Globalization;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;

namespace Analytics.Cli.Reconcile;

/// <summary>One number that the aggregates and the orders do not agree on.</summary>
/// <param name="Minute">The minute that it belongs to.</param>
/// <param name="What">Which number: <c>orders</c>, <c>revenue USD</c>, <c>item tea: units</c>.</param>
/// <param name="Orders">What a scan of the orders gives.</param>
/// <param name="Aggregates">What the aggregates say.</param>
internal sealed record Difference(Minute Minute, string What, string Orders, string Aggregates)
{
    /// <summary>Everything in which two tallies of a minute differ.</summary>
    public static IEnumerable<Difference> Between(Minute minute, Tally orders, Tally aggregates)
    {
        var pairs = Numbers("", orders.Totals.Orders, aggregates.Totals.Orders, orders.Totals.Units, aggregates.Totals.Units)
            .Append(("cancelled", Text(orders.Totals.Cancelled), Text(aggregates.Totals.Cancelled)))
            .Concat(Money("", orders.Totals.Revenue, aggregates.Totals.Revenue));
        var nothing = new ItemTally();
        foreach (var sku in orders.Items.Keys.Union(aggregates.Items.Keys).Order(StringComparer.Ordinal))
        {
            var (expected, actual) = (orders.Items.GetValueOrDefault(sku, nothing), aggregates.Items.GetValueOrDefault(sku, nothing));
            pairs = pairs
                .Concat(Numbers($"item {sku}: ", expected.Orders, actual.Orders, expected.Units, actual.Units))
                .Concat(Money($"item {sku}: ", expected.Revenue, actual.Revenue));
        }

        return pairs
            .Where(pair => pair.Item2 != pair.Item3)
            .Select(pair => new Difference(minute, pair.Item1, pair.Item2, pair.Item3));
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Minute}  {What}: orders say {Orders}, aggregates say {Aggregates}";

    private static IEnumerable<(string, string, string)> Numbers(string prefix, long orders, long otherOrders, long units, long otherUnits) =>
    [
        ($"{prefix}orders", Text(orders), Text(otherOrders)),
        ($"{prefix}units", Text(units), Text(otherUnits)),
    ];

    private static IEnumerable<(string, string, string)> Money(string prefix, Revenue orders, Revenue aggregates) => orders.Sums
        .Concat(aggregates.Sums)
        .Select(sum => sum.Key)
        .Distinct()
        .Order()
        .Select(currency => ($"{prefix}revenue {currency}", Amount(orders, currency), Amount(aggregates, currency)));

    private static string Amount(Revenue revenue, Currency currency) => MinorUnits.Format(revenue[currency], currency.Exponent);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
