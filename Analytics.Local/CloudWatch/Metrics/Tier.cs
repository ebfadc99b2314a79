namespace Analytics.Local.CloudWatch.Metrics;

/// <summary>A resolution at which the store retains measurements, and for how long, before it merges them into the next tier.</summary>
/// <param name="Resolution">Length of a bucket in seconds.</param>
/// <param name="RetentionSeconds">Maximum age of a bucket in this tier.</param>
internal readonly record struct Tier(int Resolution, long RetentionSeconds)
{
    private const long Hour = 3600;
    private const long Day = 24 * Hour;

    /// <summary>The retention that CloudWatch documents, finest resolution first. Data that leave the last tier are deleted.</summary>
    public static IReadOnlyList<Tier> All { get; } =
        [new(1, 3 * Hour), new(60, 15 * Day), new(300, 63 * Day), new(3600, 455 * Day)];

    /// <summary>Returns the start of the bucket of the given length that contains the second.</summary>
    public static long Floor(long second, long length) => second - (((second % length) + length) % length);
}
