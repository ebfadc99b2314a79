using System.Globalization;
using NodaTime;

namespace Analytics.Cli.Live;

/// <summary>The viewer's today and yesterday, as query strings of whole minutes for the aggregates API.</summary>
/// <remarks>
/// A day begins at its first midnight where midnight comes twice (RFC 5545, 3.3.5), and at its first moment where midnight does not exist.
/// Yesterday is the last day before today that existed: a zone that crosses the date line may skip one.
/// </remarks>
internal static class Days
{
    /// <summary>Returns the time zone with an IANA name; UTC if the name is null or not in the time zone database.</summary>
    public static DateTimeZone Zone(string? name) =>
        name is null ? DateTimeZone.Utc : DateTimeZoneProviders.Tzdb.GetZoneOrNull(name) ?? DateTimeZone.Utc;

    /// <summary>Today from its beginning up to and including the current minute.</summary>
    public static string Today(DateTimeOffset now, DateTimeZone zone) => Query(StartOfToday(now, zone), CurrentMinute(now) + OneMinute);

    /// <summary>The whole of yesterday.</summary>
    public static string Yesterday(DateTimeOffset now, DateTimeZone zone)
    {
        var today = StartOfToday(now, zone);
        return Query(StartOfDayBefore(today, zone), today);
    }

    /// <summary>Yesterday up to and including the current minute of the clock; all of yesterday if it ended earlier.</summary>
    /// <remarks>A minute that yesterday's clock showed twice, or skipped, is taken as RFC 5545 (3.3.5) says.</remarks>
    public static string YesterdaySoFar(DateTimeOffset now, DateTimeZone zone)
    {
        var today = StartOfToday(now, zone);
        var yesterday = StartOfDayBefore(today, zone);
        var sameTime = yesterday.InZone(zone).Date.At(CurrentMinute(now).InZone(zone).TimeOfDay);
        return Query(yesterday, Instant.Min(sameTime.InZoneLeniently(zone).ToInstant() + OneMinute, today));
    }

    private static Duration OneMinute => Duration.FromMinutes(1);

    private static Instant StartOfToday(DateTimeOffset now, DateTimeZone zone) => StartOfDay(Instant.FromDateTimeOffset(now), zone);

    private static Instant StartOfDayBefore(Instant startOfDay, DateTimeZone zone) => StartOfDay(startOfDay - Duration.Epsilon, zone);

    private static Instant StartOfDay(Instant moment, DateTimeZone zone) =>
        zone.AtStartOfDay(moment.InZone(zone).Date).ToInstant();

    private static Instant CurrentMinute(DateTimeOffset now) => Instant.FromUnixTimeSeconds(now.ToUnixTimeSeconds() / 60 * 60);

    private static string Query(Instant from, Instant to) =>
        string.Create(CultureInfo.InvariantCulture, $"from={Minute(from)}&to={Minute(to)}");

    private static string Minute(Instant moment) => moment.ToString("uuuu-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);
}
