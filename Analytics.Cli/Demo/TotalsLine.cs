using System.Globalization;
using Analytics.Local;

namespace Analytics.Cli.Demo;

/// <summary>Formats totals as one line of text.</summary>
internal static class TotalsLine
{
    private static readonly string[] ShopCurrencies = ["USD", "EUR", "JPY"];

    /// <summary>
    /// Formats a line such as <c>412 orders (19 cancelled) 1,210 units $48,210.55 €3,120.00 ¥88,000 top: Espresso beans 1kg (88)</c>.
    /// </summary>
    public static string Of(ShopTotals totals, TopItem? top)
    {
        var money = totals.Revenue
            .OrderBy(pair => Array.IndexOf(ShopCurrencies, pair.Key) is var place and >= 0 ? place : int.MaxValue)
            .ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => Money(pair.Key, pair.Value));
        var best = top is null
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $"  top: {ShopCatalogue.NameOf(top.Sku)} ({top.Units:N0})");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Plural.Of(totals.Orders, "order")} ({totals.Cancelled:N0} cancelled)  {Plural.Of(totals.Units, "unit")}  "
                + $"{string.Join("  ", money)}{best}");
    }

    private static string Money(string currency, decimal amount) => currency switch
    {
        "USD" => string.Create(CultureInfo.InvariantCulture, $"${amount:N2}"),
        "EUR" => string.Create(CultureInfo.InvariantCulture, $"€{amount:N2}"),
        "JPY" => string.Create(CultureInfo.InvariantCulture, $"¥{amount:N0}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{currency} {amount}"),
    };
}
