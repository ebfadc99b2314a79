using Analytics.Core.Tallies;
using Analytics.Core.Windows;

namespace Analytics.Functions.Storage;

/// <summary>Where minute documents are kept. Safe to use from many threads.</summary>
internal interface IMinuteStore
{
    /// <summary>All parts of a document in their order, each as committed when it was read; together they need not be a snapshot.</summary>
    /// <exception cref="FormatException">A part is damaged or of a newer format.</exception>
    Task<IReadOnlyList<MinutePart>> ReadPartsAsync(DocumentKey key, CancellationToken cancellationToken);

    /// <summary>All parts of a lane in a range of minutes, in their order, each as committed when it was read.</summary>
    /// <exception cref="FormatException">A part is damaged or of a newer format.</exception>
    IAsyncEnumerable<MinutePart> ReadPartsAsync(int lane, MinuteRange range, CancellationToken cancellationToken);

    /// <summary>What is found under a document as pieces, in order of their numbers; <see cref="PieceList.Pick"/> says which count.</summary>
    /// <remarks>Consistent: the pieces that a part names are there if the part was read before.</remarks>
    /// <param name="key">Which document.</param>
    /// <param name="from">The first number that is wanted.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="FormatException">A piece is damaged or of a newer format.</exception>
    Task<IReadOnlyList<MinutePiece>> FindPiecesAsync(DocumentKey key, int from, CancellationToken cancellationToken);

    /// <summary>What is found of a lane in a range of minutes as pieces, those of a document together; as consistent as the other.</summary>
    /// <exception cref="FormatException">A piece is damaged or of a newer format.</exception>
    IAsyncEnumerable<MinutePiece> FindPiecesAsync(int lane, MinuteRange range, CancellationToken cancellationToken);

    /// <summary>
    /// Writes a part if the one before it is still the last: revision 1 only where there is no such part, a higher one only over
    /// the revision before it. Its new piece is written before it, and counts only if the part is written, too. In the part's
    /// transaction the rollups that this makes stale learn of it.
    /// </summary>
    /// <param name="write">The part, and its new piece.</param>
    /// <param name="over">The periods of its minute whose late counts go up by one: those that are over, or all for a writer that nobody ends in time.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    Task<PartWrite> TryWriteAsync(MinuteWrite write, IReadOnlyList<RollupPeriod> over, CancellationToken cancellationToken);

    /// <summary>The first minute of a range in which a lane has a document, as committed when it was read; null when there is none.</summary>
    Task<Minute?> FirstMinuteAsync(int lane, MinuteRange range, CancellationToken cancellationToken);

    /// <summary>The sums of every part of a lane in a range of minutes, in no order.</summary>
    /// <param name="lane">Which lane.</param>
    /// <param name="range">Which minutes.</param>
    /// <param name="read">What is wanted of them.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    IAsyncEnumerable<MinuteSums> ReadRangeAsync(int lane, MinuteRange range, SumsRead read, CancellationToken cancellationToken);
}

/// <summary>How a write ended: a closed set.</summary>
internal abstract record PartWrite
{
    private PartWrite()
    {
    }

    /// <summary>It was written.</summary>
    /// <param name="Units">The write units that it took, where the store tells.</param>
    public sealed record Written(double Units = 0) : PartWrite;

    /// <summary>Another was there.</summary>
    /// <param name="Current">The part that is there; null when there is none, as after the document's time to live.</param>
    public sealed record Lost(MinutePart? Current) : PartWrite;

    /// <summary>Another transaction was under way on the part or on one of the rollups; nothing was written.</summary>
    public sealed record Busy : PartWrite;
}

/// <summary>What is wanted of the sums of minutes. Each costs more than what stands before it.</summary>
internal enum SumsRead
{
    /// <summary>Totals, maybe some milliseconds old.</summary>
    Totals,

    /// <summary>Items too, maybe some milliseconds old.</summary>
    Items,

    /// <summary>Items too, as committed when each is read: for sums that are kept.</summary>
    ItemsConsistent,
}

/// <summary>The sums of one part.</summary>
/// <param name="Key">The document it is of.</param>
/// <param name="Tally">The sums; without items when they were not asked for.</param>
/// <param name="CommittedAt">When the part was last written.</param>
/// <param name="Revision">How often the part was written.</param>
/// <param name="Pieces">The pieces whose items are in the sums, where items were asked for.</param>
internal sealed record MinuteSums(DocumentKey Key, Tally Tally, DateTimeOffset CommittedAt, long Revision, PieceList Pieces)
{
    /// <summary>The minute that they belong to.</summary>
    public Minute Minute => Key.Minute;
}
