namespace Analytics.Local.CloudWatch.Metrics;

/// <summary>The measurements of one metric in one unit, in all tiers. Not thread-safe.</summary>
internal sealed class Track
{
    /// <summary>Memory overhead of a bucket in addition to its values, in cells of 16 bytes.</summary>
    private const int CellsPerBucket = 10;

    private readonly BucketList[] tiers = [.. Tier.All.Select(_ => new BucketList())];

    /// <summary>Memory that the track uses, in cells of 16 bytes.</summary>
    public long Cells { get; private set; }

    public bool IsEmpty => tiers.All(tier => tier.Count == 0);

    /// <summary>Changes the bucket of a tier that contains the given second, and creates it if it does not exist.</summary>
    public void Change(int tier, long second, Action<Distribution> change)
    {
        var list = tiers[tier];
        var (bucketsBefore, start) = (list.Count, Tier.Floor(second, Tier.All[tier].Resolution));
        var bucket = list.At(start);
        var cellsBefore = bucket.Cells.Count;
        change(bucket);
        Cells += bucket.Cells.Count - cellsBefore + ((list.Count - bucketsBefore) * CellsPerBucket);
    }

    /// <summary>Adds the buckets in the range to their periods. Buckets longer than a period are omitted.</summary>
    public void AddTo(SortedDictionary<long, Distribution> periods, PeriodGrid grid, bool withValues)
    {
        for (var tier = 0; tier < tiers.Length && Tier.All[tier].Resolution <= grid.Length; tier++)
        {
            foreach (var bucket in tiers[tier].Between(grid.Start, grid.End))
            {
                var start = grid.StartOf(bucket.Start);
                if (!periods.TryGetValue(start, out var sum))
                {
                    periods.Add(start, sum = new Distribution());
                }

                sum.Merge(bucket.Data, withValues);
            }
        }
    }

    /// <summary>Moves buckets that exceed their tier's retention to the next tier, and drops those that exceed the last tier's.</summary>
    /// <param name="now">The current time, in seconds since 1970.</param>
    /// <param name="halvings">How many times the retention of every tier is halved for this call, to save memory.</param>
    public void Roll(long now, int halvings)
    {
        for (var tier = 0; tier < tiers.Length; tier++)
        {
            var limit = now - (Tier.All[tier].RetentionSeconds >> halvings);
            foreach (var bucket in tiers[tier].TakeBefore(Tier.Floor(limit, Tier.All[tier].Resolution)))
            {
                Cells -= bucket.Data.Cells.Count + CellsPerBucket;
                if (tier + 1 < tiers.Length)
                {
                    Change(tier + 1, bucket.Start, coarser => coarser.Merge(bucket.Data));
                }
            }
        }
    }

    /// <summary>Returns every bucket with the index of its tier.</summary>
    public IEnumerable<(int Tier, Bucket Bucket)> Buckets() =>
        tiers.SelectMany((list, tier) => list.Between(long.MinValue, long.MaxValue).Select(bucket => (tier, bucket)));
}
