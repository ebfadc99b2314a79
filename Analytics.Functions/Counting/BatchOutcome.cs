using Amazon.CloudWatch.Model;
using Analytics.Core.Changes;
using Analytics.Functions.Metrics;

namespace Analytics.Functions.Counting;

/// <summary>What came of a batch. <see cref="Add"/> may be called from many threads; the rest is for the one that counts.</summary>
internal sealed class BatchOutcome
{
    private readonly Lock _gate = new();
    private readonly CountedMetrics _metrics = new();
    private int _counted;
    private int _conflicts;
    private int _writes;

    /// <summary>The first record that must come again; null when all is done.</summary>
    public SourceRecord? FirstFailure { get; set; }

    /// <summary>Why a document was not committed, one reason if there are several; null when all were.</summary>
    public Exception? CommitFailure { get; set; }

    /// <summary>Changes that had been counted before.</summary>
    public int Duplicates { get; set; }

    /// <summary>Records newly put into quarantine.</summary>
    public int Quarantined { get; set; }

    /// <summary>Changes of orders whose minute is no longer kept.</summary>
    public int TooOld { get; set; }

    /// <summary>What CloudWatch is told of the batch.</summary>
    public IReadOnlyList<MetricDatum> Metrics(DateTimeOffset now)
    {
        _metrics.Add(MetricCatalogue.Duplicates, Duplicates);
        _metrics.Add(MetricCatalogue.Conflicts, _conflicts);
        _metrics.Add(MetricCatalogue.Quarantined, Quarantined);
        _metrics.Add(MetricCatalogue.TooOld, TooOld);
        return _metrics.Take(now);
    }

    /// <summary>Takes in what came of one document.</summary>
    public void Add(DocumentBatch batch, CommitResult result)
    {
        lock (_gate)
        {
            _counted += result.Counted.Count;
            _conflicts += result.Conflicts;
            _writes += result.Writes;
            Duplicates += result.Duplicates;
            _metrics.Add(batch.Key.Minute, result.Counted, result.CommittedAt);
        }
    }

    /// <summary>The batch in one line.</summary>
    public string Summary(IReadOnlyList<SourceRecord> records)
    {
        var road = records.Count > 0 ? records[0].Road.ToString().ToLowerInvariant() : "no";
        var failure = FirstFailure is { } first ? $", to come again from {first.SequenceNumber}" : "";
        return $"{records.Count} records by the {road} road: {_counted} counted, {Duplicates} duplicates, {Quarantined} quarantined, "
            + $"{TooOld} too old; {_writes} writes, {_conflicts} conflicts{failure}";
    }
}
