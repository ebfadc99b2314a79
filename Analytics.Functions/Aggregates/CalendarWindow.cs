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

    /// <summary>The span of a window; null if the word is none of <see cref="Words"/>.</summary>
    /// <param name="word">The word.</param>
    /// <param name="calendar">The calendar that cuts days, ISO weeks, months and years.</param>
    /// <param name="current">The current minute, which is the last one of a window that has not ended.</param>
    public static QuerySpan? SpanAt(string word, Calendar calendar, Minute current)
    {
        var today = calendar.DayOf(current);
        var (week, month) = (Calendar.FirstDay(StepUnit.Week, today), Calendar.FirstDay(StepUnit.Month, today));
        var (byDay, byWeek, byMonth) = (Shift.ByDays(calendar, 1), Shift.ByDays(calendar, 7), Shift.ByMonths(calendar, 1));
        return word switch
        {
            Default => Since(today, today.AddDays(1), byDay),
            "yesterday" => Between(calendar.DayOf(calendar.StartOf(today).Plus(-1)), today, byDay),
            "thisWeek" => Since(week, week.AddDays(7), byWeek),
            "lastWeek" => Between(week.AddDays(-7), week, byWeek),
            "thisMonth" => Since(month, month.AddMonths(1), byMonth),
            "lastMonth" => Between(month.AddMonths(-1), month, byMonth),
            "thisYear" => Since(new DateOnly(today.Year, 1, 1), new DateOnly(today.Year + 1, 1, 1), Shift.ByMonths(calendar, 12)),
            _ => null,
        };

        QuerySpan Since(DateOnly first, DateOnly next, Shift shift) => new(
            new MinuteRange(calendar.StartOf(first), current.Plus(1)), calendar.StartOf(next), shift, word, calendar);
        QuerySpan Between(DateOnly first, DateOnly end, Shift shift) => new(
            new MinuteRange(calendar.StartOf(first), calendar.StartOf(end)), calendar.StartOf(end), shift, word, calendar);
    }
}
