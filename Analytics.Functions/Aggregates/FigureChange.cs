using Analytics.Core.Orders;

namespace Analytics.Functions.Aggregates;

/// <summary>States how a figure of now relates to that of then, as a number in text; null where there is none.</summary>
/// <param name="now">The figure now; null counts as 0.</param>
/// <param name="then">The figure then; null counts as 0.</param>
/// <param name="currency">The currency of an amount; null for a count.</param>
internal delegate string? ChangeText(Figure? now, Figure? then, Currency? currency);

/// <summary>How figures of now relate to those of then.</summary>
internal static class FigureChange
{
    /// <summary>The figure itself; null if it is an average without a value.</summary>
    public static string? Value(Figure? figure, Currency? currency) => figure is null
        ? MinorUnits.Format(0, currency?.Exponent ?? 0)
        : figure.In(currency) is { } value ? MinorUnits.Format(value, currency?.Exponent ?? 0) : null;

    /// <summary>Now less then, exactly; null if a side has no average.</summary>
    public static string? Difference(Figure? now, Figure? then, Currency? currency) => Values(now, then, currency) is var (a, b)
        ? MinorUnits.Format(a - b, currency?.Exponent ?? 0)
        : null;

    /// <summary>Now divided by then, with four decimals; null if then was 0 or a side has no average.</summary>
    public static string? Ratio(Figure? now, Figure? then, Currency? currency) => Values(now, then, currency) is var (a, b)
        ? Rounded.Ratio(a, b)
        : null;

    /// <summary>The currencies in which either figure has an amount, ordered by code.</summary>
    public static IEnumerable<Currency> Currencies(params IEnumerable<Figure?> figures) =>
        figures.SelectMany(figure => figure?.Amounts ?? []).Select(sum => sum.Key).Distinct().Order();

    private static (Int128 Now, Int128 Then)? Values(Figure? now, Figure? then, Currency? currency)
    {
        // A figure that a side lacks is 0, but for an average.
        Int128? missing = (now ?? then!).Kind == FigureKind.Average ? null : 0;
        return (now?.In(currency) ?? missing) is { } a && (then?.In(currency) ?? missing) is { } b ? (a, b) : null;
    }
}
