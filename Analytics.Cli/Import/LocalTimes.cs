using Analytics.Operations.Import;
using NodaTime;

namespace Analytics.Cli.Import;

/// <summary>Times of a file that are local to a time zone.</summary>
internal static class LocalTimes
{
    /// <summary>Reads times without an offset in a time zone of the IANA database; null if there is no such zone.</summary>
    /// <remarks>
    /// Of a time that occurs twice, as clocks are set back, the earlier is taken. A time that clocks skip is moved forward by what they
    /// skip.
    /// </remarks>
    public static ImportTime? In(string zone) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is { } found
        ? new ImportTime(local => found.AtLeniently(LocalDateTime.FromDateTime(local)).ToDateTimeOffset())
        : null;
}
