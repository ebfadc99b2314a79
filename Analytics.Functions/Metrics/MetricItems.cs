using System.Collections.Frozen;

namespace Analytics.Functions.Metrics;

/// <summary>The items that have a time series of their own; all others share one.</summary>
/// <remarks>
/// A list, not a "top N of the batch": what is on top changes, and every SKU that ever was would become a series to pay for.
/// The exact ranking of all items is the aggregates API's to tell.
/// </remarks>
public sealed class MetricItems
{
    /// <summary>The series that the other items share.</summary>
    public const string Other = "Other";

    /// <summary>How many items may be named.</summary>
    public const int MaxCount = 30;

    /// <summary>No item by itself.</summary>
    public static readonly MetricItems None = new([]);

    private readonly FrozenSet<string> _skus;

    private MetricItems(IEnumerable<string> skus) => _skus = skus.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Reads SKUs that stand between commas; an empty text names none.</summary>
    /// <exception cref="FormatException">They are too many, or one cannot be the value of a dimension.</exception>
    public static MetricItems Parse(string text)
    {
        var skus = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (skus.Length > MaxCount)
        {
            throw new FormatException($"At most {MaxCount} items can have metrics of their own; there are {skus.Length}.");
        }

        // What CloudWatch takes as a dimension's value (API reference, Dimension).
        var bad = Array.Find(skus, sku => sku[0] == ':' || sku.Any(character => character is < ' ' or > '~'));
        return bad is null
            ? new MetricItems(skus)
            : throw new FormatException(
                $"'{bad}' cannot be told apart in metrics: they take printable ASCII that does not begin with a colon.");
    }

    /// <summary>The series that an item counts in.</summary>
    public string SeriesOf(string sku) => _skus.Contains(sku) ? sku : Other;
}
