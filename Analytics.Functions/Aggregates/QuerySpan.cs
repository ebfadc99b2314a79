using Analytics.Core.Windows;

namespace Analytics.Functions.Aggregates;

/// <summary>The minutes that a query asks for, and how its answer states them.</summary>
/// <param name="Minutes">The minutes.</param>
/// <param name="End">
/// The first minute after the span when it is complete: of <c>today</c>, the beginning of tomorrow; else the end of the minutes.
/// </param>
/// <param name="ToPrevious">Moves the span to the one before it.</param>
/// <param name="Window">The word that named the window, such as <c>today</c>; null if none did.</param>
/// <param name="Calendar">The calendar of the query's time zone.</param>
internal sealed record QuerySpan(MinuteRange Minutes, Minute End, Shift ToPrevious, string? Window, Calendar Calendar)
{
    /// <summary>A span of minutes. The one before it has as many.</summary>
    public static QuerySpan OfMinutes(MinuteRange minutes, Calendar calendar) =>
        new(minutes, minutes.To, Shift.ByMinutes(minutes.Minutes), null, calendar);

    /// <summary>A span of whole days. The one before it has as many days, which may have another number of minutes.</summary>
    public static QuerySpan OfDays(MinuteRange minutes, int days, Calendar calendar) =>
        new(minutes, minutes.To, Shift.ByDays(calendar, days), null, calendar);
}
