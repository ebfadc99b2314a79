using Analytics.Core.Orders;

namespace Analytics.Functions.Metrics;

/// <summary>The order values of one minute: how often each amount occurred, by currency. Not thread-safe.</summary>
internal sealed class OrderValues
{
    private readonly SortedDictionary<Currency, SortedDictionary<double, double>> _counts = [];

    /// <summary>Counts by amount in major units, by currency.</summary>
    public IEnumerable<KeyValuePair<Currency, SortedDictionary<double, double>>> ByCurrency => _counts;

    /// <summary>Adds the value of an order, in minor units.</summary>
    public void Add(long minor, Currency currency)
    {
        if (!_counts.TryGetValue(currency, out var amounts))
        {
            _counts.Add(currency, amounts = []);
        }

        var amount = Major(minor, currency);
        amounts[amount] = amounts.GetValueOrDefault(amount) + 1;
    }

    /// <summary>Converts minor units to the double that CloudWatch needs; exact to the minor unit up to about 10^15 of them.</summary>
    public static double Major(Int128 minor, Currency currency) => (double)minor / Math.Pow(10, currency.Exponent);
}
