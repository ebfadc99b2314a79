using Analytics.Core.Orders;
using Analytics.Core.Tallies;

namespace Analytics.Functions.Aggregates;

/// <summary>Leaves out the sums of money in other currencies. Orders and units are those of all currencies, and stay.</summary>
/// <param name="shown">The currencies to show; all if there are none.</param>
internal sealed class CurrencyFilter(IReadOnlyCollection<Currency> shown)
{
    /// <summary>The only currency to show; null if there are none or several.</summary>
    public Currency? Only => shown.Count == 1 ? shown.First() : null;

    /// <summary>The currencies to show; all if there are none.</summary>
    public IReadOnlyCollection<Currency> Shown => shown;

    /// <summary>Whether there are several.</summary>
    public bool IsSeveral => shown.Count > 1;

    /// <summary>The sums that are shown.</summary>
    public IReadOnlyList<KeyValuePair<Currency, Int128>> Of(IEnumerable<KeyValuePair<Currency, Int128>> sums) =>
        [.. shown.Count == 0 ? sums : sums.Where(sum => shown.Contains(sum.Key))];

    /// <summary>Whether any totals have sums of money beside revenue that are shown. Gross is shown with them.</summary>
    public bool ShowsAmounts(params IEnumerable<Totals> totals) =>
        totals.Any(some => AmountsOf(some).Count > 0);

    /// <summary>The sums of money beside revenue that are shown, each by its name; none if none of its currencies is.</summary>
    public IReadOnlyList<Figure> AmountsOf(Totals totals) => totals.MoneyCount == totals.Revenue.Count ? [] :
    [
        .. OrderAmounts.All.Select(amount => Figure.Of(OrderAmounts.NameOf(amount), Of(totals.Sums(amount))))
            .Where(figure => figure.Amounts!.Count > 0),
    ];
}
