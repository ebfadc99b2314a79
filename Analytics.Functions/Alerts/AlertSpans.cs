using Analytics.Core.Alerts;
using Analytics.Core.Windows;
using Analytics.Functions.Aggregates;

namespace Analytics.Functions.Alerts;

/// <summary>The minutes that decide whether an alert rings at a time.</summary>
/// <remarks>
/// Whole minutes before the current one, so that a rule for an hour sees an hour at any second. Only a rule about no sales looks at the
/// current minute, too: it must not ring just after a sale.
/// </remarks>
/// <param name="Now">The minutes that the rule looks at. May be empty.</param>
/// <param name="Then">The earlier ones that they are compared with; null if there is no comparison.</param>
/// <param name="IsActive">Whether the alert may ring at this time of day.</param>
internal sealed record AlertSpans(MinuteRange Now, MinuteRange? Then, bool IsActive)
{
    /// <summary>The spans of an alert.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="calendar">The calendar of its zone.</param>
    /// <param name="current">The current minute.</param>
    public static AlertSpans Of(Alert alert, Calendar calendar, Minute current)
    {
        var opening = alert.Hours is { } hours ? OpeningOf(hours, calendar, current) : new Minute(0);
        switch (alert.Rule)
        {
            case AlertRule.NoSales(var minutes):
                return new AlertSpans(
                    new MinuteRange(current.Plus(-minutes), current.Plus(1)), null, opening?.Plus(minutes) <= current);
            case AlertRule.ItemAbove(_, _, var minutes):
                return new AlertSpans(new MinuteRange(current.Plus(-minutes), current), null, opening is not null);
            case AlertRule.Below(_, _, var compare):
                var day = new MinuteRange(calendar.StartOf(calendar.DayOf(current)), current);
                var shift = compare switch
                {
                    "yesterday" => Shift.ByDays(calendar, 1),
                    "lastYear" => Shift.ByMonths(calendar, 12),
                    _ => Shift.ByDays(calendar, 7),
                };
                return new AlertSpans(day, shift.Of(day), opening is not null);
            default:
                throw new System.Diagnostics.UnreachableException($"The rule {alert.Rule} has no spans.");
        }
    }

    // When the hours that contain a minute began; null if none contain it.
    private static Minute? OpeningOf(AlertHours hours, Calendar calendar, Minute current)
    {
        var clock = calendar.ClockAt(current);
        var time = TimeOnly.FromDateTime(clock);
        if (!hours.Contains(time))
        {
            return null;
        }

        var day = DateOnly.FromDateTime(clock);
        return calendar.At((hours.From <= time ? day : day.AddDays(-1)).ToDateTime(hours.From));
    }
}
