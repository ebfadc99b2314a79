using Analytics.Core.Orders;

namespace Analytics.Operations.Import;

/// <summary>What of a file is to be imported, and what of it is rejected.</summary>
/// <param name="Orders">The orders, by <c>placedAt</c>.</param>
/// <param name="Rejections">The rejected rows, by line.</param>
/// <param name="Repeated">Number of orders that appear again in the file with the same content, and are imported once.</param>
/// <param name="IgnoredColumns">Columns of a CSV file that are not imported.</param>
public sealed record ImportPlan(
    IReadOnlyList<ImportedOrder> Orders, IReadOnlyList<Rejection> Rejections, int Repeated, IReadOnlyList<string> IgnoredColumns)
{
    /// <summary>Number of orders without reference or id, which the content of the file and their line identify.</summary>
    public int Unnumbered { get; init; }

    /// <summary>Number of orders that are imported as cancelled.</summary>
    public int Cancelled => Orders.Count(order => order.CancelledAt is not null);

    /// <summary>What the orders add to revenue, by currency: only those that are not cancelled, whose number is apart.</summary>
    public IReadOnlyList<(Currency Currency, int Orders, int Cancelled, Int128 RevenueMinor)> ByCurrency =>
    [
        .. Orders.GroupBy(order => order.Terms.Currency).OrderBy(group => group.Key).Select(group => (
            group.Key, group.Count(order => order.CancelledAt is null), group.Count(order => order.CancelledAt is not null),
            group.Aggregate((Int128)0, (sum, order) => sum + order.CountedLines.Sum(line => line.RevenueMinor)))),
    ];
}
