using Analytics.Core.Orders;
using Analytics.Core.Windows;

namespace Analytics.Core.Tallies;

/// <summary>An order on one side of a change; <c>default</c> where there is no valid one.</summary>
internal readonly record struct OrderState(OrderStatus Status, Currency? Currency, int FirstLine, int LineCount, DocumentKey Key)
{
    public bool Exists => Currency is not null;

    public bool IsPlaced => Exists && Status == OrderStatus.Placed;

    /// <summary>Whether it counts in a document.</summary>
    public bool IsIn(DocumentKey key) => Exists && Key == key;
}
