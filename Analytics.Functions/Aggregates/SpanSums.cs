using Analytics.Core.Tallies;

namespace Analytics.Functions.Aggregates;

/// <summary>The sums of the orders of a span or a point of a series.</summary>
/// <param name="Totals">The totals.</param>
/// <param name="Values">The values of the orders; empty if they were not asked for.</param>
/// <param name="Customers">The customers; empty if they were not asked for.</param>
internal sealed record SpanSums(Totals Totals, ValueCounts Values, CustomerSet Customers)
{
    /// <summary>New sums of no orders.</summary>
    public static SpanSums Nothing => Of(new Totals());

    /// <summary>Totals alone.</summary>
    public static SpanSums Of(Totals totals) => new(totals, new ValueCounts(), new CustomerSet());

    /// <summary>Adds the sums of other minutes to these, in place.</summary>
    public void Add(SpanSums other)
    {
        Totals.Add(other.Totals);
        Values.Add(other.Values);
        Customers.Add(other.Customers);
    }
}
