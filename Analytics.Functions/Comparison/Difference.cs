using System.Globalization;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Storage;

namespace Analytics.Functions.Comparison;

/// <summary>A number on which aggregates and orders disagree.</summary>
/// <param name="Minute">The minute of the number; for a rollup, the first minute of its period.</param>
/// <param name="What">The number's name: <c>orders</c>, <c>revenue USD</c>, <c>item tea: units</c>, <c>day: units</c>,
/// <c>channel=web: orders</c>, <c>channel=web: item tea: units</c>.</param>
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
        var pairs = Numbers(prefix, orders.Totals, aggregates.Totals).Concat(Slices(prefix, orders, aggregates))
            .Concat(Values(prefix, orders, aggregates)).Concat(Customers(prefix, orders, aggregates));
        foreach (var sku in orders.Items.Keys.Union(aggregates.Items.Keys).Order(StringComparer.Ordinal))
        {
            pairs = pairs.Concat(
                Numbers($"{prefix}item {sku}: ", orders.Items.GetValueOrDefault(sku), aggregates.Items.GetValueOrDefault(sku)));
        }

        var (expected, actual) = (orders.ItemsOfSlices, aggregates.ItemsOfSlices);
        foreach (var key in expected.Keys.Union(actual.Keys).OrderBy(key => key.Slice).ThenBy(key => key.Sku, StringComparer.Ordinal))
        {
            pairs = pairs.Concat(
                Numbers($"{prefix}{key.Slice}: item {key.Sku}: ", expected.GetValueOrDefault(key), actual.GetValueOrDefault(key)));
        }

        return Of(minute, pairs);
    }

    /// <summary>All differences between the slices and order values of two tallies, without their items.</summary>
    /// <inheritdoc cref="Between"/>
    public static IEnumerable<Difference> OfSlices(Minute minute, string prefix, Tally orders, Tally aggregates) =>
        Of(minute, Slices(prefix, orders, aggregates).Concat(Values(prefix, orders, aggregates)));

    /// <summary>The difference between the customers of a period's orders and those of its rollup; none if they are the same.</summary>
    /// <param name="minute">The first minute of the period.</param>
    /// <param name="prefix">Prefix for the name of the number.</param>
    /// <param name="orders">The customers of the orders.</param>
    /// <param name="rollup">The customers of the rollup.</param>
    public static IEnumerable<Difference> OfCustomers(Minute minute, string prefix, CustomerSet orders, CustomerSet rollup) =>
        orders.Equals(rollup) ? [] : Of(minute, [Customers(prefix, orders.Count, rollup.Count)]);

    private static IEnumerable<Difference> Of(Minute minute, IEnumerable<(string, string, string)> pairs) =>
        pairs.Where(pair => pair.Item2 != pair.Item3).Select(pair => new Difference(minute, pair.Item1, pair.Item2, pair.Item3));

    private static IEnumerable<(string, string, string)> Slices(string prefix, Tally orders, Tally aggregates)
    {
        var (expected, actual, nothing) = (orders.Slices, aggregates.Slices, new Totals());
        return expected.Keys.Union(actual.Keys).Order().SelectMany(slice => Numbers(
            $"{prefix}{slice}: ", expected.GetValueOrDefault(slice, nothing), actual.GetValueOrDefault(slice, nothing)));
    }

    private static IEnumerable<(string, string, string)> Numbers(string prefix, Totals orders, Totals aggregates) =>
        Numbers(prefix, orders.Orders, aggregates.Orders, orders.Units, aggregates.Units)
            .Append(($"{prefix}cancelled", Text(orders.Cancelled), Text(aggregates.Cancelled)))
            .Concat(Counts($"{prefix}orders", orders.Counts, aggregates.Counts, count => count.Orders))
            .Concat(Counts($"{prefix}cancelled", orders.Counts, aggregates.Counts, count => count.Cancelled))
            .Concat(Counts($"{prefix}units", orders.Counts, aggregates.Counts, count => count.Units))
            .Concat(Money($"{prefix}revenue", orders.Revenue.Sums, aggregates.Revenue.Sums))
            .Concat(OrderAmounts.All.SelectMany(amount =>
                Money($"{prefix}{OrderAmounts.NameOf(amount)}", orders.Sums(amount), aggregates.Sums(amount))));

    // Only where the totals agree: otherwise these say what differs.
    private static IEnumerable<(string, string, string)> Values(string prefix, Tally orders, Tally aggregates)
    {
        if (!orders.Totals.Equals(aggregates.Totals))
        {
            return [];
        }

        var (expected, actual) = (
            orders.Values.All.ToDictionary(value => (value.Currency, value.Bucket), value => value.Count),
            aggregates.Values.All.ToDictionary(value => (value.Currency, value.Bucket), value => value.Count));
        return expected.Keys.Union(actual.Keys).Order().Select(key => (
            $"{prefix}orders of about {MinorUnits.Format(ValueBuckets.ValueOf(key.Bucket), key.Currency.Exponent)} {key.Currency}",
            Text(expected.GetValueOrDefault(key)), Text(actual.GetValueOrDefault(key))));
    }

    // Likewise.
    private static IEnumerable<(string, string, string)> Customers(string prefix, Tally orders, Tally aggregates) =>
        !orders.Totals.Equals(aggregates.Totals) || orders.Customers.Equals(aggregates.Customers)
            ? []
            : [Customers(prefix, orders.Customers.Count, aggregates.Customers.Count)];

    // Of as many customers, some are others or have another number of orders.
    private static (string, string, string) Customers(string prefix, long orders, long aggregates) =>
        ($"{prefix}customers", Text(orders), orders == aggregates ? $"{Text(aggregates)}, not the same" : Text(aggregates));

    // By currency only where the sums over all currencies agree: otherwise these say what differs.
    private static IEnumerable<(string, string, string)> Counts(
        string name, CurrencyCounts orders, CurrencyCounts aggregates, Func<CurrencyCount, long> of) =>
        orders.All.Sum(of) != aggregates.All.Sum(of) ? []
        : orders.All.Concat(aggregates.All).Select(count => count.Currency).Distinct().Order()
            .Select(currency => ($"{name} in {currency}", Text(of(orders[currency])), Text(of(aggregates[currency]))));

    private static IEnumerable<(string, string, string)> Numbers(string prefix, ItemTally? orders, ItemTally? aggregates)
    {
        var (expected, actual) = (orders ?? new ItemTally(), aggregates ?? new ItemTally());
        return Numbers(prefix, expected.Orders, actual.Orders, expected.Units, actual.Units)
            .Append(($"{prefix}cancelled", Text(expected.Cancelled), Text(actual.Cancelled)))
            .Append(($"{prefix}refunded", Text(expected.Refunded), Text(actual.Refunded)))
            .Concat(Money($"{prefix}revenue", expected.Revenue.Sums, actual.Revenue.Sums));
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
