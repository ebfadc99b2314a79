namespace Analytics.Core.Windows;

/// <summary>Length of the period that a rollup covers. The value is the length in minutes.</summary>
/// <remarks>
/// Quarter-hours, because the UTC offset of every time zone in use is a multiple of 15 minutes: the zone's hours and days are sums of
/// quarter-hours.
/// </remarks>
public enum RollupLength
{
    /// <summary>15 minutes.</summary>
    Quarter = 15,

    /// <summary>A UTC day.</summary>
    Day = 1440,
}

/// <summary>A period that a rollup covers: a quarter-hour or a day, aligned to UTC.</summary>
/// <param name="Length">Length of the period.</param>
/// <param name="Start">First minute, a multiple of the length since the Unix epoch.</param>
public readonly record struct RollupPeriod(RollupLength Length, Minute Start)
{
    /// <summary>First minute after the period.</summary>
    public Minute End => Start.Plus((long)Length);

    /// <summary>The minutes of the period.</summary>
    public MinuteRange Minutes => new(Start, End);

    /// <summary>The period of a given length that contains a minute.</summary>
    public static RollupPeriod Of(RollupLength length, Minute minute) => new(length, Floor(length, minute));

    /// <summary>
    /// The periods that contain a minute and ended at least <see cref="RangePlan.AllowedLateness"/> ago. A change in that minute
    /// invalidates their rollups.
    /// </summary>
    public static IReadOnlyList<RollupPeriod> Over(Minute minute, DateTimeOffset now)
    {
        var current = Minute.Of(now - RangePlan.AllowedLateness);
        var quarter = Of(RollupLength.Quarter, minute);
        var day = Of(RollupLength.Day, minute);
        return day.End <= current ? [quarter, day] : quarter.End <= current ? [quarter] : [];
    }

    /// <summary>All periods that contain a minute, whether they have ended or not.</summary>
    public static IReadOnlyList<RollupPeriod> Around(Minute minute) => [Of(RollupLength.Quarter, minute), Of(RollupLength.Day, minute)];

    /// <summary>All periods of a given length in a range, in order. The range must be aligned to that length.</summary>
    public static IEnumerable<RollupPeriod> In(RollupLength length, MinuteRange range)
    {
        for (var period = Of(length, range.From); period.End <= range.To; period = new RollupPeriod(length, period.End))
        {
            yield return period;
        }
    }

    /// <summary>The last period start at or before a minute.</summary>
    public static Minute Floor(RollupLength length, Minute minute) => new(minute.Number - minute.Number % (long)length);

    /// <summary>The first period start at or after a minute.</summary>
    public static Minute Ceiling(RollupLength length, Minute minute) => Floor(length, minute.Plus((long)length - 1));

    /// <inheritdoc/>
    public override string ToString() => $"{Length} {Start}";
}
