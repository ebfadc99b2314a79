using System.Globalization;

namespace Analytics.Local.Web.Live;

/// <summary>The viewer's today and yesterday, as stretches of whole minutes that the aggregates API takes.</summary>
internal static class Days
{
    /// <summary>The zone of that IANA name; UTC if this machine does not know it.</summary>
    public static TimeZoneInfo Zone(string? name) =>
        name is not null && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc;

    /// <summary>From midnight up to and including the current minute.</summary>
    public static string Today(DateTimeOffset now, TimeZoneInfo zone) => Query(Midnight(now, zone, 0), NextMinute(now));

    /// <summary>All of yesterday.</summary>
    public static string Yesterday(DateTimeOffset now, TimeZoneInfo zone) => Query(Midnight(now, zone, -1), Midnight(now, zone, 0));

    /// <summary>As much of yesterday as today has had so far.</summary>
    public static string YesterdaySoFar(DateTimeOffset now, TimeZoneInfo zone)
    {
        var yesterday = Midnight(now, zone, -1);
        var until = yesterday + (NextMinute(now) - Midnight(now, zone, 0));
        return Query(yesterday, until < Midnight(now, zone, 0) ? until : Midnight(now, zone, 0));
    }

    private static DateTimeOffset Midnight(DateTimeOffset now, TimeZoneInfo zone, int days)
    {
        var midnight = TimeZoneInfo.ConvertTime(now, zone).Date.AddDays(days);
        // Where the clock is put forward at midnight, the day begins later.
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
