namespace Analytics.Local.CloudWatch.Metrics;

/// <summary>Where a store writes down what it takes. Called by its store only, one call at a time.</summary>
internal interface IMetricJournal : IDisposable
{
    /// <summary>Whether what is written has grown far beyond what is held.</summary>
    bool WantsRewrite { get; }

    /// <summary>Hands over everything written so far, once, before anything is appended.</summary>
    void Replay(Action<Measurement> apply);

    /// <summary>Writes measurements down, all or none.</summary>
    void Append(IReadOnlyList<Measurement> measurements);

    /// <summary>Replaces all that is written by what is held.</summary>
    void Rewrite(IEnumerable<Measurement> everything);
}
