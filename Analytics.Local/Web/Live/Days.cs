using System.Globalization;

namespace Analytics.Local.Web.Live;

/// <summary>The viewer's today and yesterday, as query strings of whole minutes for the aggregates API.</summary>
internal static class Days
{
    /// <summary>Returns the time zone with an IANA name; UTC if the name is null or this machine does not know it.</summary>
    public static TimeZoneInfo Zone(string? name) =>
        name is not null && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc;

    /// <summary>Today from midnight up to and including the current minute.</summary>
    public static string Today(DateTimeOffset now, TimeZoneInfo zone) => Query(Midnight(now, zone, 0), NextMinute(now));

    /// <summary>The whole of yesterday.</summary>
    public static string Yesterday(DateTimeOffset now, TimeZoneInfo zone) => Query(Midnight(now, zone, -1), Midnight(now, zone, 0));

    /// <summary>Yesterday up to the current time of day.</summary>
    public static string YesterdaySoFar(DateTimeOffset now, TimeZoneInfo zone)
    {
        var yesterday = Midnight(now, zone, -1);
        var until = yesterday + (NextMinute(now) - Midnight(now, zone, 0));
        return Query(yesterday, until < Midnight(now, zone, 0) ? until : Midnight(now, zone, 0));
    }

    private static DateTimeOffset Midnight(DateTimeOffset now, TimeZoneInfo zone, int days)
    {
        var midnight = TimeZoneInfo.ConvertTime(now, zone).Date.AddDays(days);
        // Where clocks are put forward at midnight, midnight does not exist and the day starts later.
        while (zone.IsInvalidTime(midnight))
        {
            midnight = midnight.AddMinutes(15);
        }

        return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUniversalTime();
    }

    private static DateTimeOffset NextMinute(DateTimeOffset now) =>
        DateTimeOffset.FromUnixTimeSeconds((now.ToUnixTimeSeconds() / 60 + 1) * 60);

    private static string Query(DateTimeOffset from, DateTimeOffset to) =>
        string.Create(CultureInfo.InvariantCulture, $"from={from:yyyy-MM-ddTHH:mm}Z&to={to:yyyy-MM-ddTHH:mm}Z");
}
