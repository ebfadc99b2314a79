using Analytics.Core.Windows;

namespace Analytics.Functions.Aggregates;

/// <summary>The windows that are named by a word of the calendar, such as <c>thisWeek</c>.</summary>
internal static class CalendarWindow
{
    /// <summary>The window of a query that names none.</summary>
    public const string Default = "today";

    /// <summary>The words. None is longer than 400 days.</summary>
    public static IReadOnlyList<string> Words { get; } =
        [Default, "yesterday", "thisWeek", "lastWeek", "thisMonth", "lastMonth", "thisYear"];

    /// <summary>The minutes of a window; null if the word is none of <see cref="Words"/>.</summary>
    /// <param name="word">The word.</param>
    /// <param name="calendar">The calendar that cuts days, ISO weeks, months and years.</param>
    /// <param name="current">The current minute, which is the last one of a window that has not ended.</param>
    public static MinuteRange? At(string word, Calendar calendar, Minute current)
    {
        var today = calendar.DayOf(current);
        var (week, month) = (Calendar.FirstDay(StepUnit.Week, today), Calendar.FirstDay(StepUnit.Month, today));
        return word switch
        {
            Default => Since(today),
            "yesterday" => Between(calendar.DayOf(calendar.StartOf(today).Plus(-1)), today),
            "thisWeek" => Since(week),
            "lastWeek" => Between(week.AddDays(-7), week),
            "thisMonth" => Since(month),
            "lastMonth" => Between(month.AddMonths(-1), month),
            "thisYear" => Since(new DateOnly(today.Year, 1, 1)),
            _ => null,
        };

        MinuteRange Since(DateOnly first) => new(calendar.StartOf(first), current.Plus(1));
        MinuteRange Between(DateOnly first, DateOnly end) => new(calendar.StartOf(first), calendar.StartOf(end));
    }
}
