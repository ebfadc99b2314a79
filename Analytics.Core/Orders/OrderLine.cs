namespace Analytics.Core.Orders;

/// <summary>One position of an order.</summary>
/// <param name="Sku">What is bought, 1 to 64 printable characters.</param>
/// <param name="Quantity">How many, 1 to 1,000,000.</param>
/// <param name="UnitPriceMinor">The price of one, in minor units of the order's currency; at least 0.</param>
public readonly record struct OrderLine(string Sku, long Quantity, long UnitPriceMinor)
{
    /// <summary>Quantity times price, in minor units.</summary>
    /// <exception cref="OverflowException">It does not fit a <see cref="long"/>; the rules of an order keep it below 10^16.</exception>
    public long TotalMinor => Quantity * UnitPriceMinor;
}
