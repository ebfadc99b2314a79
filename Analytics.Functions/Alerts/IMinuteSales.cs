using Analytics.Core.Goals;
using Analytics.Core.Windows;

namespace Analytics.Functions.Alerts;

/// <summary>The sales of ranges of minutes, which decide whether an alert rings.</summary>
internal interface IMinuteSales
{
    /// <summary>The sum of a figure over a range; of revenue in minor units.</summary>
    Int128 Sum(SalesFigure figure, MinuteRange range);

    /// <summary>The units of an item in a range, or of the item with most units; null if there is none.</summary>
    /// <param name="sku">The item; null for the one with most units, and of several the first by SKU.</param>
    /// <param name="range">The range.</param>
    ItemUnits? Top(string? sku, MinuteRange range);
}

/// <summary>The units of an item.</summary>
/// <param name="Sku">The item.</param>
/// <param name="Units">Its units.</param>
internal readonly record struct ItemUnits(string Sku, long Units);
