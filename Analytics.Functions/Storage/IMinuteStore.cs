using Analytics.Core.Tallies;
using Analytics.Core.Windows;

namespace Analytics.Functions.Storage;

/// <summary>Where minute documents are kept. Safe to use from many threads.</summary>
internal interface IMinuteStore
{
    /// <summary>All parts of a document in their order, each as committed when it was read; together they need not be a snapshot.</summary>
    /// <exception cref="FormatException">A part is damaged or of a newer format.</exception>
    Task<IReadOnlyList<MinutePart>> ReadChainAsync(DocumentKey key, CancellationToken cancellationToken);

    /// <summary>
    /// Writes a part if the one before it is still the last: revision 1 only where there is no such part, a higher one only over
    /// the revision before it.
    /// </summary>
    Task<PartWrite> TryWriteAsync(MinutePart part, CancellationToken cancellationToken);

    /// <summary>The sums of every part of a lane in a range of minutes, in order of time. May be some milliseconds old.</summary>
    /// <param name="lane">Which lane.</param>
    /// <param name="range">Which minutes.</param>
    /// <param name="withItems">Whether the items are wanted, which costs more.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    IAsyncEnumerable<MinuteSums> ReadRangeAsync(int lane, MinuteRange range, bool withItems, CancellationToken cancellationToken);
}

/// <summary>How a write ended: a closed set.</summary>
internal abstract record PartWrite
{
    private PartWrite()
    {
    }

    /// <summary>It was written.</summary>
    public sealed record Written : PartWrite;

    /// <summary>Another was there.</summary>
    /// <param name="Current">What is there; null when there is nothing, as after the document's time to live.</param>
    public sealed record Lost(MinutePart? Current) : PartWrite;
}

/// <summary>The sums of one part.</summary>
/// <param name="Minute">The minute that they belong to.</param>
/// <param name="Tally">The sums; without items when they were not asked for.</param>
/// <param name="CommittedAt">When the part was last written.</param>
internal sealed record MinuteSums(Minute Minute, Tally Tally, DateTimeOffset CommittedAt);
