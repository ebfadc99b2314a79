using Analytics.Core.Windows;
using Analytics.Storage;

namespace Analytics.Functions.Aggregates;

/// <summary>How far the pages of an explanation have come.</summary>
/// <param name="Range">The minutes of the first page, so that a rolling window does not move between pages.</param>
/// <param name="Counted">Number of orders, cancelled ones included, that the aggregates had counted when the first page was read.</param>
/// <param name="Listed">Number of orders found so far, those of other items and currencies included.</param>
internal sealed record ExplainPosition(MinuteRange Range, long Counted, long Listed)
{
    /// <summary>Whether the item is that of the normalised SKU, because none has the SKU as it was given.</summary>
    public bool NormalizesSku { get; init; }

    /// <summary>The last order of the index that was looked at; null before the first one.</summary>
    public OrderPosition? After { get; init; }

    /// <summary>Where the search for orders that the index lacks has come; null before it begins, empty at its beginning.</summary>
    public string? Unindexed { get; init; }
}
