using System.Collections.Concurrent;
using Analytics.Core.Changes;
using Analytics.Core.Documents;
using Analytics.Core.Windows;
using Analytics.Functions.Logging;
using Analytics.Storage;

namespace Analytics.Functions.Counting;

/// <summary>Counts a batch of records: commits changes, quarantines records that are no valid change, and reports failures.</summary>
public sealed class BatchCounter(Committer committer, IQuarantine quarantine, int concurrency, TimeProvider time)
{
    // One day less than the retention, so that no document is written after DynamoDB may have removed it by its time to live.
    private static readonly TimeSpan MaxAge = MinuteItem.Retention - TimeSpan.FromDays(1);

    /// <summary>Counts a batch.</summary>
    /// <remarks>
    /// A failed commit or quarantine write, or a cancellation, does not throw: <see cref="BatchOutcome.FirstFailure"/> reports the first
    /// record to redeliver, and the rest of the batch is processed.
    /// </remarks>
    public async Task<BatchOutcome> CountAsync(RecordBatch batch, Action<string> log, CancellationToken cancellationToken)
    {
        var outcome = new BatchOutcome();
        var oldest = Minute.Of(time.GetUtcNow() - MaxAge);
        var failed = new ConcurrentDictionary<int, Exception>();
        var unreadable = new ConcurrentDictionary<int, string>();
        foreach (var part in DocumentBatch.InParts(batch.Changes, batch.Rows(), failed.ContainsKey))
        {
            var (first, moved) = DocumentBatch.Sort(batch.Changes, part);
            await CommitAsync(first);
            await CommitAsync(moved.Select(document => document with { Rows = [.. document.Rows.Where(row => !failed.ContainsKey(row))] }));
        }

        var notQuarantined = await QuarantineAsync(batch, unreadable, outcome, log, cancellationToken);
        outcome.FirstFailure = FirstIndexWhere(
            batch, index => notQuarantined.Contains(index) || (batch.RowOf(index) is var row and >= 0 && failed.ContainsKey(row)));
        outcome.FirstFailedNumber = outcome.FirstFailure is { } failure ? batch.SequenceNumberOf(failure) : null;
        outcome.NotCommitted = failed.Count;
        outcome.CommitFailure = failed.Values.FirstOrDefault();
        return outcome;

        Task CommitAsync(IEnumerable<DocumentBatch> documents) => Bounded.ForEachAsync(
            documents.Where(document => IsRetained(document, oldest, outcome)), concurrency, async (document, _) =>
            {
                var result = new CommitResult();
                try
                {
                    await CountAsync(document, batch.Source, result, outcome, log, unreadable, cancellationToken);
                }
                catch (Exception failure)
                {
                    // A failed document does not affect others: its changes are reported and redelivered, and the other documents are
                    // committed. Changes that it counted before the failure are done.
                    var rows = document.Rows.Except(result.Counted).ToList();
                    log(LogEvent.Line(
                        "commitFailed", ("document", document.Key), ("changes", rows.Count), ("error", failure.GetType().Name),
                        ("message", failure.Message)));
                    rows.ForEach(row => failed.TryAdd(row, failure));
                }
            }, CancellationToken.None);
    }

    private async Task CountAsync(
        DocumentBatch document, ChangeSource source, CommitResult result, BatchOutcome outcome, Action<string> log,
        ConcurrentDictionary<int, string> unreadable, CancellationToken cancellationToken)
    {
        try
        {
            await CommitAsync(document, source, result, cancellationToken);
        }
        catch (DocumentUnreadableException damaged)
        {
            // One unreadable document must not block the shard. Changes from Kinesis also arrive through the table stream, so they are left
            // to it; changes from the table stream go to quarantine.
            log(LogEvent.Line(
                "documentUnreadable", ("document", document.Key), ("changes", document.Rows.Count - result.Counted.Count),
                ("reason", damaged.Message)));
            var left = document.Rows.Except(result.Counted).ToList();
            if (source == ChangeSource.Kinesis)
            {
                result.Gaps.AddRange(left.Except(result.Gaps).ToList());
            }
            else
            {
                left.ForEach(row => unreadable.TryAdd(row, damaged.Message));
            }
        }
        finally
        {
            // Changes that were written count in the metrics even if the rest of the commit failed.
            outcome.Add(document, result);
        }
    }

    // Retries an unreadable document once: another writer may have replaced it between the reads of its head and its segments.
    private async Task CommitAsync(DocumentBatch document, ChangeSource source, CommitResult result, CancellationToken cancellationToken)
    {
        try
        {
            await committer.CommitAsync(document, source, result, cancellationToken);
        }
        catch (DocumentUnreadableException)
        {
            await committer.CommitAsync(document, source, result, cancellationToken);
        }
    }

    private static int? FirstIndexWhere(RecordBatch batch, Func<int, bool> condition)
    {
        for (var index = 0; index < batch.Count; index++)
        {
            if (condition(index))
            {
                return index;
            }
        }

        return null;
    }

    private static bool IsRetained(DocumentBatch document, Minute oldest, BatchOutcome outcome)
    {
        if (document.Key.Minute >= oldest)
        {
            return document.Rows.Count > 0;
        }

        outcome.TooOld.UnionWith(document.Rows);
        return false;
    }

    private async Task<HashSet<int>> QuarantineAsync(
        RecordBatch batch, ConcurrentDictionary<int, string> unreadable, BatchOutcome outcome, Action<string> log,
        CancellationToken cancellationToken)
    {
        var notQuarantined = new HashSet<int>();
        for (var index = 0; index < batch.Count; index++)
        {
            var reason = batch.RejectionOf(index) ?? (batch.RowOf(index) is var row and >= 0 ? unreadable.GetValueOrDefault(row) : null);
            if (reason is null)
            {
                continue;
            }

            var record = batch[index];
            try
            {
                var source = record.Source.Name();
                var quarantined = new QuarantinedRecord(source, record.StreamArn, record.EventId, reason, record.Raw, time.GetUtcNow())
                {
                    IsWholeRecord = record.IsWholeRecord,
                    ArrivedAt = record.ArrivedAt,
                };
                var isNew = await quarantine.PutAsync(quarantined, cancellationToken);
                outcome.Quarantined += isNew ? 1 : 0;
                log(LogEvent.Line("recordQuarantined", ("source", source), ("record", record.EventId), ("reason", reason)));
            }
            catch (Exception failure)
            {
                // A record that was not stored must be redelivered.
                log(LogEvent.Line(
                    "quarantineFailed", ("record", record.EventId), ("error", failure.GetType().Name), ("message", failure.Message)));
                notQuarantined.Add(index);
            }
        }

        return notQuarantined;
    }
}
