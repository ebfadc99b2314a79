namespace Analytics.Core.Windows;

/// <summary>A half-open range of minutes: includes <see cref="From"/>, excludes <see cref="To"/>. <c>default</c> is empty.</summary>
public readonly record struct MinuteRange
{
    /// <summary>Creates a range of minutes. Empty if both ends are equal.</summary>
    /// <exception cref="ArgumentException"><paramref name="to"/> is before <paramref name="from"/>.</exception>
    public MinuteRange(Minute from, Minute to)
    {
        if (to < from)
        {
            throw new ArgumentException($"A range cannot end ({to}) before it begins ({from}).", nameof(to));
        }

        From = from;
        To = to;
    }

    /// <summary>Merges periods into the smallest number of ranges that cover them and no other minutes, in order.</summary>
    /// <param name="starts">First minutes of the periods, in any order.</param>
    /// <param name="length">Length of each period, in minutes. Default 1.</param>
    public static IEnumerable<MinuteRange> Over(IEnumerable<Minute> starts, long length = 1)
    {
        MinuteRange? run = null;
        foreach (var start in starts.Order())
        {
            if (run is { } before && start <= before.To)
            {
                run = new MinuteRange(before.From, start.Plus(length));
                continue;
            }

            if (run is { } whole)
            {
                yield return whole;
            }

            run = new MinuteRange(start, start.Plus(length));
        }

        if (run is { } last)
        {
            yield return last;
        }
    }

    /// <summary>The range of a single minute.</summary>
    public static MinuteRange Of(Minute minute) => new(minute, minute.Plus(1));

    /// <summary>The UTC day that contains a minute.</summary>
    public static MinuteRange DayOf(Minute minute)
    {
        var day = RollupPeriod.Floor(RollupLength.Day, minute);
        return new MinuteRange(day, day.Plus((long)RollupLength.Day));
    }

    /// <summary>First minute of the range.</summary>
    public Minute From { get; }

    /// <summary>First minute after the range.</summary>
    public Minute To { get; }

    /// <summary>Length in minutes.</summary>
    public long Minutes => To.Number - From.Number;

    /// <summary>Whether the range contains a minute.</summary>
    public bool Contains(Minute minute) => From <= minute && minute < To;

    /// <summary>
    /// Splits the range into consecutive ranges of <paramref name="minutes"/> minutes, in order. The last may be shorter.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="minutes"/> is less than 1.</exception>
    public IEnumerable<MinuteRange> Cut(long minutes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(minutes, 1);
        for (var from = From; from < To;)
        {
            var to = from.Plus(Math.Min(minutes, To.Number - from.Number));
            yield return new MinuteRange(from, to);
            from = to;
        }
    }

    /// <summary>The part of this range that lies in another range; empty if they do not overlap.</summary>
    public MinuteRange Intersect(MinuteRange other)
    {
        var from = From > other.From ? From : other.From;
        var to = To < other.To ? To : other.To;
        return to < from ? new MinuteRange(from, from) : new MinuteRange(from, to);
    }
}
