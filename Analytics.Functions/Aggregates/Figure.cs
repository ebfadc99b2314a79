using Analytics.Core.Orders;

namespace Analytics.Functions.Aggregates;

/// <summary>A number of an answer by its name: a count, or amounts of money by currency.</summary>
/// <param name="Name">Its name in JSON and in the heads of tables.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Count">The count.</param>
/// <param name="Amounts">The amounts in minor units, ordered by currency code; null for a count.</param>
internal sealed record Figure(
    string Name, FigureKind Kind, Int128 Count, IReadOnlyList<KeyValuePair<Currency, Int128>>? Amounts)
{
    /// <summary>The percentiles of <see cref="Extra.Percentiles"/>, and their names.</summary>
    public static IReadOnlyList<(string Name, int Percent)> Percentiles { get; } = [("p50", 50), ("p90", 90), ("p99", 99)];

    /// <summary>All names, in the order in which answers show them.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "items", "orders", "cancelled", "units", "refunded", "revenue", "gross", .. OrderAmounts.All.Select(OrderAmounts.NameOf),
        Extra.AverageOrderValue, .. Percentiles.Select(percentile => percentile.Name), Extra.Customers,
    ];

    /// <summary>A count.</summary>
    public static Figure Of(string name, Int128 count) => new(name, FigureKind.Count, count, null);

    /// <summary>Sums of money.</summary>
    public static Figure Of(string name, IReadOnlyList<KeyValuePair<Currency, Int128>> sums) => new(name, FigureKind.Sum, 0, sums);

    /// <summary>The count, or the amount in a currency: 0 for a sum without one, null for an average without one.</summary>
    public Int128? In(Currency? currency)
    {
        if (Kind == FigureKind.Count)
        {
            return Count;
        }

        foreach (var (other, minor) in Amounts ?? [])
        {
            if (ReferenceEquals(other, currency))
            {
                return minor;
            }
        }

        return Kind == FigureKind.Sum ? 0 : null;
    }
}

/// <summary>What a <see cref="Figure"/> is.</summary>
internal enum FigureKind
{
    /// <summary>A number of orders, units, items or customers.</summary>
    Count,

    /// <summary>Sums of money; a currency without one has 0.</summary>
    Sum,

    /// <summary>Averages and percentiles of money; a currency may have none.</summary>
    Average,
}
