namespace Analytics.Local.CloudWatch.Metrics;

/// <summary>One metric: a track for each unit that it was ever reported in. Not thread safe.</summary>
internal sealed class Series(MetricId id)
{
    public MetricId Id => id;

    public SortedDictionary<string, Track> Tracks { get; } = new(StringComparer.Ordinal);

    /// <summary>The second of the latest measurement; what is listed as active follows from it.</summary>
    public long LatestSecond { get; set; } = long.MinValue;

    /// <summary>The tracks of a unit, or of all units for null.</summary>
    public IEnumerable<Track> TracksOf(string? unit) =>
        unit is null ? Tracks.Values : Tracks.TryGetValue(unit, out var track) ? [track] : [];
}
