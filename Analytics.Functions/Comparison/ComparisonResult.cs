using Analytics.Core.Orders;
using Analytics.Core.Windows;

namespace Analytics.Functions.Comparison;

/// <summary>Result of comparing aggregates with orders.</summary>
public sealed record ComparisonResult
{
    /// <summary>Number of orders compared.</summary>
    public required long Orders { get; init; }

    /// <summary>Number of minutes in which they were placed.</summary>
    public required int Minutes { get; init; }

    /// <summary>Number of rollups compared.</summary>
    public required int Rollups { get; init; }

    /// <summary>All numbers that differ, ordered by minute.</summary>
    public required IReadOnlyList<Difference> Differences { get; init; }

    /// <summary>Number of differences that disappeared in a later comparison, because changes were only in flight.</summary>
    public int Settled { get; init; }

    /// <summary>Documents that contain a difference.</summary>
    public required IReadOnlyList<DocumentKey> WrongDocuments { get; init; }

    /// <summary>Rollups that are stored as valid and are wrong.</summary>
    public required IReadOnlyList<RollupPeriod> WrongRollups { get; init; }

    /// <summary>
    /// Number of documents not compared, because the index lacks an order that they have counted and the table was not scanned for it.
    /// </summary>
    public int NotCompared { get; init; }

    /// <summary>Messages about documents of a newer format, which this version cannot compare.</summary>
    public required IReadOnlyList<string> Newer { get; init; }

    /// <summary>Descriptions of items in the orders table that are no valid orders; they are not counted.</summary>
    public required IReadOnlyList<string> Invalid { get; init; }

    /// <summary>Number of orders whose minutes are before those retained, and not counted; 0 if orders were read from the index.</summary>
    public long TooOld { get; init; }

    /// <summary>The ids of the first of them, at most <see cref="ExpectedDocuments.MaxNamed"/>.</summary>
    public IReadOnlyList<OrderId> TooOldOrders { get; init; } = [];

    /// <summary>Number of orders dated after the compared range; 0 if orders were read from the index.</summary>
    public long Ahead { get; init; }

    /// <summary>The smallest range that contains all minutes and rollups that differ.</summary>
    /// <exception cref="System.InvalidOperationException">There is no difference.</exception>
    public MinuteRange Around()
    {
        var ranges = Differences.Select(difference => MinuteRange.Of(difference.Minute)).Concat(
            WrongRollups.Select(rollup => rollup.Minutes)).ToList();
        return new MinuteRange(ranges.Min(range => range.From), ranges.Max(range => range.To));
    }

    /// <summary>This result, reduced to differences that an earlier result has too. The others are changes in flight.</summary>
    /// <remarks>
    /// A difference is the same if the number computed from the orders is unchanged. While a minute still grows, its differences in two
    /// comparisons may come from different orders in flight.
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
            NotCompared = earlier.NotCompared,
            Newer = earlier.Newer,
            Invalid = earlier.Invalid,
            TooOld = earlier.TooOld,
            TooOldOrders = earlier.TooOldOrders,
            Ahead = earlier.Ahead,
            Differences = still,
            Settled = earlier.Settled + earlier.Differences.Count - still.Count,
            WrongDocuments = [.. WrongDocuments.Where(document => minutes.Contains(document.Minute))],
            WrongRollups = [.. WrongRollups.Where(rollup => minutes.Contains(rollup.Start))],
        };
    }
}
