using System.Globalization;
using Analytics.Simulation.Shop;

namespace Analytics.Simulation.Checking;

/// <summary>Sees when everything that the orders say is counted, which has to be soon after nothing new goes wrong.</summary>
internal sealed class Visibility(SimulatedSystem system, ShopLedger ledger, OrderHistory history)
{
    /// <summary>How long it may take.</summary>
    public static readonly TimeSpan Bound = TimeSpan.FromMinutes(5);

    private long _lookedAt = -1;

    /// <summary>From when on nothing new went wrong and no order was changed.</summary>
    public DateTimeOffset Since(DateTimeOffset calmSince) => history.ChangedAt > calmSince ? history.ChangedAt : calmSince;

    /// <summary>Whether the totals of all documents are those of all orders, and every change of a marked one is counted.</summary>
    public bool IsComplete()
    {
        if (history.Orders.Any(order => order.Counted < order.States.Count - 1))
        {
            return false;
        }

        // Nothing was written since it was not.
        if (_lookedAt == history.Writes)
        {
            return false;
        }

        _lookedAt = history.Writes;
        var isComplete = Counted() == Checker.ReferenceOf(system, ledger).Totals(long.MinValue, long.MaxValue).ToString();
        _lookedAt = isComplete ? -1 : _lookedAt;
        return isComplete;
    }

    private string Counted()
    {
        var sums = new Sums();
        foreach (var item in system.Aggregates.All)
        {
            if (!item["pk"].S.StartsWith("minute#", StringComparison.Ordinal))
            {
                continue;
            }

            sums.Orders += long.Parse(item["orders"].N, CultureInfo.InvariantCulture);
            sums.Cancelled += long.Parse(item["cancelled"].N, CultureInfo.InvariantCulture);
            sums.Units += long.Parse(item["units"].N, CultureInfo.InvariantCulture);
            foreach (var (code, sum) in item["revenue"].M ?? [])
            {
                sums.Pay(code, AmountMarks.Major(code, decimal.Parse(sum.N, CultureInfo.InvariantCulture)));
            }
        }

        return sums.ToString();
    }
}
