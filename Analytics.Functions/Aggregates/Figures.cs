using Analytics.Core.Orders;
using Analytics.Core.Tallies;

namespace Analytics.Functions.Aggregates;

/// <summary>The figures of a span, a point or an item, in the order of <see cref="Figure.Names"/>.</summary>
internal sealed class Figures(IReadOnlyList<Figure> all)
{
    /// <summary>All of them.</summary>
    public IReadOnlyList<Figure> All => all;

    /// <summary>The figure of a name; null if there is none.</summary>
    public Figure? this[string name] => all.FirstOrDefault(figure => figure.Name == name);

    /// <summary>The figures of a span or a point.</summary>
    /// <param name="sums">Its sums, in all currencies.</param>
    /// <param name="query">What is to be shown of them.</param>
    /// <param name="withAmounts">Whether to show gross although these totals have no amounts, because totals beside them have some.</param>
    public static Figures Of(SpanSums sums, AggregateQuery query, bool withAmounts = false)
    {
        var (totals, shown) = (sums.Totals, query.Currencies);
        List<Figure> figures =
        [
            Figure.Of("orders", totals.Orders), Figure.Of("cancelled", totals.Cancelled), Figure.Of("units", totals.Units),
            Figure.Of("revenue", shown.Of(totals.Revenue.Sums)),
        ];

        // Without any of these amounts, gross equals revenue. Amounts in currencies that are not shown do not bring it up.
        var amounts = shown.AmountsOf(totals);
        if (withAmounts || amounts.Count > 0)
        {
            figures.Add(Figure.Of("gross", shown.Of(totals.Gross.Sums)));
            figures.AddRange(amounts);
        }

        if (query.Extras.Contains(Extra.AverageOrderValue))
        {
            figures.Add(new Figure(Extra.AverageOrderValue, FigureKind.Average, 0, shown.Of(AveragesOf(totals))));
        }

        if (query.Extras.Contains(Extra.Percentiles))
        {
            figures.AddRange(Figure.Percentiles.Select(percentile => new Figure(
                percentile.Name, FigureKind.Average, 0, shown.Of(sums.Values.Percentile(percentile.Percent)))));
        }

        if (query.Extras.Contains(Extra.Customers))
        {
            figures.Add(Figure.Of(Extra.Customers, sums.Customers.Count));
        }

        return new Figures(figures);
    }

    /// <summary>The figures of an item.</summary>
    public static Figures Of(ItemTally item, AggregateQuery query) => new(
    [
        Figure.Of("orders", item.Orders), Figure.Of("cancelled", item.Cancelled), Figure.Of("units", item.Units),
        Figure.Of("refunded", item.Refunded), Figure.Of("revenue", query.Currencies.Of(item.Revenue.Sums)),
    ]);

    // Revenue by order, in each currency with orders.
    private static IEnumerable<KeyValuePair<Currency, Int128>> AveragesOf(Totals totals) => totals.Counts.All
        .Where(count => count.Orders != 0)
        .Select(count => KeyValuePair.Create(count.Currency, Rounded.HalfToEven(totals.Revenue[count.Currency], count.Orders)));
}

/// <summary>Figures, and those of the same at the time that they are compared with.</summary>
/// <param name="Now">The figures.</param>
/// <param name="Then">The figures then; null if nothing is compared.</param>
internal sealed record Compared(Figures Now, Figures? Then)
{
    /// <summary>Compares spans or points. Either both show gross or none does.</summary>
    /// <param name="now">The sums.</param>
    /// <param name="then">Those then; null if nothing is compared.</param>
    /// <param name="query">What is to be shown of them.</param>
    /// <param name="withAmounts">Whether to show gross in any case.</param>
    public static Compared Of(SpanSums now, SpanSums? then, AggregateQuery query, bool withAmounts = false)
    {
        var either = withAmounts || (then is not null && query.Currencies.ShowsAmounts(now.Totals, then.Totals));
        return new Compared(Figures.Of(now, query, either), then is null ? null : Figures.Of(then, query, either));
    }

    /// <summary>Compares items.</summary>
    public static Compared Of(ItemTally? now, ItemTally? then, AggregateQuery query) => new(
        Figures.Of(now ?? new ItemTally(), query), query.Comparison is null ? null : Figures.Of(then ?? new ItemTally(), query));

    /// <summary>Each figure of either side, in their order.</summary>
    public IEnumerable<(Figure? Now, Figure? Then)> Pairs() => Figure.Names
        .Select(name => (Now[name], Then?[name])).Where(pair => pair is not (null, null));
}
