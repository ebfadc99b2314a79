using Analytics.Core.Orders;

namespace Analytics.Functions.Aggregates;

/// <summary>The items that a reading sums: none, all of them by segment, or some of them by piece.</summary>
internal sealed class ItemSelection
{
    private ItemSelection(IReadOnlySet<string> skus, bool isAll) => (Skus, IsAll) = (skus, isAll);

    /// <summary>No items.</summary>
    public static ItemSelection None { get; } = new(new HashSet<string>(), isAll: false);

    /// <summary>All items, by segment.</summary>
    public static ItemSelection All { get; } = new(new HashSet<string>(), isAll: true);

    /// <summary>Some items, by piece: by their SKUs as given and as orders have them (trimmed, Unicode-normalised).</summary>
    public static ItemSelection Of(IEnumerable<string> skus) =>
        new(skus.SelectMany(sku => new[] { sku, OrderRules.NormalizeName(sku) }).ToHashSet(StringComparer.Ordinal), isAll: false);

    /// <summary>The SKUs of some items; empty for none or all.</summary>
    public IReadOnlySet<string> Skus { get; }

    /// <summary>Whether all items are summed.</summary>
    public bool IsAll { get; }

    /// <summary>Whether no items are summed.</summary>
    public bool IsNone => !IsAll && Skus.Count == 0;
}
