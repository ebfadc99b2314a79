using Amazon.CloudWatch.Model;
using Analytics.Core.Changes;
using Analytics.Core.Documents;
using Analytics.Functions.Metrics;

namespace Analytics.Functions.Counting;

/// <summary>What came of a batch. <see cref="Add"/> may be called from many threads; the rest is for the one that counts.</summary>
public sealed class BatchOutcome
{
    private readonly Lock _gate = new();
    private readonly CountedMetrics _metrics = new();
    private int _counted;
    private int _conflicts;
    private int _writes;
    private double _writeUnits;

    /// <summary>The place of the first record that must come again; null when all is done.</summary>
    public int? FirstFailure { get; set; }

    /// <summary>The sequence number of that record.</summary>
    public string? FirstFailedNumber { get; set; }

    /// <summary>Why a document was not committed, one reason if there are several; null when all were.</summary>
    public Exception? CommitFailure { get; set; }

    /// <summary>Changes that had been counted before.</summary>
    public int Duplicates { get; set; }

    /// <summary>Changes from Kinesis that were left to the table stream, because the change before them was not counted yet.</summary>
    public int LeftToTableStream { get; private set; }

    /// <summary>Records newly put into quarantine.</summary>
    public int Quarantined { get; set; }

    /// <summary>The rows of changes of orders whose minute is no longer retained.</summary>
    public HashSet<int> TooOld { get; } = [];

    /// <summary>What CloudWatch is told of the batch. To be asked once.</summary>
    /// <param name="records">The batch.</param>
    /// <param name="items">The items that are told apart.</param>
    /// <param name="now">The present.</param>
    public IReadOnlyList<MetricDatum> Metrics(RecordBatch records, MetricItems items, DateTimeOffset now)
    {
        if (records.Count > 0)
        {
            var source = records.Source == ChangeSource.Kinesis ? MetricDimension.Sources.Kinesis : MetricDimension.Sources.TableStream;
            _metrics.Add(MetricCatalogue.Counted, _counted, now, source);
            _metrics.Add(MetricCatalogue.Duplicates, Duplicates, now, source);
            if (records.OldestArrival is { } oldest)
            {
                _metrics.Add(MetricCatalogue.RecordAge, Math.Max(1, Math.Round((now - oldest).TotalMilliseconds)), now, source);
            }
        }

        _metrics.Add(MetricCatalogue.LeftToTableStream, LeftToTableStream, now);
        _metrics.Add(MetricCatalogue.Conflicts, _conflicts, now);
        _metrics.Add(MetricCatalogue.Quarantined, Quarantined, now);
        _metrics.Add(MetricCatalogue.TooOld, TooOldAndDone(records), now);
        _metrics.Add(MetricCatalogue.DocumentsWritten, _writes, now);
        _metrics.Add(MetricCatalogue.WriteUnits, _writeUnits, now);
        return _metrics.Take(items, now);
    }

    /// <summary>Adds what was done to one document.</summary>
    public void Add(DocumentBatch batch, CommitResult result)
    {
        lock (_gate)
        {
            // A change that moved an order counts in two documents, and is told once: by the one that the order is in now.
            _counted += result.Counted.Count(row => (batch.Table[row].To ?? batch.Key) == batch.Key);
            LeftToTableStream += result.Gaps.Count;
            _conflicts += result.Conflicts;
            _writes += result.Writes;
            _writeUnits += result.WriteUnits;
            Duplicates += result.Duplicates;
            _metrics.Add(batch.Key, batch.Table, result.Counted, result.CommittedAt);
        }
    }

    /// <summary>The batch in one line.</summary>
    public string Summary(RecordBatch records)
    {
        var source = records.Count == 0 ? "none" : records.Source == ChangeSource.Kinesis ? "kinesis" : "table-stream";
        var failure = FirstFailure is not null ? $" failedFrom={FirstFailedNumber}" : "";
        return $"source={source} records={records.Count} counted={_counted} duplicates={Duplicates} leftToTableStream={LeftToTableStream} "
            + $"quarantined={Quarantined} tooOld={TooOld.Count} writes={_writes} conflicts={_conflicts}{failure}";
    }

    // Nothing remembers these, so they are reported by one source only, and not while they are to be redelivered.
    private int TooOldAndDone(RecordBatch records) => records.Source != ChangeSource.TableStream || TooOld.Count == 0
        ? 0
        : Enumerable.Range(0, records.Count)
            .TakeWhile(
                index => index != FirstFailure && (FirstFailedNumber is null || records.SequenceNumberOf(index) != FirstFailedNumber))
            .Count(index => TooOld.Contains(records.RowOf(index)));
}
