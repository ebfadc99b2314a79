using Analytics.Core.Documents;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;

namespace Analytics.Storage;

/// <summary>Stores minute documents. Thread-safe. Reads are strongly consistent unless stated otherwise.</summary>
public interface IMinuteStore
{
    /// <summary>
    /// Reads the lanes and days that may contain documents; null when nothing was counted yet. Every read of a range starts with it.
    /// </summary>
    Task<DocumentExtent?> ReadExtentAsync(CancellationToken cancellationToken);

    /// <summary>Extends the stored extent if it does not cover a document. <see cref="TryWriteAsync"/> does so by itself.</summary>
    Task CoverAsync(DocumentKey key, CancellationToken cancellationToken);

    /// <summary>Reads the head of a document; null when the document is not stored.</summary>
    /// <exception cref="DocumentUnreadableException">The head is damaged or has a newer format.</exception>
    Task<MinuteHead?> ReadHeadAsync(DocumentKey key, CancellationToken cancellationToken);

    /// <summary>Reads all heads of a lane within one day, ordered by minute.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="range">A range of minutes within one day.</param>
    /// <param name="unreadable">Called for each head that cannot be read; null to throw.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="DocumentUnreadableException">A head is damaged or has a newer format.</exception>
    IAsyncEnumerable<MinuteHead> ReadHeadsAsync(
        int lane, MinuteRange range, Action<DocumentUnreadableException>? unreadable, CancellationToken cancellationToken);

    /// <summary>
    /// Reads all segments stored for a document, ordered by number. <see cref="SegmentList.Pick"/> selects those that the head names.
    /// </summary>
    /// <remarks>
    /// Read the head before its segments; then every segment that it names is stored. Damaged segments are left out, so a damaged segment
    /// that a head names appears to be missing.
    /// </remarks>
    /// <param name="key">The document.</param>
    /// <param name="from">The lowest segment number to read.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="DocumentUnreadableException">A segment has a newer format.</exception>
    Task<IReadOnlyList<MinuteSegment>> FindSegmentsAsync(DocumentKey key, int from, CancellationToken cancellationToken);

    /// <summary>Reads the sums of every document of a lane within one day, in no particular order.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="range">A range of minutes within one day.</param>
    /// <param name="read">Which sums to read.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="DocumentUnreadableException">A document is damaged or has a newer format.</exception>
    IAsyncEnumerable<MinuteSums> ReadSumsAsync(int lane, MinuteRange range, SumsRead read, CancellationToken cancellationToken);

    /// <summary>
    /// Writes the new segment, if any, and then the head, on condition that the stored head is the revision before it. The head's
    /// transaction also invalidates the rollups of the given periods. Extends the stored <see cref="DocumentExtent"/> first if it does not
    /// cover the document.
    /// </summary>
    /// <param name="write">The head and its new segment.</param>
    /// <param name="invalidated">Periods whose rollups to invalidate; if empty, the head is written without a transaction.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    Task<HeadWrite> TryWriteAsync(MinuteWrite write, IReadOnlyList<RollupPeriod> invalidated, CancellationToken cancellationToken);

    /// <summary>Replaces a damaged document by one write, however large the new one is.</summary>
    /// <param name="key">The document.</param>
    /// <param name="contents">The content of the new document, in deltas each of which fits into an item; at least one.</param>
    /// <param name="writer">A token unique to this attempt.</param>
    /// <param name="at">The commit time.</param>
    /// <param name="invalidated">Periods whose rollups to invalidate.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    /// <returns>False when the document is no longer damaged or another writer changed it first.</returns>
    Task<bool> TryReplaceDamagedAsync(
        DocumentKey key, IReadOnlyList<TallyDelta> contents, string writer, DateTimeOffset at, IReadOnlyList<RollupPeriod> invalidated,
        CancellationToken cancellationToken);
}

/// <summary>Result of a head write: a closed set.</summary>
public abstract record HeadWrite
{
    private HeadWrite()
    {
    }

    /// <summary>The head was written.</summary>
    /// <param name="Units">Write units consumed; 0 if the store does not report them.</param>
    public sealed record Written(double Units = 0) : HeadWrite;

    /// <summary>The condition failed: another revision is stored.</summary>
    /// <param name="Current">The stored head; null when there is none, as after the document's time to live.</param>
    public sealed record Lost(MinuteHead? Current) : HeadWrite;

    /// <summary>
    /// The head was not written: another transaction is in progress on the head or on a rollup, or the transaction was throttled.
    /// </summary>
    public sealed record Busy : HeadWrite;
}

/// <summary>Which sums of a minute or a rollup to read. A minute returns everything or its totals.</summary>
[Flags]
public enum SumsRead
{
    /// <summary>Totals, which are always read.</summary>
    Totals = 0,

    /// <summary>
    /// Totals, also those of slices. A rollup returns all items of a slice as one item with an empty SKU, a minute all of its items.
    /// </summary>
    Slices = 1,

    /// <summary>
    /// Totals and items, in every slice. Segment items may come from the cache, and segments are read eventually consistent.
    /// </summary>
    Items = 2,

    /// <summary>Totals and customers.</summary>
    Customers = 4,

    /// <summary>
    /// Totals, items and customers, for a rollup. Segment items are not added to the cache, because they are hardly read again.
    /// </summary>
    ItemsForRollup = Items | Customers | 8,
}

/// <summary>The sums of one minute document.</summary>
/// <param name="Key">The document.</param>
/// <param name="Tally">The sums; without items if only totals were read.</param>
/// <param name="CommittedAt">When the head was last written.</param>
/// <param name="Revision">The revision of the head.</param>
/// <param name="Segments">The segments that the head names; their items are in the tally if items were read.</param>
public sealed record MinuteSums(DocumentKey Key, Tally Tally, DateTimeOffset CommittedAt, long Revision, SegmentList Segments)
{
    /// <summary>The minute of the document.</summary>
    public Minute Minute => Key.Minute;
}
