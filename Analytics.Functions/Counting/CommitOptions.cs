namespace Analytics.Functions.Counting;

/// <summary>The bounds of committing.</summary>
public sealed record CommitOptions
{
    /// <summary>
    /// A head that would be larger moves its items and change ids into a segment. Default 600 bytes: names and totals take a third of that,
    /// so reading totals costs nearly the same whatever was sold, and most commits of a quiet shop take one write unit.
    /// </summary>
    public int MaxHeadBytes { get; init; } = 600;

    /// <summary>Changes are added to a write until it exceeds this. Default 100 KB; an item takes 400 KB.</summary>
    public int MaxDeltaBytes { get; init; } = 100 * 1024;

    /// <summary>
    /// Whether every commit invalidates the rollups of its minute. For a process that has no time limit: it may pause between deciding and
    /// writing for longer than <see cref="Analytics.Core.Windows.RangePlan.FinalizationDelay"/>. Default no.
    /// </summary>
    public bool AlwaysInvalidates { get; init; }

    /// <summary>Documents of one batch that are written at the same time. Default 16.</summary>
    public int Concurrency { get; init; } = 16;

    /// <summary>Documents that a warm function caches. Default 256; the least recently used is removed first.</summary>
    public int MaxDocuments { get; init; } = 256;

    /// <summary>Change ids that the cached documents hold in all. Default 1,000,000, some 32 MB.</summary>
    public int MaxChangeIds { get; init; } = 1_000_000;

    /// <summary>
    /// Upper bound of the random delay after the first failed write; it doubles with each further one, six times. Default 5 ms.
    /// </summary>
    public TimeSpan MaxFirstDelay { get; init; } = TimeSpan.FromMilliseconds(5);
}
