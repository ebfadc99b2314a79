using Analytics.Core.Tallies;
using Analytics.Core.Windows;

namespace Analytics.Storage;

/// <summary>Stores rollups. Thread-safe.</summary>
/// <remarks>
/// A rollup is a cache that is never stale. A writer that counts a change of an ended period increments the period's invalidation count in
/// the same transaction. A sum is stored only if that count is still what it was before its minutes were read.
/// </remarks>
public interface IRollupStore
{
    /// <summary>Reads the stored state of the periods of a range, strongly consistent. Periods without stored state are absent.</summary>
    /// <param name="length">The rollup length.</param>
    /// <param name="minutes">A range aligned to that length.</param>
    /// <param name="read">
    /// Which sums to read. A rollup whose items, slices or customers cannot be read, or of a version that stored no customers, is returned
    /// without a sum.
    /// </param>
    /// <param name="cancellationToken">Cancels the read.</param>
    Task<IReadOnlyDictionary<RollupPeriod, RollupState>> ReadAsync(
        RollupLength length, MinuteRange minutes, SumsRead read, CancellationToken cancellationToken);

    /// <summary>
    /// Stores a sum, unless the period was invalidated after its invalidation count was read, or the table throttles the write.
    /// </summary>
    /// <param name="period">The period.</param>
    /// <param name="sum">The sum of its minutes.</param>
    /// <param name="invalidationsBefore">The invalidation count, read before any of the period's minutes.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    /// <returns>Whether the sum was stored.</returns>
    Task<bool> TryStoreAsync(RollupPeriod period, RollupSum sum, long invalidationsBefore, CancellationToken cancellationToken);

    /// <summary>Invalidates a period's rollup, so that the next reader sums the period again.</summary>
    Task InvalidateAsync(RollupPeriod period, CancellationToken cancellationToken);
}

/// <summary>The stored state of a period.</summary>
/// <param name="Invalidations">How many times the period was invalidated.</param>
/// <param name="Sum">The sum; null when none is stored or it is no longer valid.</param>
public readonly record struct RollupState(long Invalidations, RollupSum? Sum);

/// <summary>The sum of a period.</summary>
/// <param name="Tally">
/// The sums, without customers; without items or slices, too, if they were not read. Callers must not modify it.
/// </param>
/// <param name="CommittedAt">The latest commit time among the documents summed; null when there were none.</param>
public sealed record RollupSum(Tally Tally, DateTimeOffset? CommittedAt)
{
    /// <summary>The customers with orders; empty if they were not read. Callers must not modify it.</summary>
    public CustomerSet Customers { get; private init; } = new();

    /// <summary>Identifies the stored sum; null for a sum that was not read from the store.</summary>
    public string? Version { get; init; }

    /// <summary>A new empty sum.</summary>
    public static RollupSum Nothing => new(new Tally(), null);

    /// <summary>Adds a whole minute document to this sum in place and returns the result. Do not use this instance afterwards.</summary>
    public RollupSum Plus(Tally tally, DateTimeOffset? committedAt)
    {
        Customers.Add(tally.Customers);
        return PlusSums(tally, committedAt);
    }

    /// <summary>Adds another sum to this sum in place and returns the result. Do not use this instance afterwards.</summary>
    public RollupSum Plus(RollupSum other)
    {
        Customers.Add(other.Customers);
        return PlusSums(other.Tally, other.CommittedAt);
    }

    private RollupSum PlusSums(Tally tally, DateTimeOffset? committedAt)
    {
        Tally.AddWithoutCustomers(tally);
        return committedAt is null || committedAt <= CommittedAt ? this : this with { CommittedAt = committedAt };
    }
}
