using Analytics.Core.Orders;
using Analytics.Core.Windows;

namespace Analytics.Core.Tallies;

/// <summary>The order before or after a change; <c>default</c> if there is no valid order.</summary>
/// <param name="Status">Whether it is placed or cancelled.</param>
/// <param name="Customer">The <see cref="CustomerHash"/> of its customer.</param>
/// <param name="Currency">The currency of its amounts; null if there is no valid order.</param>
/// <param name="FirstLine">Index of its first line in the table.</param>
/// <param name="LineCount">Number of its lines.</param>
/// <param name="AmountsRow">Index of its amounts in the table; 0 if all are 0.</param>
/// <param name="Slice">The slice in which it counts.</param>
/// <param name="Key">The document in which it counts.</param>
internal readonly record struct OrderState(
    OrderStatus Status, ulong Customer, Currency? Currency, int FirstLine, int LineCount, int AmountsRow, Slice Slice, DocumentKey Key)
{
    /// <summary>Whether the table has a row with amounts of this order that are not all 0.</summary>
    public bool HasAmounts => AmountsRow > 0;

    public bool Exists => Currency is not null;

    public bool IsPlaced => Exists && Status == OrderStatus.Placed;

    /// <summary>Whether the order counts in a document.</summary>
    public bool IsIn(DocumentKey key) => Exists && Key == key;
}
