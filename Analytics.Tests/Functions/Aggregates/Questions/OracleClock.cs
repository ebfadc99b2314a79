using System.Globalization;
using NodaTime;

namespace Analytics.Tests.Functions.Aggregates.Questions;

/// <summary>
/// A zone's clocks as a table of quarter-hours. A day begins when they first show one of its minutes; everything else follows from that by
/// search. Minutes are numbers since 1970, in UTC and on the clocks.
/// </summary>
internal sealed class OracleClock
{
    private const int Quarter = 15;

    private readonly string _zone;
    private readonly long _first;
    private readonly long[] _offsets;
    private readonly long[] _shown;

    public OracleClock(string zone, long first, long last)
    {
        (_zone, _first) = (zone, first - first % Quarter);
        _offsets = [.. Enumerable.Range(0, (int)((last - _first) / Quarter) + 1).Select(index =>
            (long)DateTimeZoneProviders.Tzdb[zone].GetUtcOffset(
                Instant.FromUnixTimeSeconds((_first + index * Quarter) * 60)).Seconds / 60)];
        _shown = new long[_offsets.Length];
        for (var index = 1; index < _offsets.Length; index++)
        {
            _shown[index] = Math.Max(_shown[index - 1], _first + index * Quarter - 1 + _offsets[index - 1]);
        }
    }

    /// <summary>What the clocks show.</summary>
    public DateTime Shown(long minute) => DateTime.UnixEpoch.AddMinutes(minute + Offset(minute));

    /// <summary>The latest time that they have come to so far: what they show, unless they were set back.</summary>
    public DateTime Reached(long minute) =>
        DateTime.UnixEpoch.AddMinutes(Math.Max(minute + Offset(minute), _shown[(minute - _first) / Quarter] + 1));

    public DateOnly Day(long minute) => DateOnly.FromDateTime(DateTime.UnixEpoch.AddMinutes(Latest(minute)));

    public long StartOf(DateOnly day) => First(day.ToDateTime(default));

    public long Offset(long minute) => _offsets[(minute - _first) / Quarter];

    /// <summary>The first minute at which the clocks show a time or a later one.</summary>
    public long First(DateTime clock)
    {
        var wanted = (long)(clock - DateTime.UnixEpoch).TotalMinutes;
        var (low, high) = (_first, _first + _offsets.LongLength * Quarter - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Latest(middle) >= wanted ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    /// <summary>The minute at which the clocks had reached the same some days or months earlier.</summary>
    public long Back(long minute, int days, int months)
    {
        var clock = StartOf(Day(minute)) == minute ? Day(minute).ToDateTime(default) : Reached(minute);
        var (date, isThere) = Back(DateOnly.FromDateTime(clock), days, months);
        return First(date.ToDateTime(default) + (isThere ? clock.TimeOfDay : TimeSpan.Zero));
    }

    /// <summary>The day some days or months earlier; if the month has no such day, the first day after the month.</summary>
    public static (DateOnly Day, bool IsThere) Back(DateOnly day, int days, int months)
    {
        var later = day.AddDays(-days);
        var month = new DateOnly(later.Year, later.Month, 1).AddMonths(-months);
        return later.Day <= DateTime.DaysInMonth(month.Year, month.Month)
            ? (month.AddDays(later.Day - 1), true)
            : (month.AddMonths(1), false);
    }

    /// <summary>What tells the steps of a series apart: of the clock, what it shows; of the calendar, the day that has begun.</summary>
    public (long, long, long) Step(string step, long minute)
    {
        var (shown, day) = (Shown(minute), Day(minute));
        var monday = day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
        return step switch
        {
            "1d" => (day.DayNumber, 0, 0),
            "1w" => (monday.DayNumber, 0, 0),
            "1mo" => (day.Year, day.Month, 0),
            _ => (shown.Date.Ticks, (shown.Hour * 60 + shown.Minute) / Length(step), Offset(minute)),
        };
    }

    /// <summary>The minutes of a step of the clock.</summary>
    public static int Length(string step) => step switch { "1m" => 1, "5m" => 5, "15m" => 15, "1h" => 60, _ => 1440 };

    public string Format(long minute)
    {
        var offset = TimeSpan.FromMinutes(Offset(minute));
        var text = Shown(minute).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);
        return _zone == "UTC" ? $"{text}Z" : $"{text}{(offset < TimeSpan.Zero ? '-' : '+')}{offset:hh\\:mm}";
    }

    // The latest minute that they have shown so far.
    private long Latest(long minute) => Math.Max(minute + Offset(minute), _shown[(minute - _first) / Quarter]);
}
