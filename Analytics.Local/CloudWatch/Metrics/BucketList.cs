namespace Analytics.Local.CloudWatch.Metrics;

/// <summary>A time interval and the values measured in it.</summary>
/// <param name="Start">Start of the interval, in seconds since 1970.</param>
/// <param name="Data">The values measured.</param>
internal readonly record struct Bucket(long Start, Distribution Data);

/// <summary>Buckets of equal length in order of time. Only buckets with measurements exist. Not thread-safe.</summary>
internal sealed class BucketList
{
    private readonly List<Bucket> buckets = [];

    public int Count => buckets.Count;

    /// <summary>Returns the bucket with the given start, and creates it if it does not exist.</summary>
    public Distribution At(long start)
    {
        var index = IndexOf(start);
        if (index == buckets.Count || buckets[index].Start != start)
        {
            buckets.Insert(index, new Bucket(start, new Distribution()));
        }

        return buckets[index].Data;
    }

    /// <summary>Returns the buckets that start within the range.</summary>
    /// <param name="from">Inclusive.</param>
    /// <param name="to">Exclusive.</param>
    public IEnumerable<Bucket> Between(long from, long to)
    {
        for (var index = IndexOf(from); index < buckets.Count && buckets[index].Start < to; index++)
        {
            yield return buckets[index];
        }
    }

    /// <summary>Removes and returns the buckets that start before the given second.</summary>
    public IReadOnlyList<Bucket> TakeBefore(long limit)
    {
        var count = IndexOf(limit);
        if (count == 0)
        {
            return [];
        }

        var taken = buckets.GetRange(0, count);
        buckets.RemoveRange(0, count);
        return taken;
    }

    private int IndexOf(long start)
    {
        // Measurements usually arrive in order of time.
        if (buckets.Count == 0 || buckets[^1].Start < start)
        {
            return buckets.Count;
        }

        var (low, high) = (0, buckets.Count - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = buckets[middle].Start < start ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
