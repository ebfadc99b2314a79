using Analytics.Core.Orders;

namespace Analytics.Storage;

/// <summary>The place of an order in a list: the newest first, and of those placed in the same millisecond the greatest id first.</summary>
/// <param name="PlacedAt">When the order was placed.</param>
/// <param name="Id">The order's id.</param>
public readonly record struct OrderPosition(DateTimeOffset PlacedAt, OrderId Id) : IComparable<OrderPosition>
{
    /// <summary>Negative if this order comes before the other one in a list.</summary>
    public int CompareTo(OrderPosition other) => other.PlacedAt.CompareTo(PlacedAt) is not 0 and var later
        ? later
        : other.Id.Value.CompareTo(Id.Value);

    public static bool operator <(OrderPosition left, OrderPosition right) => left.CompareTo(right) < 0;

    public static bool operator >(OrderPosition left, OrderPosition right) => left.CompareTo(right) > 0;

    public static bool operator <=(OrderPosition left, OrderPosition right) => left.CompareTo(right) <= 0;

    public static bool operator >=(OrderPosition left, OrderPosition right) => left.CompareTo(right) >= 0;
}
