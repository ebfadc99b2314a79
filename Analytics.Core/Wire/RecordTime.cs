namespace Analytics.Core.Wire;

/// <summary>Converts the times at which a stream received its records.</summary>
internal static class RecordTime
{
    // The year 5138. Some readers take a larger number of seconds for milliseconds.
    private const long MaxMilliseconds = 100_000_000_000_000;

    /// <summary>Converts seconds since the Unix epoch, parsed as digits, to milliseconds.</summary>
    /// <param name="digits">All digits of the number as one integer; at most 14 digits.</param>
    /// <param name="decimals">Number of digits after the decimal point. More than three are refused.</param>
    /// <param name="milliseconds">Milliseconds since the Unix epoch.</param>
    public static bool TryScale(long digits, int decimals, out long milliseconds)
    {
        milliseconds = decimals <= 3 ? digits : 0;
        for (var missing = decimals; missing < 3; missing++)
        {
            milliseconds *= 10;
        }

        return decimals <= 3 && milliseconds < MaxMilliseconds;
    }
}
