using System.Globalization;

namespace Analytics.Local.CloudWatch.Protocol;

/// <summary>Times as the protocols carry them: seconds since 1970, with milliseconds as a fraction.</summary>
internal static class WireTime
{
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd",
    ];

    /// <summary>The time, to the millisecond; null if it is outside the years that .NET can say.</summary>
    public static DateTimeOffset? FromSeconds(double seconds)
    {
        var milliseconds = Math.Round(seconds * 1000);
        return milliseconds >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds()
            && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
                ? DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds)
                : null;
    }

    /// <summary>A time in ISO 8601, in UTC unless it names another offset; null if it is none.</summary>
    public static DateTimeOffset? FromText(string text) =>
        DateTimeOffset.TryParseExact(
            text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : null;

    public static double ToSeconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;
}
