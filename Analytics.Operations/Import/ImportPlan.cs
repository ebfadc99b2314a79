using Analytics.Core.Orders;

namespace Analytics.Operations.Import;

/// <summary>What a file brings in, and what of it stays outside.</summary>
/// <param name="Orders">The orders, by <c>placedAt</c>.</param>
/// <param name="Rejections">The rows that do not come in, by line.</param>
/// <param name="Repeated">Number of orders that appear again in the file with the same content, and come in once.</param>
/// <param name="IgnoredColumns">Columns of a CSV file that are not imported.</param>
public sealed record ImportPlan(
    IReadOnlyList<ImportedOrder> Orders, IReadOnlyList<Rejection> Rejections, int Repeated, IReadOnlyList<string> IgnoredColumns)
{
    /// <summary>Number of orders without a number of their own, which only the content of the file and their line identify.</summary>
    public int Unnumbered { get; init; }

    /// <summary>Number of orders that come in as cancelled.</summary>
    public int Cancelled => Orders.Count(order => order.CancelledAt is not null);

    /// <summary>What the orders that are not cancelled cost, by currency.</summary>
    public IReadOnlyList<(Currency Currency, int Orders, Int128 Minor)> ByCurrency =>
    [
        .. Orders.GroupBy(order => order.Terms.Currency).OrderBy(group => group.Key).Select(group => (
            group.Key, group.Count(), group.Aggregate((Int128)0, (sum, order) => sum + order.CountedLines.Sum(line => line.TotalMinor)))),
    ];
}
