using System.Globalization;
using System.Text.Json;

namespace Analytics.Simulation.Reference;

/// <summary>The checker's own sums. Compare them by their text.</summary>
internal sealed class Sums
{
    /// <summary>The names of the sums beside revenue.</summary>
    public static IReadOnlyList<string> AmountNames { get; } = ["discounts", "refunds", "shipping", "tax"];

    private readonly SortedDictionary<string, decimal> _revenue = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, decimal> _amounts = new(StringComparer.Ordinal);

    public long Orders { get; set; }

    /// <summary>Number of cancelled orders; of an item, number of units in them.</summary>
    public long Cancelled { get; set; }

    public long Units { get; set; }

    /// <summary>Of an item: number of units of placed orders that came back.</summary>
    public long Refunded { get; set; }

    /// <summary>Revenue by currency.</summary>
    public IReadOnlyDictionary<string, decimal> Revenue => _revenue;

    public decimal RevenueIn(string currency) => _revenue.GetValueOrDefault(currency);

    public void Pay(string currency, decimal amount) => _revenue[currency] = RevenueIn(currency) + amount;

    /// <summary>Adds to a sum beside revenue, such as <c>discounts</c>.</summary>
    public void Add(string name, string currency, decimal amount)
    {
        var key = $"{name} {currency}";
        _amounts[key] = _amounts.GetValueOrDefault(key) + amount;
    }

    /// <summary>Reads the sums of a total, a point or an item from an API response.</summary>
    public static Sums Read(JsonElement json)
    {
        var sums = new Sums
        {
            Orders = json.GetProperty("orders").GetInt64(),
            Cancelled = json.GetProperty("cancelled").GetInt64(),
            Units = json.GetProperty("units").GetInt64(),
            Refunded = json.TryGetProperty("refunded", out var refunded) ? refunded.GetInt64() : 0,
        };
        foreach (var (currency, amount) in Money(json, "revenue"))
        {
            sums.Pay(currency, amount);
        }

        foreach (var name in AmountNames)
        {
            foreach (var (currency, amount) in Money(json, name))
            {
                sums.Add(name, currency, amount);
            }
        }

        sums.CheckGross(json);
        return sums;
    }

    private static IEnumerable<(string Currency, decimal Amount)> Money(JsonElement json, string name) =>
        !json.TryGetProperty(name, out var sums) ? []
        : sums.EnumerateObject().Select(sum => (sum.Name, decimal.Parse(sum.Value.GetRawText(), CultureInfo.InvariantCulture)));

    // An answer says what lines cost before discounts and refunds if there are any of these sums.
    private void CheckGross(JsonElement json)
    {
        foreach (var (currency, gross) in Money(json, "gross"))
        {
            var expected = RevenueIn(currency) + _amounts.GetValueOrDefault($"discounts {currency}")
                + _amounts.GetValueOrDefault($"refunds {currency}");
            if (gross != expected)
            {
                throw new CheckFailedException($"gross is {gross} {currency}, and revenue, discounts and refunds add up to {expected}");
            }
        }
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Orders} orders, {Cancelled} cancelled, {Refunded} refunded, {Units} "
            + $"units{string.Concat(_revenue.Where(sum => sum.Value != 0).Select(sum => $", {sum.Value:0.####} {sum.Key}"))}{
                string.Concat(_amounts.Where(sum => sum.Value != 0).Select(sum => $", {sum.Value:0.####} {sum.Key}"))}");
}
