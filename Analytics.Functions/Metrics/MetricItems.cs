using System.Collections.Frozen;

namespace Analytics.Functions.Metrics;

/// <summary>The items that have a metric series of their own; all others share one.</summary>
/// <remarks>
/// A configured list rather than the top N of each batch: the top changes, so every SKU that was ever on top would become a series to pay
/// for. The aggregates API gives the exact ranking of all items.
/// </remarks>
public sealed class MetricItems
{
    /// <summary>The series that all other items share.</summary>
    public const string Other = "Other";

    /// <summary>Maximum number of items in the list.</summary>
    public const int MaxCount = 30;

    /// <summary>The empty list.</summary>
    public static readonly MetricItems None = new([]);

    private readonly FrozenSet<string> _skus;

    private MetricItems(IEnumerable<string> skus) => _skus = skus.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Parses a comma-separated list of SKUs; an empty text gives an empty list.</summary>
    /// <exception cref="FormatException">There are more than <see cref="MaxCount"/>, or one is no valid dimension value.</exception>
    public static MetricItems Parse(string text)
    {
        var skus = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (skus.Length > MaxCount)
        {
            throw new FormatException($"At most {MaxCount} items can have metrics of their own; there are {skus.Length}.");
        }

        // CloudWatch accepts printable ASCII that does not begin with a colon (API reference, Dimension).
        var bad = Array.Find(skus, sku => sku[0] == ':' || sku.Any(character => character is < ' ' or > '~'));
        return bad is null
            ? new MetricItems(skus)
            : throw new FormatException(
                $"'{bad}' is no value of a dimension: these are printable ASCII and do not begin with a colon.");
    }

    /// <summary>The series of an item: its SKU if listed, else <see cref="Other"/>.</summary>
    public string SeriesOf(string sku) => _skus.Contains(sku) ? sku : Other;
}
