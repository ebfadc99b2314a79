namespace Analytics.Local.CloudWatch.Protocol;

/// <summary>Times as the protocols carry them: seconds since 1970, with milliseconds as a fraction.</summary>
internal static class WireTime
{
    /// <summary>The time, to the millisecond; null if it is outside the years that .NET can say.</summary>
    public static DateTimeOffset? FromSeconds(double seconds)
    {
        var milliseconds = Math.Round(seconds * 1000);
        return milliseconds >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds()
            && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
                ? DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds)
                : null;
    }

    public static double ToSeconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;
}
