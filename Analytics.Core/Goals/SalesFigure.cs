using Analytics.Core.Orders;
using Analytics.Core.Tallies;

namespace Analytics.Core.Goals;

/// <summary>One number of a shop's sales: orders, units, or revenue in a currency.</summary>
/// <param name="Measure">What is measured.</param>
/// <param name="Currency">The currency of revenue; null for the other measures.</param>
public sealed record SalesFigure(SalesMeasure Measure, Currency? Currency)
{
    /// <summary>Number of orders.</summary>
    public static SalesFigure Orders { get; } = new(SalesMeasure.Orders, null);

    /// <summary>Number of decimals: those of the currency, otherwise 0.</summary>
    public int Exponent => Currency?.Exponent ?? 0;

    /// <summary>The number in totals; revenue in minor units.</summary>
    public Int128 In(Totals totals) => Measure switch
    {
        SalesMeasure.Orders => totals.Orders,
        SalesMeasure.Units => totals.Units,
        _ => Currency is null ? 0 : totals.Revenue[Currency],
    };
}
