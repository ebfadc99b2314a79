using System.Globalization;
using Analytics.Simulation.Client;
using Analytics.Simulation.Reference;
using Analytics.Simulation.Stack;

namespace Analytics.Simulation.Checking;

/// <summary>Detects when every order state is counted, which must be soon after the last fault.</summary>
internal sealed class Visibility(SimulatedSystem system, ShopLedger ledger, OrderHistory history)
{
    /// <summary>Upper bound for the time until everything is visible.</summary>
    public static readonly TimeSpan Bound = TimeSpan.FromMinutes(5);

    private long _lookedAt = -1;

    /// <summary>The time since which there was no new fault and no order change.</summary>
    public DateTimeOffset Since(DateTimeOffset calmSince) => history.ChangedAt > calmSince ? history.ChangedAt : calmSince;

    /// <summary>Whether the totals of all documents equal those of all orders and every change of a marked order is counted.</summary>
    public bool IsComplete()
    {
        if (history.Orders.Any(order => order.Counted < order.States.Count - 1))
        {
            return false;
        }

        // Nothing was written since the last check, which failed.
        if (_lookedAt == history.Writes)
        {
            return false;
        }

        _lookedAt = history.Writes;
        var isComplete = AreTotalsExact(system, ledger);
        _lookedAt = isComplete ? -1 : _lookedAt;
        return isComplete;
    }

    /// <summary>Whether the totals of all documents equal those of all orders.</summary>
    public static bool AreTotalsExact(SimulatedSystem system, ShopLedger ledger) =>
        Counted(system) == Checker.ReferenceOf(system, ledger).Totals(long.MinValue, long.MaxValue).ToString();

    private static string Counted(SimulatedSystem system)
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

            foreach (var name in Sums.AmountNames)
            {
                foreach (var (code, sum) in item.GetValueOrDefault(name)?.M ?? [])
                {
                    sums.Add(name, code, AmountMarks.Major(code, decimal.Parse(sum.N, CultureInfo.InvariantCulture)));
                }
            }
        }

        return sums.ToString();
    }
}
