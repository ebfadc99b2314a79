using Analytics.Core.Windows;

namespace Analytics.Operations.Comparison;

/// <summary>What a comparison of aggregates and orders found.</summary>
public sealed record ComparisonResult
{
    /// <summary>How many orders were compared.</summary>
    public required long Orders { get; init; }

    /// <summary>In how many minutes they were placed.</summary>
    public required int Minutes { get; init; }

    /// <summary>How many rollups were compared.</summary>
    public required int Rollups { get; init; }

    /// <summary>Every number that differs, in order of time.</summary>
    public required IReadOnlyList<Difference> Differences { get; init; }

    /// <summary>How many numbers differed at first and were only in flight.</summary>
    public int Settled { get; init; }

    /// <summary>The documents that a difference is in.</summary>
    public required IReadOnlyList<DocumentKey> WrongDocuments { get; init; }

    /// <summary>The rollups that are believed and wrong.</summary>
    public required IReadOnlyList<RollupPeriod> WrongRollups { get; init; }

    /// <summary>Documents of a newer format, which this version cannot compare.</summary>
    public required IReadOnlyList<string> Newer { get; init; }

    /// <summary>Items of the orders table that are no valid orders; they count nowhere.</summary>
    public required IReadOnlyList<string> Invalid { get; init; }

    /// <summary>The number of orders that are older than what is retained, and not counted.</summary>
    public long TooOld { get; init; }

    /// <summary>The number of orders that are dated further ahead than what is compared.</summary>
    public long Ahead { get; init; }

    /// <summary>The minutes that differ, and those of the rollups that differ. There must be a difference.</summary>
    public MinuteRange Around()
    {
        var ranges = Differences.Select(difference => MinuteRange.Of(difference.Minute)).Concat(
            WrongRollups.Select(rollup => rollup.Minutes)).ToList();
        return new MinuteRange(ranges.Min(range => range.From), ranges.Max(range => range.To));
    }

    /// <summary>This one without what is not in an earlier one, too: what differs at one look only is in flight.</summary>
    /// <remarks>
    /// A difference stays when the orders said the same of its number before. While a minute still grows, what differed before and differs
    /// now may be one order after another in flight.
    /// </remarks>
    public ComparisonResult StillIn(ComparisonResult earlier)
    {
        var before = earlier.Differences.Select(difference => difference with { Aggregates = "" }).ToHashSet();
        var still = Differences.Where(difference => before.Contains(difference with { Aggregates = "" })).ToList();
        var minutes = still.Select(difference => difference.Minute).ToHashSet();
        return this with
        {
            Orders = earlier.Orders,
            Minutes = earlier.Minutes,
            Rollups = earlier.Rollups,
            Newer = earlier.Newer,
            Invalid = earlier.Invalid,
            TooOld = earlier.TooOld,
            Ahead = earlier.Ahead,
            Differences = still,
            Settled = earlier.Settled + earlier.Differences.Count - still.Count,
            WrongDocuments = [.. WrongDocuments.Where(document => minutes.Contains(document.Minute))],
            WrongRollups = [.. WrongRollups.Where(rollup => minutes.Contains(rollup.Start))],
        };
    }
}
