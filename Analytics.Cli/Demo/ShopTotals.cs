namespace Analytics.Cli.Demo;

/// <summary>Totals over orders. Equal if all numbers are equal; a currency with a sum of zero equals an absent one.</summary>
/// <param name="Orders">Number of orders that are not cancelled.</param>
/// <param name="Cancelled">Number of cancelled orders.</param>
/// <param name="Units">Number of units in orders that are not cancelled.</param>
/// <param name="Revenue">Revenue by currency, in major units.</param>
public sealed record ShopTotals(long Orders, long Cancelled, long Units, IReadOnlyDictionary<string, decimal> Revenue)
{
    /// <summary>All totals zero.</summary>
    public static readonly ShopTotals Empty = new(0, 0, 0, new Dictionary<string, decimal>());

    /// <summary>Number of all orders, including cancelled ones.</summary>
    public long Placed => Orders + Cancelled;

    /// <summary>The sum of two totals.</summary>
    public static ShopTotals operator +(ShopTotals left, ShopTotals right) => new(
        left.Orders + right.Orders,
        left.Cancelled + right.Cancelled,
        left.Units + right.Units,
        left.Revenue.Concat(right.Revenue).GroupBy(pair => pair.Key).ToDictionary(
            group => group.Key, group => group.Sum(pair => pair.Value)));

    /// <summary>The totals to add when the order that these totals describe is cancelled.</summary>
    public ShopTotals Cancellation() => new(
        -Orders, Orders, -Units, Revenue.ToDictionary(pair => pair.Key, pair => -pair.Value));

    /// <inheritdoc/>
    public bool Equals(ShopTotals? other) =>
        other is not null && Orders == other.Orders && Cancelled == other.Cancelled && Units == other.Units
        && Revenue.Keys.Union(other.Revenue.Keys).All(
            currency => Revenue.GetValueOrDefault(currency) == other.Revenue.GetValueOrDefault(currency));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Orders, Cancelled, Units);
}
