using System.Globalization;
using System.Text.Json;

namespace Analytics.Simulation.Reference;

/// <summary>The checker's own sums. Compare them by their text.</summary>
internal sealed class Sums
{
    private readonly SortedDictionary<string, decimal> _revenue = new(StringComparer.Ordinal);

    public long Orders { get; set; }

    public long Cancelled { get; set; }

    public long Units { get; set; }

    /// <summary>Revenue by currency.</summary>
    public IReadOnlyDictionary<string, decimal> Revenue => _revenue;

    public decimal RevenueIn(string currency) => _revenue.GetValueOrDefault(currency);

    public void Pay(string currency, decimal amount) => _revenue[currency] = RevenueIn(currency) + amount;

    /// <summary>Reads the sums of a total, a point or an item from an API response.</summary>
    public static Sums Read(JsonElement json)
    {
        var sums = new Sums
        {
            Orders = json.GetProperty("orders").GetInt64(),
            Cancelled = json.TryGetProperty("cancelled", out var cancelled) ? cancelled.GetInt64() : 0,
            Units = json.GetProperty("units").GetInt64(),
        };
        foreach (var currency in json.GetProperty("revenue").EnumerateObject())
        {
            sums.Pay(currency.Name, decimal.Parse(currency.Value.GetRawText(), CultureInfo.InvariantCulture));
        }

        return sums;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Orders} orders, {Cancelled} cancelled, {Units} "
            + $"units{string.Concat(_revenue.Where(sum => sum.Value != 0).Select(sum => $", {sum.Value:0.####} {sum.Key}"))}");
}
