namespace Analytics.Cli.Demo;

/// <summary>What orders add up to. Equal when every number is; a currency with nothing in it counts as absent.</summary>
/// <param name="Orders">Those that count.</param>
/// <param name="Cancelled">Those that count no longer.</param>
/// <param name="Units">Units in orders that count.</param>
/// <param name="Revenue">By currency, in major units.</param>
public sealed record ShopTotals(long Orders, long Cancelled, long Units, IReadOnlyDictionary<string, decimal> Revenue)
{
    /// <summary>Nothing at all.</summary>
    public static readonly ShopTotals Empty = new(0, 0, 0, new Dictionary<string, decimal>());

    /// <summary>Every order that was placed, cancelled since or not.</summary>
    public long Placed => Orders + Cancelled;

    /// <summary>Both together.</summary>
    public static ShopTotals operator +(ShopTotals left, ShopTotals right) => new(
        left.Orders + right.Orders,
        left.Cancelled + right.Cancelled,
        left.Units + right.Units,
        left.Revenue.Concat(right.Revenue).GroupBy(pair => pair.Key).ToDictionary(
            group => group.Key, group => group.Sum(pair => pair.Value)));

    /// <summary>What cancelling one placed order of these totals adds.</summary>
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
