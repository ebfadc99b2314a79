using System.Globalization;
using Analytics.Core.Orders;

namespace Analytics.Tests.Functions.Aggregates.Questions;

/// <summary>Numbers by their path in an answer, as <c>revenue/EUR</c>, summed in decimals by a scan of orders.</summary>
internal sealed class OracleSums
{
    /// <summary>The numbers. What cannot be compared is null.</summary>
    public Dictionary<string, decimal?> All { get; } = [];

    public decimal this[string path] => All.GetValueOrDefault(path) ?? 0;

    /// <summary>The totals of orders.</summary>
    public static OracleSums OfOrders(IReadOnlyList<Order> orders, IReadOnlyList<string> currencies, bool withGross, string[] include)
    {
        var placed = orders.Where(order => order.Status == OrderStatus.Placed).ToList();
        var sums = new OracleSums();
        sums.All["orders"] = placed.Count;
        sums.All["cancelled"] = orders.Count - placed.Count;
        sums.All["units"] = placed.Sum(order => order.Lines.Sum(line => line.Quantity - line.Returned));
        sums.AddMoney("revenue", placed, order => order.Lines.Sum(Revenue), currencies);
        sums.AddMoney("discounts", placed, order => order.Lines.Sum(line => (decimal)line.DiscountMinor), currencies);
        sums.AddMoney("refunds", placed, order => order.Lines.Sum(line => (decimal)line.RefundedMinor), currencies);
        sums.AddMoney("shipping", placed, order => order.ShippingMinor, currencies);
        sums.AddMoney("tax", placed, order => order.TaxMinor, currencies);
        if (withGross)
        {
            sums.AddMoney("gross", placed, order => order.Lines.Sum(line => line.Quantity * (decimal)line.UnitPriceMinor), currencies);
        }

        if (include.Contains("averageOrderValue"))
        {
            sums.AddAverage(placed, currencies);
        }

        if (include.Contains("percentiles"))
        {
            sums.AddPercentiles(placed, currencies);
        }

        if (include.Contains("customers"))
        {
            sums.All["customers"] = orders.Select(order => order.CustomerId).ToHashSet(StringComparer.Ordinal).Count;
        }

        return sums;
    }

    /// <summary>The sums of one item.</summary>
    public static OracleSums OfItem(IEnumerable<Order> orders, string sku, IReadOnlyList<string> currencies)
    {
        var all = orders.Where(order => order.Lines.Any(line => line.Sku == sku)).ToList();
        var placed = all.Where(order => order.Status == OrderStatus.Placed).ToList();
        var sums = new OracleSums();
        sums.All["orders"] = placed.Count;
        sums.All["cancelled"] = all.Except(placed).SelectMany(order => order.Lines).Where(line => line.Sku == sku)
            .Sum(line => line.Quantity - line.Returned);
        sums.All["refunded"] = placed.SelectMany(order => order.Lines).Where(line => line.Sku == sku).Sum(line => line.Returned);
        sums.All["units"] = placed.Sum(order => order.Lines.Where(line => line.Sku == sku).Sum(line => line.Quantity - line.Returned));
        sums.AddMoney("revenue", placed, order => order.Lines.Where(line => line.Sku == sku).Sum(Revenue), currencies);
        return sums;
    }

    /// <summary>Whether orders have money beside revenue in some currencies, with which gross is shown.</summary>
    public static bool HaveAmounts(IReadOnlyList<Order> orders, IReadOnlyList<string> currencies)
    {
        var sums = OfOrders(orders, currencies, false, []);
        return sums.All.Keys.Any(path => path.Split('/')[0] is "discounts" or "refunds" or "shipping" or "tax");
    }

    /// <summary>These sums less others, on every path that either has.</summary>
    public OracleSums Difference(OracleSums then) => Each(then, (a, b) => a - b);

    /// <summary>These sums divided by others, rounded to four decimals, on every path that either has.</summary>
    public OracleSums Ratio(OracleSums then) => Each(then, (a, b) => b == 0 ? null : Math.Round(a / b, 4, MidpointRounding.AwayFromZero));

    public void Remove(OracleSums other)
    {
        foreach (var path in other.All.Keys)
        {
            All[path] = this[path] - other[path];
            if (path.Contains('/', StringComparison.Ordinal) && All[path] == 0)
            {
                All.Remove(path);
            }
        }
    }

    public static string Text(decimal? value) => value is { } number ? Plain(number) : "null";

    public static string Plain(decimal number) => (number / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture);

    private OracleSums Each(OracleSums then, Func<decimal, decimal, decimal?> of)
    {
        var sums = new OracleSums();
        foreach (var path in All.Keys.Union(then.All.Keys))
        {
            var isKnown = path.Split('/')[0] is not ("averageOrderValue" or "p50" or "p90" or "p99")
                || (All.ContainsKey(path) && then.All.ContainsKey(path));
            sums.All[path] = isKnown ? of(this[path], then[path]) : null;
        }

        return sums;
    }

    // The least value that at least this percentage of the orders does not exceed.
    private void AddPercentiles(List<Order> placed, IReadOnlyList<string> currencies)
    {
        foreach (var group in placed.GroupBy(order => order.Currency.Code).Where(
            group => currencies.Count == 0 || currencies.Contains(group.Key)))
        {
            var values = group.Select(order => order.Lines.Sum(Revenue)).Order().ToList();
            foreach (var percent in new[] { 50, 90, 99 })
            {
                var minor = values[(int)Math.Ceiling(values.Count * percent / 100m) - 1];
                All[$"p{percent}/{group.Key}"] = minor / (decimal)Math.Pow(10, Currency.Parse(group.Key).Exponent);
            }
        }
    }

    private void AddAverage(List<Order> placed, IReadOnlyList<string> currencies)
    {
        foreach (var group in placed.GroupBy(order => order.Currency.Code).Where(
            group => currencies.Count == 0 || currencies.Contains(group.Key)))
        {
            var all = new OracleSums();
            all.AddMoney("revenue", group, order => order.Lines.Sum(Revenue), []);
            All[$"averageOrderValue/{group.Key}"] = Math.Round(
                all[$"revenue/{group.Key}"] / group.Count(), Currency.Parse(group.Key).Exponent, MidpointRounding.ToEven);
        }
    }

    private void AddMoney(string name, IEnumerable<Order> orders, Func<Order, decimal> minor, IReadOnlyList<string> currencies)
    {
        foreach (var group in orders.GroupBy(order => order.Currency.Code).Where(
            group => currencies.Count == 0 || currencies.Contains(group.Key)))
        {
            var sum = group.Sum(minor);
            for (var digit = 0; digit < Currency.Parse(group.Key).Exponent; digit++)
            {
                sum /= 10;
            }

            if (sum != 0)
            {
                All[$"{name}/{group.Key}"] = sum;
            }
        }
    }

    private static decimal Revenue(OrderLine line) =>
        line.Quantity * (decimal)line.UnitPriceMinor - line.DiscountMinor - line.RefundedMinor;
}
