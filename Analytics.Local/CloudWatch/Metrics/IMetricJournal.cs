namespace Analytics.Local.CloudWatch.Metrics;

/// <summary>Persists the measurements of a metric store. Only the store calls it, one call at a time.</summary>
internal interface IMetricJournal : IDisposable
{
    /// <summary>Whether the journal has grown much larger than the data in the store.</summary>
    bool WantsRewrite { get; }

    /// <summary>Reads back all journaled measurements. Called once, before the first append.</summary>
    void Replay(Action<Measurement> apply);

    /// <summary>Writes measurements, all or none.</summary>
    void Append(IReadOnlyList<Measurement> measurements);

    /// <summary>Replaces the journal's content with the data in the store.</summary>
    void Rewrite(IEnumerable<Measurement> everything);
}
