namespace Analytics.Core.Windows;

/// <summary>
/// Splits a range into whole days and quarter-hours, which are read from rollups, and the minutes left over at both ends.
/// </summary>
public static class RangePlan
{
    /// <summary>Grace period after a quarter or day ends: a commit within it does not invalidate the period's rollup. 10 minutes.</summary>
    /// <remarks>
    /// Measured on the committing function's clock. Most late changes are late by minutes, and invalidation turns a single write into a
    /// transaction.
    /// </remarks>
    public static readonly TimeSpan AllowedLateness = TimeSpan.FromMinutes(10);

    /// <summary>How long after a period ends it may be summed into a rollup. 40 minutes.</summary>
    /// <remarks>
    /// By then every commit that did not invalidate the rollup has reached the table. A commit decided within <see cref="AllowedLateness"/>
    /// ends within 15 minutes: Lambda ends the function at its timeout (one minute here), and DynamoDB rejects requests signed longer ago
    /// (AWS General Reference, Signature Version 4). The remaining 15 minutes cover clock skew.
    /// </remarks>
    public static readonly TimeSpan FinalizationDelay = AllowedLateness + TimeSpan.FromMinutes(30);

    // Below 180 minutes, rollups cost more to maintain than they save in reads.
    private const long MinutesWithoutRollups = 180;

    /// <summary>Splits a range into parts, in time order. Together, the parts are exactly the range.</summary>
    /// <param name="range">The range to read.</param>
    /// <param name="now">Time of the query.</param>
    /// <param name="longest">Longest rollups to use; null to read only minutes.</param>
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

    /// <summary>
    /// Splits a range into parts so that no rollup contains minutes of two steps, with the longest rollups that allow it.
    /// </summary>
    /// <remarks>
    /// If steps are longer than two days and not aligned to UTC days (weeks and months of most zones), each step is planned separately: day
    /// rollups for its whole UTC days, quarter rollups for its edges.
    /// </remarks>
    /// <param name="range">The range to read.</param>
    /// <param name="starts">First minutes of the steps, in order.</param>
    /// <param name="now">Time of the query.</param>
    public static IReadOnlyList<RangePart> CutBySteps(MinuteRange range, IReadOnlyList<Minute> starts, DateTimeOffset now)
    {
        var inside = starts.Where(start => start > range.From && start < range.To).ToList();
        if (inside.TrueForAll(start => start.Number % (long)RollupLength.Day == 0))
        {
            return Cut(range, now, RollupLength.Day);
        }

        if (inside.Skip(1).Zip(inside).All(pair => pair.First.Number - pair.Second.Number > 2 * (long)RollupLength.Day))
        {
            Minute[] ends = [.. inside, range.To];
            return Merge(ends.SelectMany((end, index) =>
                Cut(new MinuteRange(index == 0 ? range.From : ends[index - 1], end), now, RollupLength.Day)));
        }

        return Cut(range, now, inside.TrueForAll(start => start.Number % (long)RollupLength.Quarter == 0) ? RollupLength.Quarter : null);
    }

    // Joins neighbours that are read from documents of the same kind.
    private static List<RangePart> Merge(IEnumerable<RangePart> parts)
    {
        var merged = new List<RangePart>();
        foreach (var part in parts)
        {
            if (merged is [.., var last] && last.Rollups == part.Rollups)
            {
                merged[^1] = part with { Minutes = new MinuteRange(last.Minutes.From, part.Minutes.To) };
            }
            else
            {
                merged.Add(part);
            }
        }

        return merged;
    }

    // The part of a range that is aligned to the grid; empty, at the start of the range, if there is none.
    private static (Minute First, Minute Last) Grid(RollupLength length, Minute from, Minute to)
    {
        var (first, last) = (RollupPeriod.Ceiling(length, from), RollupPeriod.Floor(length, to));
        return first < last ? (first, last) : (from, from);
    }

    private static RangePart[] Parts(params (RollupLength? Length, Minute From, Minute To)[] parts) =>
        [.. parts.Where(part => part.From < part.To).Select(part => new RangePart(part.Length, new MinuteRange(part.From, part.To)))];
}

/// <summary>A part of a range that is read from one kind of document.</summary>
/// <param name="Rollups">Length of the rollups to read; null to read minute documents.</param>
/// <param name="Minutes">The minutes of the part. Never empty.</param>
public readonly record struct RangePart(RollupLength? Rollups, MinuteRange Minutes);
