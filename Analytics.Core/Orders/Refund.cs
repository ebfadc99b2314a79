namespace Analytics.Core.Orders;

/// <summary>Computes the lines of an order after a refund. A refund never exceeds what is left of what the lines cost.</summary>
public static class Refund
{
    /// <summary>What can still be paid back for the lines, in minor units.</summary>
    public static long Left(IEnumerable<OrderLine> lines) => lines.Sum(line => line.RevenueMinor);

    /// <summary>
    /// Pays back an amount. Each line bears a part in proportion to what is left of it, rounded so that the parts add up to the amount.
    /// </summary>
    /// <param name="lines">The lines before the refund.</param>
    /// <param name="amountMinor">The amount in minor units, from 0 to <see cref="Left"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The amount is negative or more than is left.</exception>
    public static IReadOnlyList<OrderLine> OfAmount(IReadOnlyList<OrderLine> lines, long amountMinor)
    {
        var left = Left(lines);
        ArgumentOutOfRangeException.ThrowIfNegative(amountMinor);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(amountMinor, left);
        var (refunded, before) = (new List<OrderLine>(lines.Count), 0L);
        foreach (var line in lines)
        {
            // The difference of two rounded shares is at most what is left of the line.
            var share = ShareOf(before + line.RevenueMinor) - ShareOf(before);
            refunded.Add(line with { RefundedMinor = line.RefundedMinor + share });
            before += line.RevenueMinor;
        }

        return refunded;

        long ShareOf(long part) => left == 0 ? 0 : (long)((Int128)amountMinor * part / left);
    }

    /// <summary>Pays back some units of a SKU at what they cost, and takes them back if <paramref name="restock"/> is set.</summary>
    /// <param name="lines">The lines before the refund.</param>
    /// <param name="sku">The SKU.</param>
    /// <param name="quantity">
    /// Number of units, at least 1. Lines of the SKU give units in their order, but without a restock, those that cost nothing come last.
    /// </param>
    /// <param name="restock">Whether the units came back and no longer count as sold.</param>
    /// <returns>
    /// The lines; null if the order has fewer units of the SKU that have not come back, or without a restock, that are not paid back. The
    /// cost of a unit is rounded up, but a line pays back no more than is left of it.
    /// </returns>
    public static IReadOnlyList<OrderLine>? OfUnits(IReadOnlyList<OrderLine> lines, string sku, long quantity, bool restock)
    {
        OrderLine[] refunded = [.. lines];
        var missing = quantity;
        foreach (var (index, line) in lines.Index().Where(line => line.Item.Sku == sku)
            .OrderBy(line => !restock && line.Item.PaidMinor == 0))
        {
            var units = Math.Min(missing, restock ? line.Units : UnpaidBack(line));
            missing -= units;
            var cost = (long)(((Int128)line.PaidMinor * units + line.Quantity - 1) / line.Quantity);
            refunded[index] = line with
            {
                RefundedMinor = line.RefundedMinor + Math.Min(cost, line.RevenueMinor),
                Returned = line.Returned + (restock ? units : 0),
            };
        }

        return missing > 0 ? null : refunded;
    }

    // Units that are not paid back. A unit of which only a part was paid back is among them.
    private static long UnpaidBack(OrderLine line) => line.PaidMinor == 0
        ? line.Units
        : Math.Min(line.Units, (long)(((Int128)line.RevenueMinor * line.Quantity + line.PaidMinor - 1) / line.PaidMinor));
}
