using System.Globalization;
using Analytics.Core.Windows;
using Analytics.Storage;

namespace Analytics.Functions.Aggregates;

/// <summary>Reads the minutes that a query asks for: <c>window</c>, or <c>from</c> and <c>to</c>, in the zone of <c>tz</c>.</summary>
internal static class SpanParameters
{
    private static readonly string[] TimeForms =
    [
        "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
    ];

    /// <summary>The first minute that is certainly retained.</summary>
    public static Minute OldestAt(DateTimeOffset now) => Minute.Of(now - MinuteItem.Retention + TimeSpan.FromDays(1));

    /// <summary>What is said of a time before <see cref="OldestAt"/>.</summary>
    public static string TooOld => $"must be within the last {MinuteItem.Retention.TotalDays - 1:0} days; older minutes are not kept";

    /// <summary>Reads the span. Default today; at most 400 days.</summary>
    /// <param name="text">The query.</param>
    /// <param name="asked">The time that windows end with.</param>
    /// <param name="now">The time that retention goes by.</param>
    public static QuerySpan Read(QueryText text, DateTimeOffset asked, DateTimeOffset now)
    {
        var (errors, calendar) = (text.Errors, CalendarOf(text));
        var (window, from, to) = (text["window"], text["from"], text["to"]);
        if (from is null && to is null)
        {
            return RollingWindow.TryParse(window, out var rolling)
                ? QuerySpan.OfMinutes(rolling.At(asked), calendar)
                : OfWord(text, window ?? CalendarWindow.Default, calendar, Minute.Of(asked));
        }

        errors.Require(window is null, "window", "cannot be given together with from and to");
        var (begin, end) = (MinuteOf(text, "from", calendar), MinuteOf(text, "to", calendar));
        if (!errors.Any)
        {
            errors.Require(begin < end, "to", "must be after from");
            errors.Require(end.Number - begin.Number <= RollingWindow.MaxMinutes, "to", "must be at most 400 days after from");
            errors.Require(end.Number - Minute.Of(asked).Number <= RollingWindow.MaxMinutes, "to", "must be within the next 400 days");
            errors.Require(begin >= OldestAt(now), "from", TooOld);
        }

        return errors.Any ? QuerySpan.OfMinutes(default, calendar)
            : DayOf(from) is { } first && DayOf(to) is { } last
                ? QuerySpan.OfDays(new MinuteRange(begin, end), last.DayNumber - first.DayNumber, calendar)
                : QuerySpan.OfMinutes(new MinuteRange(begin, end), calendar);
    }

    /// <summary>The calendar of <c>tz</c>; without it that of UTC.</summary>
    public static Calendar CalendarOf(QueryText text)
    {
        // The name of UTC does not load time zone data, which a cold start would wait for.
        if (text["tz"] is not { } id || id == "UTC")
        {
            return Calendar.Utc;
        }

        if (ZoneCalendar.Find(id) is { } zone)
        {
            return zone;
        }

        text.Errors.Add("tz", "must be a time zone of the IANA database, as Europe/Berlin; "
            + $"got '{id}'{QueryText.Suggestion(id, ZoneCalendar.Ids)}");
        return Calendar.Utc;
    }

    private static QuerySpan OfWord(QueryText text, string word, Calendar calendar, Minute current)
    {
        var span = CalendarWindow.SpanAt(word, calendar, current);
        text.Errors.Require(span is not null, "window",
            $"must be 1m to 400d in minutes (m), hours (h) or days (d), or {string.Join(", ", CalendarWindow.Words)}; got '{word}'"
            + QueryText.Suggestion(word, CalendarWindow.Words));
        return span ?? QuerySpan.OfMinutes(default, calendar);
    }

    private static DateOnly? DayOf(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static Minute MinuteOf(QueryText query, string parameter, Calendar calendar)
    {
        var text = query[parameter];
        if (DayOf(text) is { } day)
        {
            return calendar.StartOf(day);
        }

        var read = DateTimeOffset.TryParseExact(
            text, TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment);
        query.Errors.Require(read && HasOffset(text!) && moment.UtcTicks % TimeSpan.TicksPerMinute == 0, parameter, text switch
        {
            null => "is missing: from and to are given together",
            // In a query string, a plus sign decodes to a space (WHATWG URL Standard, application/x-www-form-urlencoded).
            _ when text.Contains(' ', StringComparison.Ordinal) =>
                $"must be a whole minute in ISO 8601; got '{text}': write the + of its offset as %2B, as in 2026-11-23T10:05%2B01:00",
            _ when read && !HasOffset(text) =>
                $"must have an offset, as {text}Z, because local times may occur twice or not at all; a date alone is in the zone of tz",
            _ => $"must be a whole minute in ISO 8601, as 2026-11-23T10:05Z, or a date; got '{text}'",
        });
        return Minute.Of(moment);
    }

    private static bool HasOffset(string time) => time[^1] == 'Z' || time[^6] is '+' or '-';
}
