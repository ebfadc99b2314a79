using System.Globalization;

namespace Analytics.Local.CloudWatch.Protocol;

/// <summary>Converts times to and from the protocols' formats: seconds since 1970 with fractional milliseconds, or ISO 8601.</summary>
internal static class WireTime
{
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd",
    ];

    /// <summary>Converts seconds since 1970, rounded to the millisecond; null if .NET cannot represent the year.</summary>
    public static DateTimeOffset? FromSeconds(double seconds)
    {
        var milliseconds = Math.Round(seconds * 1000);
        return milliseconds >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds()
            && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
                ? DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds)
                : null;
    }

    /// <summary>Parses an ISO 8601 time, in UTC unless it has another offset; null if the text is not a time.</summary>
    public static DateTimeOffset? FromText(string text) =>
        DateTimeOffset.TryParseExact(
            text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : null;

    public static double ToSeconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;
}
