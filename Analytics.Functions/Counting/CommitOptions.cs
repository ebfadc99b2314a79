namespace Analytics.Functions.Counting;

/// <summary>The bounds of committing.</summary>
internal sealed record CommitOptions
{
    /// <summary>
    /// What would make a document's part larger than this moves out into a piece. Default 600: names and totals take a third of that, so a
    /// reading of totals costs nearly the same whatever was sold, and a commit of a quiet shop is mostly one write unit.
    /// </summary>
    public int PartBytesMax { get; init; } = 600;

    /// <summary>What one write adds at the most, unless a single change is larger. Default 100 KB; an item takes 400 KB.</summary>
    public int ContributionBytesMax { get; init; } = 100 * 1024;

    /// <summary>
    /// Whether every commit marks its periods as changed late. For a process that nobody ends after a minute: it may stand still between deciding and
    /// writing for longer than <see cref="Analytics.Core.Windows.RangePlan.Settling"/>. Default no.
    /// </summary>
    public bool AlwaysMarksLate { get; init; }

    /// <summary>Documents of one batch that are written at the same time. Default 16.</summary>
    public int Concurrency { get; init; } = 16;

    /// <summary>Documents that a warm function remembers. Default 256; the least recently used is forgotten first.</summary>
    public int ViewsMax { get; init; } = 256;

    /// <summary>Identities that the remembered documents hold in all, at the most. Default 1,000,000, some 32 MB.</summary>
    public int IdentitiesMax { get; init; } = 1_000_000;

    /// <summary>The longest wait after the first lost race; it doubles with each further one. Default 5 ms, up to 320 ms.</summary>
    public TimeSpan BackoffFirst { get; init; } = TimeSpan.FromMilliseconds(5);
}
