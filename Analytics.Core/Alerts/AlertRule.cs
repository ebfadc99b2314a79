using Analytics.Core.Goals;

namespace Analytics.Core.Alerts;

/// <summary>When an alert rings: a closed set of conditions. Immutable.</summary>
public abstract record AlertRule
{
    /// <summary>Maximum length of the spans that rules look at, in minutes: a day.</summary>
    public const int MaxMinutes = 1440;

    /// <summary>Maximum percentage of a comparison.</summary>
    public const int MaxPercent = 1000;

    /// <summary>Maximum number of units of a limit.</summary>
    public const long MaxUnits = 1_000_000_000;

    private AlertRule()
    {
    }

    /// <summary>Nothing was sold for some minutes.</summary>
    /// <param name="Minutes">The number of whole minutes without an order, 1 to <see cref="MaxMinutes"/>.</param>
    public sealed record NoSales(int Minutes) : AlertRule;

    /// <summary>The day so far is below a percentage of an earlier day up to the same time.</summary>
    /// <param name="Figure">The number that is compared.</param>
    /// <param name="Percent">The percentage, 1 to <see cref="MaxPercent"/>.</param>
    /// <param name="Compare">The word that names the earlier day, as <c>lastWeek</c>.</param>
    public sealed record Below(SalesFigure Figure, int Percent, string Compare) : AlertRule
    {
        /// <summary>Whether a number is below the percentage of another one; false if that is 0.</summary>
        public bool IsBelow(Int128 now, Int128 then) => now * 100 < then * Percent;
    }

    /// <summary>More units of an item were sold in some minutes than a limit.</summary>
    /// <param name="Sku">The item; null for any item.</param>
    /// <param name="Units">The limit, 0 to <see cref="MaxUnits"/>.</param>
    /// <param name="Minutes">The number of whole minutes, 1 to <see cref="MaxMinutes"/>.</param>
    public sealed record ItemAbove(string? Sku, long Units, int Minutes) : AlertRule;
}
