namespace Analytics.Core.Windows;

/// <summary>How long the periods are that rollups sum up; the value is their length in minutes.</summary>
/// <remarks>Quarters of an hour, because every time zone in use is cut at quarters: its hours and days are sums of them.</remarks>
public enum RollupLength
{
    /// <summary>A quarter of an hour.</summary>
    Quarter = 15,

    /// <summary>A day of UTC.</summary>
    Day = 1440,
}

/// <summary>A period that a rollup sums up: a quarter of an hour or a day, on the grid of UTC.</summary>
/// <param name="Length">How long it is.</param>
/// <param name="Start">Its first minute, a multiple of its length since the epoch.</param>
public readonly record struct RollupPeriod(RollupLength Length, Minute Start)
{
    /// <summary>The first minute after it.</summary>
    public Minute End => Start.Plus((long)Length);

    /// <summary>Its minutes.</summary>
    public MinuteRange Minutes => new(Start, End);

    /// <summary>The period of a length that a minute falls in.</summary>
    public static RollupPeriod Of(RollupLength length, Minute minute) => new(length, Floor(length, minute));

    /// <summary>
    /// The periods that hold a minute and are over for longer than <see cref="RangePlan.AllowedLateness"/>: those whose rollups a change of
    /// that minute makes stale.
    /// </summary>
    public static IReadOnlyList<RollupPeriod> Over(Minute minute, DateTimeOffset now)
    {
        var current = Minute.Of(now - RangePlan.AllowedLateness);
        var quarter = Of(RollupLength.Quarter, minute);
        var day = Of(RollupLength.Day, minute);
        return day.End <= current ? [quarter, day] : quarter.End <= current ? [quarter] : [];
    }

    /// <summary>All periods that hold a minute, over or not.</summary>
    public static IReadOnlyList<RollupPeriod> Around(Minute minute) => [Of(RollupLength.Quarter, minute), Of(RollupLength.Day, minute)];

    /// <summary>Every period of a length that lies in a range on the grid, in order.</summary>
    public static IEnumerable<RollupPeriod> In(RollupLength length, MinuteRange range)
    {
        for (var period = Of(length, range.From); period.End <= range.To; period = new RollupPeriod(length, period.End))
        {
            yield return period;
        }
    }

    /// <summary>The grid's line at or before a minute.</summary>
    public static Minute Floor(RollupLength length, Minute minute) => new(minute.Number - minute.Number % (long)length);

    /// <summary>The grid's line at or after a minute.</summary>
    public static Minute Ceiling(RollupLength length, Minute minute) => Floor(length, minute.Plus((long)length - 1));

    /// <inheritdoc/>
    public override string ToString() => $"{Length} {Start}";
}
