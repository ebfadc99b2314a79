using Analytics.Core.Tallies;
using Analytics.Core.Windows;

namespace Analytics.Storage;

/// <summary>Where rollups are stored. Safe to use from many threads.</summary>
/// <remarks>
/// A rollup is a cache that cannot be wrong: a writer that counts a change of an ended period adds one to the period's invalidation count
/// in the same transaction, and a sum is stored only while that count is what it was before its minutes were read.
/// </remarks>
public interface IRollupStore
{
    /// <summary>What is stored of the periods of a range, strongly consistent; periods of which nothing is stored are not there.</summary>
    /// <param name="length">Which rollups.</param>
    /// <param name="minutes">A range on their grid.</param>
    /// <param name="withItems">Whether the items are wanted; a rollup whose items are missing counts as not summed.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<IReadOnlyDictionary<RollupPeriod, RollupState>> ReadAsync(
        RollupLength length, MinuteRange minutes, bool withItems, CancellationToken cancellationToken);

    /// <summary>Stores a sum, unless the period was invalidated since its invalidation count was read.</summary>
    /// <param name="period">The period.</param>
    /// <param name="sum">The sum of its minutes.</param>
    /// <param name="invalidationsBefore">The invalidation count that was read before any of its minutes was.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>Whether it was stored.</returns>
    Task<bool> TryStoreAsync(RollupPeriod period, RollupSum sum, long invalidationsBefore, CancellationToken cancellationToken);

    /// <summary>Makes the next reader sum the period anew.</summary>
    Task InvalidateAsync(RollupPeriod period, CancellationToken cancellationToken);
}

/// <summary>What is stored of a period.</summary>
/// <param name="Invalidations">How often it was invalidated.</param>
/// <param name="Sum">The sum, while it is valid; else null.</param>
public readonly record struct RollupState(long Invalidations, RollupSum? Sum);

/// <summary>The sum of a period.</summary>
/// <param name="Tally">The sums; without items when they were not asked for. Not to be changed.</param>
/// <param name="CommittedAt">When the newest of it was committed; null when nothing was.</param>
public sealed record RollupSum(Tally Tally, DateTimeOffset? CommittedAt)
{
    /// <summary>Names the stored sum; null for one that was not read from the store.</summary>
    public string? Version { get; init; }

    /// <summary>The sum of nothing, to begin with.</summary>
    public static RollupSum Nothing => new(new Tally(), null);

    /// <summary>Adds to this sum, which must not be used afterwards.</summary>
    public RollupSum Plus(Tally tally, DateTimeOffset? committedAt)
    {
        Tally.Add(tally);
        return committedAt is null || committedAt <= CommittedAt ? this : new RollupSum(Tally, committedAt);
    }
}
