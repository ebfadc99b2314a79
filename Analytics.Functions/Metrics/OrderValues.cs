using Analytics.Core.Orders;

namespace Analytics.Functions.Metrics;

/// <summary>What the orders of one minute cost, by currency, each amount with how often it came. Not thread-safe.</summary>
internal sealed class OrderValues
{
    private readonly SortedDictionary<Currency, SortedDictionary<double, double>> _counts = [];

    /// <summary>The amounts in major units, by currency.</summary>
    public IEnumerable<KeyValuePair<Currency, SortedDictionary<double, double>>> ByCurrency => _counts;

    /// <summary>Adds an order.</summary>
    public void Add(long minor, Currency currency)
    {
        if (!_counts.TryGetValue(currency, out var amounts))
        {
            _counts.Add(currency, amounts = []);
        }

        var amount = Major(minor, currency);
        amounts[amount] = amounts.GetValueOrDefault(amount) + 1;
    }

    /// <summary>An amount as CloudWatch takes it: a double, exact to the last minor unit up to some 10^15 of them.</summary>
    public static double Major(Int128 minor, Currency currency) => (double)minor / Math.Pow(10, currency.Exponent);
}
