namespace Analytics.Local.CloudWatch.Metrics;

/// <summary>The values of a datum together with the bucket that they belong to. The store and its journal work in measurements.</summary>
/// <param name="Id">The metric.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Tier">Index of the tier.</param>
/// <param name="Second">The timestamp in seconds since 1970, rounded down to the tier's resolution.</param>
/// <param name="Data">The values to add to the bucket.</param>
internal readonly record struct Measurement(MetricId Id, string Unit, int Tier, long Second, Distribution Data)
{
    public static Measurement Of(string metricNamespace, MetricDatum datum, DateTimeOffset now)
    {
        var data = new Distribution();
        foreach (var value in datum.Values)
        {
            data.Add(value.Value, value.Count);
        }

        if (datum.Statistics is { } set)
        {
            data.Add(set);
        }

        var second = (datum.Timestamp ?? now).ToUnixTimeSeconds();
        var isFine = datum.StorageResolution < 60 && now.ToUnixTimeSeconds() - second < Metrics.Tier.All[0].RetentionSeconds;
        var tier = isFine ? 0 : 1;
        return new Measurement(
            new MetricId(metricNamespace, datum.Name, datum.Dimensions),
            datum.Unit,
            tier,
            Metrics.Tier.Floor(second, Metrics.Tier.All[tier].Resolution),
            data);
    }
}
