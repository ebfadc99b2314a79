namespace Analytics.Local.CloudWatch.Metrics;

/// <summary>The measurements of one metric in one unit, in all tiers. Not thread safe.</summary>
internal sealed class Track
{
    /// <summary>What a bucket takes beside its values, in cells of 16 bytes.</summary>
    private const int CellsPerBucket = 10;

    private readonly BucketList[] tiers = [.. Tier.All.Select(_ => new BucketList())];

    /// <summary>How much memory the track takes, in cells of 16 bytes.</summary>
    public long Cells { get; private set; }

    public bool IsEmpty => tiers.All(tier => tier.Count == 0);

    /// <summary>Changes the bucket of a tier that contains the second; it is made if there is none.</summary>
    public void Change(int tier, long second, Action<Distribution> change)
    {
        var list = tiers[tier];
        var (bucketsBefore, start) = (list.Count, Tier.Floor(second, Tier.All[tier].Resolution));
        var bucket = list.At(start);
        var cellsBefore = bucket.Cells.Count;
        change(bucket);
        Cells += bucket.Cells.Count - cellsBefore + ((list.Count - bucketsBefore) * CellsPerBucket);
    }

    /// <summary>Adds the buckets of the range to their periods. Buckets longer than a period are left out.</summary>
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

    /// <summary>Moves what is too old for its tier on to the next, and lets go what is too old for the last.</summary>
    /// <param name="now">In seconds since 1970.</param>
    /// <param name="halvings">How often the retention of every tier is halved first, to save memory.</param>
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

    /// <summary>Every bucket with the number of its tier.</summary>
    public IEnumerable<(int Tier, Bucket Bucket)> Buckets() =>
        tiers.SelectMany((list, tier) => list.Between(long.MinValue, long.MaxValue).Select(bucket => (tier, bucket)));
}
