using Analytics.Core.Tallies;
using Analytics.Core.Windows;

namespace Analytics.Functions.Storage;

/// <summary>Where rollups are kept. Safe to use from many threads.</summary>
/// <remarks>
/// A rollup is a cache that cannot be wrong: whoever counts a change of a period that is over adds one to the period's late count in
/// the same transaction, and a sum is kept only while the late count is what it was before its minutes were read.
/// </remarks>
internal interface IRollupStore
{
    /// <summary>What is known of the periods of a range, as committed when it was read; periods of which nothing is known are not there.</summary>
    /// <param name="length">Which rollups.</param>
    /// <param name="minutes">A range on their grid.</param>
    /// <param name="withItems">Whether the items are wanted; a rollup whose items are not there counts as not summed up.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<IReadOnlyDictionary<RollupPeriod, RollupState>> ReadAsync(
        RollupLength length, MinuteRange minutes, bool withItems, CancellationToken cancellationToken);

    /// <summary>Keeps a sum, unless a late change was counted since the late count was read.</summary>
    /// <param name="period">The period.</param>
    /// <param name="sum">What its minutes came to.</param>
    /// <param name="lateBefore">The late count that was read before any of its minutes was.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>Whether it was kept.</returns>
    Task<bool> TryKeepAsync(RollupPeriod period, RollupSum sum, long lateBefore, CancellationToken cancellationToken);

    /// <summary>Makes the next reader add the period up anew, as a late change does.</summary>
    Task MarkStaleAsync(RollupPeriod period, CancellationToken cancellationToken);
}

/// <summary>What is known of a period.</summary>
/// <param name="Late">How many commits of late changes there were.</param>
/// <param name="Sum">The sum, while it is true; else null.</param>
internal readonly record struct RollupState(long Late, RollupSum? Sum);

/// <summary>What a period came to.</summary>
/// <param name="Tally">The sums; without items when they were not asked for. Not to be changed.</param>
/// <param name="CommittedAt">When the newest of it was committed; null when there is nothing.</param>
internal sealed record RollupSum(Tally Tally, DateTimeOffset? CommittedAt)
{
    /// <summary>Names what was kept; null for a sum that was not read from the store.</summary>
    public string? Version { get; init; }

    /// <summary>The sum of nothing, to begin with.</summary>
    public static RollupSum Nothing => new(new Tally(), null);

    /// <summary>Adds to this sum, which is used up by that.</summary>
    public RollupSum Plus(Tally tally, DateTimeOffset? committedAt)
    {
        Tally.Add(tally);
        return committedAt is null || committedAt <= CommittedAt ? this : new RollupSum(Tally, committedAt);
    }
}
