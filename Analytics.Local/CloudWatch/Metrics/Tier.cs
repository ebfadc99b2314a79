namespace Analytics.Local.CloudWatch.Metrics;

/// <summary>A resolution in which measurements are kept, and for how long, before they move on to the next coarser one.</summary>
/// <param name="Resolution">Length of a bucket in seconds.</param>
/// <param name="RetentionSeconds">How old a bucket may become in this tier.</param>
internal readonly record struct Tier(int Resolution, long RetentionSeconds)
{
    private const long Hour = 3600;
    private const long Day = 24 * Hour;

    /// <summary>The retention that CloudWatch states, from fine to coarse. What leaves the last is gone.</summary>
    public static IReadOnlyList<Tier> All { get; } =
        [new(1, 3 * Hour), new(60, 15 * Day), new(300, 63 * Day), new(3600, 455 * Day)];

    /// <summary>The start of the bucket of the given length that contains the second.</summary>
    public static long Floor(long second, long length) => second - (((second % length) + length) % length);
}
