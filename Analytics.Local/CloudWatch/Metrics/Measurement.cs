namespace Analytics.Local.CloudWatch.Metrics;

/// <summary>Where a datum belongs and what it adds there: the unit in which the store works and writes down.</summary>
/// <param name="Id">The metric.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Tier">Number of the tier.</param>
/// <param name="Second">The second, cut down to the tier's resolution.</param>
/// <param name="Data">What it adds.</param>
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
