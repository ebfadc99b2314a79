namespace Analytics.Core.Windows;

/// <summary>Step length of a time series: minutes of the clock, or days, ISO weeks or months of the calendar.</summary>
public sealed record SeriesStep
{
    private static readonly SeriesStep[] All =
    [
        new("1m", StepUnit.Minutes, 1), new("5m", StepUnit.Minutes, 5), new("15m", StepUnit.Minutes, 15), new("1h", StepUnit.Minutes, 60),
        new("1d", StepUnit.Day, 1440), new("1w", StepUnit.Week, 7 * 1440), new("1mo", StepUnit.Month, null),
    ];

    /// <summary>The step of a series that names none: a minute.</summary>
    public static SeriesStep Default => All[0];

    private SeriesStep(string name, StepUnit unit, long? minutes) => (Name, Unit, Minutes) = (name, unit, minutes);

    /// <summary>The step as answers write it, such as <c>1h</c>.</summary>
    public string Name { get; }

    /// <summary>What the step counts.</summary>
    public StepUnit Unit { get; }

    /// <summary>
    /// Length of a step in UTC, in minutes; null for months, which differ. In a zone that changes its offset, some steps are shorter or
    /// longer.
    /// </summary>
    public long? Minutes { get; }

    /// <summary>
    /// Parses <c>1m</c>, <c>5m</c>, <c>15m</c>, <c>1h</c>, <c>1d</c>, <c>1w</c> or <c>1mo</c>, or another notation of the same number of
    /// minutes up to a day, such as <c>60m</c>; null if it is none of them.
    /// </summary>
    public static SeriesStep? Parse(string? text) =>
        All.FirstOrDefault(step => step.Name == text)
        ?? (Duration.TryParseMinutes(text, out var minutes)
            ? All.FirstOrDefault(step => step.Unit is StepUnit.Minutes or StepUnit.Day && step.Minutes == minutes)
            : null);

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>What a <see cref="SeriesStep"/> counts.</summary>
public enum StepUnit
{
    /// <summary>Minutes of the clock, in a number that divides an hour.</summary>
    Minutes,

    /// <summary>A day of the calendar.</summary>
    Day,

    /// <summary>An ISO 8601 week, which begins on Monday.</summary>
    Week,

    /// <summary>A month of the calendar.</summary>
    Month,
}
