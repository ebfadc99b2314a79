using Analytics.Core.Orders;
using Analytics.Core.Tallies;

namespace Analytics.Functions.Aggregates;

/// <summary>Leaves out the sums of money in other currencies. Orders and units are not counted by currency, so they stay.</summary>
/// <param name="shown">The currencies to show; all if there are none.</param>
internal sealed class CurrencyFilter(IReadOnlyCollection<Currency> shown)
{
    /// <summary>Totals as the filter shows them.</summary>
    public Totals Apply(Totals totals)
    {
        if (shown.Count == 0)
        {
            return totals;
        }

        var some = new Totals { Orders = totals.Orders, Cancelled = totals.Cancelled, Units = totals.Units };
        foreach (var currency in shown)
        {
            some.Revenue.Add(currency, totals.Revenue[currency]);
        }

        foreach (var amount in OrderAmounts.All)
        {
            foreach (var (currency, minor) in totals.Sums(amount).Where(sum => shown.Contains(sum.Key)))
            {
                some.Add(amount, currency, minor);
            }
        }

        return some;
    }
}
