using Analytics.Core.Orders;
using Analytics.Simulation.Terms;

namespace Analytics.Simulation.Reference;

/// <summary>Splits revenue into the contributions of the marked orders.</summary>
internal static class AmountMarks
{
    private static readonly Dictionary<string, decimal> Units = Currency.All.ToDictionary(
        currency => currency.Code, currency => (decimal)Math.Pow(10, currency.Exponent), StringComparer.Ordinal);

    private static readonly HashSet<string> Marked = [.. MarkedTerms.Currencies.Select(currency => currency.Code)];

    /// <summary>Whether orders of a currency are marked.</summary>
    public static bool IsMarked(string currency) => Marked.Contains(currency);

    public static long Minor(string currency, decimal amount) => (long)(amount * Units[currency]);

    public static decimal Major(string currency, decimal minor) => minor / Units[currency];

    /// <summary>Every order that contributes to the revenue of a currency, with its contribution.</summary>
    /// <exception cref="CheckFailedException">The revenue cannot be a sum of order amounts.</exception>
    public static IEnumerable<(OrderMark Mark, long Weight)> Of(string currency, decimal revenue)
    {
        var left = Minor(currency, revenue);
        if (left < 0 || left != revenue * Units[currency] || left >> (MarkedTerms.Bits * MarkedTerms.OrdersOfCurrency) != 0)
        {
            throw new CheckFailedException($"{revenue} {currency} is no sum of orders");
        }

        for (var place = 0; left > 0; place++)
        {
            var weight = left & ((1 << MarkedTerms.Bits) - 1);
            left >>= MarkedTerms.Bits;
            if (weight > 0)
            {
                yield return (new OrderMark(currency, place), weight);
            }
        }
    }
}
