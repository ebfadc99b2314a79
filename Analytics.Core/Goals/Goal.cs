namespace Analytics.Core.Goals;

/// <summary>What a shop wants to sell in a day, a week or a month. Immutable.</summary>
/// <param name="Figure">The number that should reach the target.</param>
/// <param name="Target">The target, above 0; of revenue in minor units.</param>
/// <param name="Period">The length of the period.</param>
/// <param name="TimeZone">IANA id of the zone in which periods begin.</param>
/// <param name="UpdatedAt">When the goal was last set.</param>
public sealed record Goal(SalesFigure Figure, long Target, GoalPeriod Period, string TimeZone, DateTimeOffset UpdatedAt)
{
    /// <summary>Maximum length of a name, in characters.</summary>
    public const int MaxNameLength = 80;

    /// <summary>A day of the only period that the goal is for; null for every period.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>A name for display; null for none.</summary>
    public string? Name { get; init; }
}

/// <summary>The length of the period of a <see cref="Goal"/>.</summary>
public enum GoalPeriod
{
    /// <summary>A day of the calendar.</summary>
    Day,

    /// <summary>An ISO 8601 week, which begins on Monday.</summary>
    Week,

    /// <summary>A month of the calendar.</summary>
    Month,
}

/// <summary>Converts periods to and from their names on the wire.</summary>
public static class GoalPeriodNames
{
    /// <summary>All names.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<GoalPeriod>().Select(ToWire)];

    /// <summary>Returns the name of a period.</summary>
    /// <exception cref="System.Diagnostics.UnreachableException">The period is not a defined value.</exception>
    public static string ToWire(this GoalPeriod period) => period switch
    {
        GoalPeriod.Day => "day",
        GoalPeriod.Week => "week",
        GoalPeriod.Month => "month",
        _ => throw new System.Diagnostics.UnreachableException($"The period {period} has no name on the wire."),
    };

    /// <summary>Parses the name of a period; null if no period has it. Case-sensitive.</summary>
    public static GoalPeriod? Parse(string? text) => text switch
    {
        "day" => GoalPeriod.Day,
        "week" => GoalPeriod.Week,
        "month" => GoalPeriod.Month,
        _ => null,
    };
}
