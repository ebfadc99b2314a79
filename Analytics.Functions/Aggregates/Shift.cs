using Analytics.Core.Windows;

namespace Analytics.Functions.Aggregates;

/// <summary>
/// Moves minutes to an earlier time: by a number of minutes, or by days or months of a calendar, to when its clocks showed the same.
/// Immutable and thread-safe.
/// </summary>
/// <remarks>
/// Never moves a later minute before an earlier one, so spans that follow each other still do. Where a day begins, so does its
/// counterpart. A time that the clocks skipped is moved to the first minute after the gap, and one that they showed twice to the first of
/// both. While they show times once more after having been set back, the counterpart stands still until they go on. A day that the earlier
/// month lacks, such as 30 February, is moved to the end of that month.
/// </remarks>
internal sealed class Shift
{
    private readonly Calendar? _calendar;
    private readonly long _minutes;
    private readonly int _days;
    private readonly int _months;

    private Shift(Calendar? calendar, long minutes, int days, int months) =>
        (_calendar, _minutes, _days, _months) = (calendar, minutes, days, months);

    /// <summary>Moves back by minutes.</summary>
    public static Shift ByMinutes(long minutes) => new(null, minutes, 0, 0);

    /// <summary>Moves back by days of a calendar.</summary>
    public static Shift ByDays(Calendar calendar, int days) => new(calendar, 0, days, 0);

    /// <summary>Moves back by months of a calendar.</summary>
    public static Shift ByMonths(Calendar calendar, int months) => new(calendar, 0, 0, months);

    /// <summary>The counterpart of the beginning of a minute.</summary>
    public Minute Of(Minute minute)
    {
        if (_calendar is null)
        {
            return minute.Plus(-_minutes);
        }

        var day = _calendar.DayOf(minute);
        if (_calendar.StartOf(day) == minute)
        {
            return _calendar.StartOf(Earlier(day).Day);
        }

        var clock = _calendar.ClockAt(minute);
        var (earlier, exists) = Earlier(DateOnly.FromDateTime(clock));
        return exists ? _calendar.At(earlier.ToDateTime(TimeOnly.FromDateTime(clock))) : _calendar.StartOf(earlier);
    }

    /// <summary>The counterpart of a range, from that of its beginning to that of its end. May be empty.</summary>
    public MinuteRange Of(MinuteRange range) => new(Of(range.From), Of(range.To));

    /// <summary>
    /// The counterpart of a point of a series. That of a day is one day at most, also of the last day of a month before which a longer
    /// month lies.
    /// </summary>
    public MinuteRange Of(MinuteRange point, StepUnit unit)
    {
        var range = Of(point);
        if (unit != StepUnit.Day || _months == 0 || point.Minutes == 0)
        {
            return range;
        }

        var (earlier, exists) = Earlier(_calendar!.DayOf(point.To.Plus(-1)));
        var end = _calendar.StartOf(earlier.AddDays(1));
        return exists && end < range.To ? new MinuteRange(range.From, end) : range;
    }

    // The counterpart of a day; the first day of the month after it, if the earlier month has no such day.
    private (DateOnly Day, bool Exists) Earlier(DateOnly day)
    {
        var earlier = day.AddDays(-_days).AddMonths(-_months);
        return _months == 0 || earlier.Day == day.Day ? (earlier, true) : (earlier.AddDays(1), false);
    }
}
