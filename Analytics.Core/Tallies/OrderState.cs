using Analytics.Core.Orders;
using Analytics.Core.Windows;

namespace Analytics.Core.Tallies;

/// <summary>The order before or after a change; <c>default</c> if there is no valid order.</summary>
internal readonly record struct OrderState(
    OrderStatus Status, Currency? Currency, int FirstLine, int LineCount, int AmountsRow, Slice Slice, DocumentKey Key)
{
    /// <summary>Whether the table has a row with amounts of this order that are not all 0.</summary>
    public bool HasAmounts => AmountsRow > 0;

    public bool Exists => Currency is not null;

    public bool IsPlaced => Exists && Status == OrderStatus.Placed;

    /// <summary>Whether the order counts in a document.</summary>
    public bool IsIn(DocumentKey key) => Exists && Key == key;
}
