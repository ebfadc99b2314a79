namespace Analytics.Core.Orders;

/// <summary>One line of an order.</summary>
/// <param name="Sku">The SKU: 1 to 64 printable characters.</param>
/// <param name="Quantity">Number of units, 1 to 1,000,000.</param>
/// <param name="UnitPriceMinor">Price of one unit, in minor units of the order's currency; at least 0.</param>
public readonly record struct OrderLine(string Sku, long Quantity, long UnitPriceMinor)
{
    /// <summary>The name of the item as the customer saw it; null if the line has none. Shown, never counted.</summary>
    public string? Name { get; init; }

    /// <summary>Quantity times unit price, in minor units.</summary>
    /// <exception cref="OverflowException">
    /// The product does not fit a <see cref="long"/>. The rules of an order keep it at most 10^16.
    /// </exception>
    public long TotalMinor => Quantity * UnitPriceMinor;
}
