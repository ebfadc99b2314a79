namespace Analytics.Functions.Counting;

/// <summary>Limits of <see cref="Committer"/> and of its document cache.</summary>
public sealed record CommitOptions
{
    /// <summary>
    /// A head that would exceed this size moves its items and change ids into a segment. Default 600 bytes. Attribute names and totals take
    /// a third of that, so reading totals costs nearly the same however many items were sold, and most commits of a quiet shop take one
    /// write unit.
    /// </summary>
    public int MaxHeadBytes { get; init; } = 600;

    /// <summary>
    /// Changes are added to a write until it reaches this size; the last change may exceed it. Default 100 KB. A DynamoDB item
    /// holds 400 KB.
    /// </summary>
    public int MaxDeltaBytes { get; init; } = 100 * 1024;

    /// <summary>
    /// Whether every commit invalidates the rollups of its minute. Default false. Set it in a process without a time limit: such a process
    /// may pause between deciding and writing for longer than <see cref="Analytics.Core.Windows.RangePlan.FinalizationDelay"/>.
    /// </summary>
    public bool AlwaysInvalidates { get; init; }

    /// <summary>Maximum number of documents of one batch that are written concurrently. Default 16.</summary>
    public int Concurrency { get; init; } = 16;

    /// <summary>Maximum number of documents that a warm function caches. Default 256; the least recently used is evicted first.</summary>
    public int MaxDocuments { get; init; } = 256;

    /// <summary>Maximum number of change ids in all cached documents together. Default 1,000,000, about 32 MB.</summary>
    public int MaxChangeIds { get; init; } = 1_000_000;

    /// <summary>
    /// Upper bound of the random delay after the first failed write. The bound doubles with each further failure, at most six times.
    /// Default 5 ms.
    /// </summary>
    public TimeSpan MaxFirstDelay { get; init; } = TimeSpan.FromMilliseconds(5);

    // Leaves some of DynamoDB's 400 KB for keys and attribute names.
    private const int MaxItemBytes = 390 * 1024;

    /// <summary>Returns these options if each is in its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is not; the message has its name, its value and the range.</exception>
    public CommitOptions Checked()
    {
        Require(nameof(MaxHeadBytes), MaxHeadBytes, 0, MaxItemBytes);
        Require(nameof(MaxDeltaBytes), MaxDeltaBytes, 1, MaxItemBytes);
        Require(nameof(Concurrency), Concurrency, 1, 1_000);
        Require(nameof(MaxDocuments), MaxDocuments, 1, 1_000_000);
        Require(nameof(MaxChangeIds), MaxChangeIds, 0, 1_000_000_000);
        return MaxFirstDelay >= TimeSpan.Zero && MaxFirstDelay <= TimeSpan.FromSeconds(1)
            ? this
            : throw new ArgumentOutOfRangeException(nameof(MaxFirstDelay), $"MaxFirstDelay must be from 0 to 1 s; got {MaxFirstDelay}.");
    }

    private static void Require(string name, int value, int min, int max)
    {
        if (value < min || value > max)
        {
            throw new ArgumentOutOfRangeException(name, $"{name} must be from {min} to {max}; got {value}.");
        }
    }
}
