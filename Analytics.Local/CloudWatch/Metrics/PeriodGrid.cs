namespace Analytics.Local.CloudWatch.Metrics;

/// <summary>Divides a time range into periods.</summary>
/// <param name="Start">Start of the first period, in seconds since 1970. Earlier data are not read.</param>
/// <param name="End">End of the range, exclusive, in seconds since 1970. Every period starts before it; the last may end after it.</param>
/// <param name="Length">Length of a period in seconds.</param>
internal readonly record struct PeriodGrid(long Start, long End, int Length)
{
    private const int Minute = 60;
    private const int FiveMinutes = 5 * Minute;
    private const int Hour = 60 * Minute;
    private const long Day = 24 * Hour;

    /// <summary>Number of periods.</summary>
    public long Count => End <= Start ? 0 : (End - Start + Length - 1) / Length;

    /// <summary>Creates periods that begin at the requested start time, as GetMetricData and GetMetricStatistics return them.</summary>
    /// <remarks>
    /// CloudWatch API reference, GetMetricData, StartTime: the start time is rounded down to the whole minute; to 5 minutes if it is at
    /// least 15 days ago, and to the hour if it is more than 63 days ago. For periods below a minute it is rounded down to a multiple of
    /// the period. The reference names 5, 10, 20 and 30 seconds; a period of one second is treated alike.
    /// </remarks>
    public static PeriodGrid FromStartTime(DateTimeOffset start, DateTimeOffset end, int length, DateTimeOffset now)
    {
        var second = start.ToUnixTimeSeconds();
        var age = now.ToUnixTimeSeconds() - second;
        var rounding = length < Minute ? length
            : age < 15 * Day ? Minute
            : age <= 63 * Day ? FiveMinutes
            : Hour;
        return new PeriodGrid(Tier.Floor(second, rounding), Ceiling(end), length);
    }

    /// <summary>Creates periods counted from 1970 in UTC, so days begin at midnight. The first period contains the start time.</summary>
    public static PeriodGrid OnClock(DateTimeOffset start, DateTimeOffset end, int length) =>
        new(
            Math.Max(Tier.Floor(start.ToUnixTimeSeconds(), length), DateTimeOffset.MinValue.ToUnixTimeSeconds()),
            Tier.Floor(Ceiling(end) - 1, length) + length,
            length);

    /// <summary>Creates one period for the whole range.</summary>
    public static PeriodGrid Whole(DateTimeOffset start, DateTimeOffset end) =>
        new(start.ToUnixTimeSeconds(), Ceiling(end), (int)Math.Min(int.MaxValue, Math.Max(1, Ceiling(end) - start.ToUnixTimeSeconds())));

    /// <summary>Returns the start of the period that contains a second of the range.</summary>
    public long StartOf(long second) => Start + (second - Start) / Length * Length;

    /// <summary>Returns the starts of all periods, ascending.</summary>
    public IEnumerable<long> Starts()
    {
        for (var second = Start; second < End; second += Length)
        {
            yield return second;
        }
    }

    // The end is exclusive: rounding it up includes the second that lies only partly before the end.
    private static long Ceiling(DateTimeOffset time) => (long)Math.Ceiling(time.ToUnixTimeMilliseconds() / 1000.0);
}
