using Analytics.Core.Documents;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;

namespace Analytics.Storage;

/// <summary>
/// Where minute documents are stored. Safe to use from many threads. Every read is strongly consistent unless it says otherwise.
/// </summary>
public interface IMinuteStore
{
    /// <summary>Where there may be documents; null where nothing was counted yet. Every reading of a range begins with it.</summary>
    Task<DocumentExtent?> ReadExtentAsync(CancellationToken cancellationToken);

    /// <summary>Makes sure that the stored extent covers a document. <see cref="TryWriteAsync"/> does so by itself.</summary>
    Task CoverAsync(DocumentKey key, CancellationToken cancellationToken);

    /// <summary>The head of a document; null where the document is not stored.</summary>
    /// <exception cref="DocumentUnreadableException">It is damaged or of a newer format.</exception>
    Task<MinuteHead?> ReadHeadAsync(DocumentKey key, CancellationToken cancellationToken);

    /// <summary>All heads of a lane in a range of minutes of one day, in order.</summary>
    /// <param name="lane">Which lane.</param>
    /// <param name="range">Minutes of one day.</param>
    /// <param name="unreadable">Called for each that cannot be read; null to throw.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="DocumentUnreadableException">One is damaged or of a newer format.</exception>
    IAsyncEnumerable<MinuteHead> ReadHeadsAsync(
        int lane, MinuteRange range, Action<DocumentUnreadableException>? unreadable, CancellationToken cancellationToken);

    /// <summary>
    /// What is found under a document as segments, in order of their numbers; <see cref="SegmentList.Pick"/> says which count.
    /// </summary>
    /// <remarks>
    /// Segments that a head names are there if the head was read before. Damaged ones are left out, so one that a head names is missing
    /// then.
    /// </remarks>
    /// <param name="key">Which document.</param>
    /// <param name="from">The first number that is wanted.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="DocumentUnreadableException">One is of a newer format.</exception>
    Task<IReadOnlyList<MinuteSegment>> FindSegmentsAsync(DocumentKey key, int from, CancellationToken cancellationToken);

    /// <summary>The sums of every document of a lane in a range of minutes of one day, in any order.</summary>
    /// <param name="lane">Which lane.</param>
    /// <param name="range">Minutes of one day.</param>
    /// <param name="read">What is wanted of them.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="DocumentUnreadableException">One is damaged or of a newer format.</exception>
    IAsyncEnumerable<MinuteSums> ReadSumsAsync(int lane, MinuteRange range, SumsRead read, CancellationToken cancellationToken);

    /// <summary>
    /// Writes a head if the revision before it is the stored one, its new segment before it. In the head's transaction the rollups of the
    /// given periods are invalidated. Extends the stored <see cref="DocumentExtent"/> first where it does not cover the document.
    /// </summary>
    /// <param name="write">The head, and its new segment.</param>
    /// <param name="invalidated">The periods of its minute whose rollups are invalidated.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    Task<HeadWrite> TryWriteAsync(MinuteWrite write, IReadOnlyList<RollupPeriod> invalidated, CancellationToken cancellationToken);

    /// <summary>Writes a document anew in place of one that is damaged.</summary>
    /// <param name="key">Which document.</param>
    /// <param name="content">What the document is to say.</param>
    /// <param name="writer">A token of this attempt.</param>
    /// <param name="at">The time of the commit.</param>
    /// <param name="invalidated">The periods of its minute whose rollups are invalidated.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>False when it is not damaged any more, or another writer was faster.</returns>
    Task<bool> TryReplaceDamagedAsync(
        DocumentKey key, TallyDelta content, string writer, DateTimeOffset at, IReadOnlyList<RollupPeriod> invalidated,
        CancellationToken cancellationToken);
}

/// <summary>How a write ended: a closed set.</summary>
public abstract record HeadWrite
{
    private HeadWrite()
    {
    }

    /// <summary>It was written.</summary>
    /// <param name="Units">The write units that it consumed, where the store reports them.</param>
    public sealed record Written(double Units = 0) : HeadWrite;

    /// <summary>Another revision is stored.</summary>
    /// <param name="Current">The head that is stored; null when there is none, as after the document's time to live.</param>
    public sealed record Lost(MinuteHead? Current) : HeadWrite;

    /// <summary>
    /// A transaction is in progress on the head or on a rollup, or the transaction was throttled; the head was not written.
    /// </summary>
    public sealed record Busy : HeadWrite;
}

/// <summary>What is wanted of the sums of minutes.</summary>
public enum SumsRead
{
    /// <summary>Totals alone.</summary>
    Totals,

    /// <summary>Items too; those of segments may be cached.</summary>
    Items,

    /// <summary>Items too, for a rollup: those of segments are not cached, since they are hardly read again.</summary>
    ItemsForRollup,
}

/// <summary>The sums of one document.</summary>
/// <param name="Key">Which document.</param>
/// <param name="Tally">The sums; without items when they were not asked for.</param>
/// <param name="CommittedAt">When the head was last written.</param>
/// <param name="Revision">How often the head was written.</param>
/// <param name="Segments">The segments whose items are in the sums, where items were asked for.</param>
public sealed record MinuteSums(DocumentKey Key, Tally Tally, DateTimeOffset CommittedAt, long Revision, SegmentList Segments)
{
    /// <summary>The minute that they belong to.</summary>
    public Minute Minute => Key.Minute;
}
