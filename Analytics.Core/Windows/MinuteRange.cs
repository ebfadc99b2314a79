namespace Analytics.Core.Windows;

/// <summary>A half-open range of minutes: <see cref="From"/> is in it, <see cref="To"/> is not. <c>default</c> is empty.</summary>
public readonly record struct MinuteRange
{
    /// <summary>A range of minutes.</summary>
    /// <exception cref="ArgumentException">It would end before it begins.</exception>
    public MinuteRange(Minute from, Minute to)
    {
        if (to < from)
        {
            throw new ArgumentException($"A range cannot end ({to}) before it begins ({from}).", nameof(to));
        }

        From = from;
        To = to;
    }

    /// <summary>The fewest ranges that hold some minutes and none between them.</summary>
    /// <param name="starts">Minutes, in any order; each stands for <paramref name="length"/> from there on.</param>
    /// <param name="length">How many minutes.</param>
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

    /// <summary>One minute alone.</summary>
    public static MinuteRange Of(Minute minute) => new(minute, minute.Plus(1));

    /// <summary>The UTC day that a minute falls in.</summary>
    public static MinuteRange DayOf(Minute minute)
    {
        var day = RollupPeriod.Floor(RollupLength.Day, minute);
        return new MinuteRange(day, day.Plus((long)RollupLength.Day));
    }

    /// <summary>The first minute in the range.</summary>
    public Minute From { get; }

    /// <summary>The first minute after the range.</summary>
    public Minute To { get; }

    /// <summary>How many minutes it holds.</summary>
    public long Minutes => To.Number - From.Number;

    /// <summary>Whether a minute lies in the range.</summary>
    public bool Contains(Minute minute) => From <= minute && minute < To;

    /// <summary>This range as ranges of so many minutes, in order; the last may be shorter.</summary>
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

    /// <summary>The part of this range that lies in the other; empty where there is none.</summary>
    public MinuteRange Intersect(MinuteRange other)
    {
        var from = From > other.From ? From : other.From;
        var to = To < other.To ? To : other.To;
        return to < from ? new MinuteRange(from, from) : new MinuteRange(from, to);
    }
}
