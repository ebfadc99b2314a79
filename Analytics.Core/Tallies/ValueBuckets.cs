namespace Analytics.Core.Tallies;

/// <summary>
/// The buckets into which order values are counted for percentiles: every value of a bucket is within 1% of the bucket's own value.
/// </summary>
/// <remarks>
/// These are the buckets of a DDSketch (Masson, Rim, Lee: "DDSketch", PVLDB 12, 2019) with a relative accuracy of 1%, but cut at whole
/// minor units by integer arithmetic, so every machine has the same ones. Values below 99 minor units have a bucket each, and 0 has bucket
/// 0. The bucket of a negative value is the negative of that of its size.
/// </remarks>
public static class ValueBuckets
{
    /// <summary>The relative accuracy, in percent.</summary>
    public const int AccuracyPercent = 1;

    // Ten times the largest value of an order that the rules allow.
    private const long Largest = 5_000_000_000_000_000_000;

    // The least value of each bucket, from bucket 1 on.
    private static readonly long[] Least = Cut();

    /// <summary>Number of the last bucket.</summary>
    public static int Last => Least.Length;

    /// <summary>The bucket of a value in minor units.</summary>
    public static int Of(long minor)
    {
        if (minor < 0)
        {
            return -Of(-Math.Max(minor, -long.MaxValue));
        }

        var found = Array.BinarySearch(Least, minor);
        return found >= 0 ? found + 1 : ~found;
    }

    /// <summary>The value that stands for all of a bucket, in minor units.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such bucket.</exception>
    public static long ValueOf(int bucket)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Abs(bucket), Last);
        return bucket == 0 ? 0 : Math.Sign(bucket) * Middle(Least[Math.Abs(bucket) - 1]);
    }

    // The largest value that is at most 1% more than the least of its bucket. It stands for the bucket.
    private static long Middle(long least) => least + least * AccuracyPercent / 100;

    // A bucket goes on up to the largest value of which 99% are at most its middle.
    private static long[] Cut()
    {
        var all = new List<long>();
        for (var least = 1L; least <= Largest; least = (long)((Int128)Middle(least) * 100 / (100 - AccuracyPercent)) + 1)
        {
            all.Add(least);
        }

        return [.. all];
    }
}
