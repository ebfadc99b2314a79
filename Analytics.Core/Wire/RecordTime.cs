namespace Analytics.Core.Wire;

/// <summary>When a stream took a record in.</summary>
internal static class RecordTime
{
    // The year 5138 in milliseconds; a larger number would mean milliseconds, not seconds, to some readers.
    private const long MaxMilliseconds = 100_000_000_000_000;

    /// <summary>Makes milliseconds of seconds since the Unix epoch that were read as digits.</summary>
    /// <param name="digits">All digits of the number as one whole number; at most fourteen.</param>
    /// <param name="decimals">How many of the digits are behind the point.</param>
    /// <param name="milliseconds">Milliseconds since the Unix epoch; more digits behind the point than three are refused.</param>
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
