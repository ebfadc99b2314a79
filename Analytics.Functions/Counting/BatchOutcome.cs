using Amazon.CloudWatch.Model;
using Analytics.Core.Changes;
using Analytics.Core.Documents;
using Analytics.Functions.Metrics;

namespace Analytics.Functions.Counting;

/// <summary>
/// Result of counting one batch. <see cref="Add"/> is thread-safe; all other members are for the thread that counts the batch.
/// </summary>
public sealed class BatchOutcome
{
    private readonly Lock _gate = new();
    private readonly CountedMetrics _metrics = new();
    private int _counted;
    private int _conflicts;
    private int _writes;
    private double _writeUnits;
    private TimeSpan? _lag;

    /// <summary>Index of the first record to redeliver; null when every record was processed.</summary>
    public int? FirstFailure { get; set; }

    /// <summary>Sequence number of the record at <see cref="FirstFailure"/>; null when every record was processed.</summary>
    public string? FirstFailedNumber { get; set; }

    /// <summary>Why a document was not committed, one of the reasons if several failed; null when all were committed.</summary>
    public Exception? CommitFailure { get; set; }

    /// <summary>Number of changes whose document could not be written, and which are redelivered.</summary>
    public int NotCommitted { get; set; }

    /// <summary>Number of changes that had been counted before or change no total.</summary>
    public int Duplicates { get; set; }

    /// <summary>
    /// Number of Kinesis changes left to the table stream, because the preceding change was not counted yet or the document is unreadable.
    /// </summary>
    public int LeftToTableStream { get; private set; }

    /// <summary>Number of records newly put into quarantine; records quarantined by an earlier delivery are not included.</summary>
    public int Quarantined { get; set; }

    /// <summary>Rows of changes whose minute is no longer retained, in the batch's change table.</summary>
    public HashSet<int> TooOld { get; } = [];

    /// <summary>The batch's CloudWatch metrics. Call it once per batch.</summary>
    /// <param name="records">The batch.</param>
    /// <param name="items">Items that get a metric of their own.</param>
    /// <param name="now">The current time.</param>
    public IReadOnlyList<MetricDatum> Metrics(RecordBatch records, MetricItems items, DateTimeOffset now)
    {
        if (records.Count > 0)
        {
            var source = records.Source.Name();
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
        _metrics.Add(MetricCatalogue.NotCommitted, NotCommitted, now);
        return _metrics.Take(items, now);
    }

    /// <summary>Adds the result of one document. Thread-safe.</summary>
    public void Add(DocumentBatch batch, CommitResult result)
    {
        lock (_gate)
        {
            _counted += result.Counted.Count(Reports);
            LeftToTableStream += result.Gaps.Count;
            _conflicts += result.Conflicts;
            _writes += result.Writes;
            _writeUnits += result.WriteUnits;
            Duplicates += result.Duplicates == 0 || batch.Rows.All(Reports)
                ? result.Duplicates
                : batch.Rows.Except(result.Counted).Except(result.Gaps).Count(Reports);
            foreach (var row in result.Counted)
            {
                var lag = result.CommittedAt - batch.Table[row].ChangedAt;
                _lag = _lag is { } longest && longest > lag ? longest : lag;
            }

            _metrics.Add(batch.Key, batch.Table, result.Counted, result.CommittedAt);
        }

        bool Reports(int row) => batch.Table[row].IsReportedBy(batch.Key);
    }

    /// <summary>The batch as one log line of key=value pairs. <c>lagMs</c> is the longest time from a change to its commit.</summary>
    public string Summary(RecordBatch records)
    {
        var source = records.Count == 0 ? "none" : records.Source.Name();
        var lag = _lag is { } longest ? $" lagMs={(long)longest.TotalMilliseconds}" : "";
        var failure = FirstFailure is not null ? $" failedFrom={FirstFailedNumber}" : "";
        return $"source={source} records={records.Count} counted={_counted} duplicates={Duplicates} leftToTableStream={LeftToTableStream} "
            + $"quarantined={Quarantined} tooOld={TooOld.Count} writes={_writes} conflicts={_conflicts}{lag}{failure}";
    }

    // No document records these changes, so duplicates cannot be recognised. Only the table stream reports them, and only for records
    // before the first failure, which are not redelivered.
    private int TooOldAndDone(RecordBatch records) => records.Source != ChangeSource.TableStream || TooOld.Count == 0
        ? 0
        : Enumerable.Range(0, records.Count)
            .TakeWhile(
                index => index != FirstFailure && (FirstFailedNumber is null || records.SequenceNumberOf(index) != FirstFailedNumber))
            .Count(index => TooOld.Contains(records.RowOf(index)));
}
