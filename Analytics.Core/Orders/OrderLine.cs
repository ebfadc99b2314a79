namespace Analytics.Core.Orders;

/// <summary>One line of an order.</summary>
/// <param name="Sku">The SKU: 1 to 64 printable characters.</param>
/// <param name="Quantity">Number of units, 1 to 1,000,000.</param>
/// <param name="UnitPriceMinor">Price of one unit, in minor units of the order's currency; at least 0.</param>
public readonly record struct OrderLine(string Sku, long Quantity, long UnitPriceMinor)
{
    /// <summary>The name of the item as the customer saw it; null if the line has none. Shown, never counted.</summary>
    public string? Name { get; init; }

    /// <summary>The discount on the whole line, in minor units; 0 to <see cref="TotalMinor"/>.</summary>
    public long DiscountMinor { get; init; }

    /// <summary>What was paid back for the line, in minor units; 0 to <see cref="PaidMinor"/>.</summary>
    public long RefundedMinor { get; init; }

    /// <summary>Number of units that came back, 0 to <see cref="Quantity"/>.</summary>
    public long Returned { get; init; }

    /// <summary>Quantity times unit price, in minor units.</summary>
    /// <exception cref="OverflowException">
    /// The product does not fit a <see cref="long"/>. The rules of an order keep it at most 10^16.
    /// </exception>
    public long TotalMinor => Quantity * UnitPriceMinor;

    /// <summary>What the line cost: the total less the discount, in minor units.</summary>
    public long PaidMinor => TotalMinor - DiscountMinor;

    /// <summary>The line's part of revenue: what it cost less what was paid back, in minor units.</summary>
    public long RevenueMinor => PaidMinor - RefundedMinor;

    /// <summary>Number of units that count as sold.</summary>
    public long Units => Quantity - Returned;
}
