namespace Analytics.Local.CloudWatch.Metrics;

/// <summary>One metric, with a track for each unit in which it has been reported. Not thread-safe.</summary>
internal sealed class Series(MetricId id)
{
    public MetricId Id => id;

    public SortedDictionary<string, Track> Tracks { get; } = new(StringComparer.Ordinal);

    /// <summary>The second of the latest measurement; listings of active metrics use it.</summary>
    public long LatestSecond { get; set; } = long.MinValue;

    /// <summary>Returns the track of a unit, if there is one; all tracks for null.</summary>
    public IEnumerable<Track> TracksOf(string? unit) =>
        unit is null ? Tracks.Values : Tracks.TryGetValue(unit, out var track) ? [track] : [];
}
