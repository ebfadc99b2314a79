namespace Analytics.Core.Windows;

/// <summary>How a range of minutes is read: its whole days and quarters from rollups, what is left at its ends from minutes.</summary>
public static class RangePlan
{
    /// <summary>
    /// How long after its end a period's changes still come without a mark that they are late, by the clock of whoever counts them.
    /// </summary>
    /// <remarks>Most of what is late is late by minutes, and a mark makes a transaction of a plain write.</remarks>
    public static readonly TimeSpan AllowedLateness = TimeSpan.FromMinutes(10);

    /// <summary>How long after its end a period is summed up: when what comes without a mark has reached the table.</summary>
    /// <remarks>
    /// A write that was decided on <see cref="AllowedLateness"/> ends within a quarter of an hour: Lambda ends a function after its
    /// time-out (a minute here), and DynamoDB refuses a request that was signed longer ago (AWS General Reference, Signature Version 4).
    /// The other quarter of an hour is for clocks that differ.
    /// </remarks>
    public static readonly TimeSpan FinalizationDelay = AllowedLateness + TimeSpan.FromMinutes(30);

    // Below this a rollup saves no more reads than it costs to keep.
    private const long MinutesWithoutRollups = 180;

    /// <summary>Cuts a range into parts, in order of time; together they are the range.</summary>
    /// <param name="range">The range.</param>
    /// <param name="now">When it is read.</param>
    /// <param name="longest">The longest rollups that may be used; null for none.</param>
    public static IReadOnlyList<RangePart> Cut(MinuteRange range, DateTimeOffset now, RollupLength? longest)
    {
        if (longest is null || range.Minutes < MinutesWithoutRollups)
        {
            return Parts((null, range.From, range.To));
        }

        var settled = Minute.Of(now - FinalizationDelay);
        var end = settled < range.To ? settled : range.To;
        var (firstQuarter, lastQuarter) = Grid(RollupLength.Quarter, range.From, end);
        if (longest == RollupLength.Quarter)
        {
            return Parts(
                (null, range.From, firstQuarter), (RollupLength.Quarter, firstQuarter, lastQuarter), (null, lastQuarter, range.To));
        }

        var (firstDay, lastDay) = Grid(RollupLength.Day, firstQuarter, lastQuarter);
        return Parts(
            (null, range.From, firstQuarter),
            (RollupLength.Quarter, firstQuarter, firstDay),
            (RollupLength.Day, firstDay, lastDay),
            (RollupLength.Quarter, lastDay, lastQuarter),
            (null, lastQuarter, range.To));
    }

    // The part of a range that lies on the grid; empty at its beginning where there is none.
    private static (Minute First, Minute Last) Grid(RollupLength length, Minute from, Minute to)
    {
        var (first, last) = (RollupPeriod.Ceiling(length, from), RollupPeriod.Floor(length, to));
        return first < last ? (first, last) : (from, from);
    }

    private static RangePart[] Parts(params (RollupLength? Length, Minute From, Minute To)[] parts) =>
        [.. parts.Where(part => part.From < part.To).Select(part => new RangePart(part.Length, new MinuteRange(part.From, part.To)))];
}

/// <summary>A part of a range that is read in one way.</summary>
/// <param name="Rollups">Of which rollups it is the sum; null for minutes.</param>
/// <param name="Minutes">Its minutes; never empty.</param>
public readonly record struct RangePart(RollupLength? Rollups, MinuteRange Minutes);
