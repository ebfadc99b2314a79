using System.Collections.Concurrent;
using System.Reactive.Linq;
using Analytics.Core.Changes;
using Analytics.Core.Windows;
using Analytics.Functions.Storage;

namespace Analytics.Functions.Counting;

/// <summary>Counts a batch of records: what is a change is committed, what is not goes to quarantine, what failed is to come again.</summary>
internal sealed class BatchCounter(
    Committer committer, IQuarantine quarantine, LanePlanSource lanes, int concurrency, TimeProvider time)
{
    // A day short of the retention, so that no document is written that its time to live has removed meanwhile.
    private static readonly TimeSpan AgeMax = MinuteItem.Retention - TimeSpan.FromDays(1);

    // Room for clocks that differ. It must stay below what LanePlanSource has to spare between a change of lanes being written and
    // being known to everyone, or an order of a minute to come could be counted by the lanes of two plans.
    private static readonly TimeSpan FutureMax = TimeSpan.FromMinutes(5);

    /// <summary>Counts a batch. Fails as a whole only when nothing of it could be done.</summary>
    public async Task<BatchOutcome> CountAsync(RecordBatch batch, Action<string> log, CancellationToken cancellationToken)
    {
        Judge(batch);
        var plan = await lanes.GetAsync(log, cancellationToken);
        var outcome = new BatchOutcome();
        var oldest = Minute.Of(time.GetUtcNow() - AgeMax);
        var documents = batch.ToObservable()
            .Deduplicate(_ => outcome.Duplicates++)
            .Where(change => IsKept(change, oldest, outcome))
            .ByDocument(batch.Changes, plan)
            .ToEnumerable()
            .ToList();

        var failed = new ConcurrentDictionary<ChangeId, Exception>();
        await Bounded.ForEachAsync(documents, concurrency, async (document, _) =>
        {
            try
            {
                outcome.Add(document, await committer.CommitAsync(document, batch.Road, cancellationToken));
            }
            catch (Exception failure)
            {
                // One document's trouble is not another's: its changes are reported and come again, the rest is committed.
                log($"{document.Places.Count} changes of {document.Key} were not committed: {failure.GetType().Name}: {failure.Message}");
                document.Changes.ToList().ForEach(change => failed.TryAdd(change.Id, failure));
            }
        }, CancellationToken.None);

        var unkept = await QuarantineAsync(batch, outcome, log, cancellationToken);
        outcome.FirstFailure = FirstOf(batch, index => unkept.Contains(index) || IsOf(batch, index, failed.ContainsKey));
        outcome.FirstFailedNumber = outcome.FirstFailure is { } first ? batch.SequenceNumberOf(first) : null;
        outcome.CommitFailure = failed.Values.FirstOrDefault();
        return outcome;
    }

    /// <summary>Whether a record is a change whose identity meets a condition.</summary>
    internal static bool IsOf(RecordBatch batch, int index, Func<ChangeId, bool> condition) =>
        batch.PlaceOf(index) is var place and >= 0 && condition(batch.Changes[place].Id);

    private static int? FirstOf(RecordBatch batch, Func<int, bool> condition)
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

    private void Judge(RecordBatch batch)
    {
        var latest = time.GetUtcNow() + FutureMax;
        for (var index = 0; index < batch.Count; index++)
        {
            if (batch.PlaceOf(index) is var place and >= 0 && batch.Changes[place].PlacedAt is var placedAt && placedAt > latest)
            {
                batch.Reject(index, $"Its order was placed at {placedAt:O}, which is still to come.");
            }
        }
    }

    private static bool IsKept(Change change, Minute oldest, BatchOutcome outcome)
    {
        var isKept = change.Minute >= oldest;
        if (!isKept)
        {
            outcome.TooOld.Add(change.Id);
        }

        return isKept;
    }

    private async Task<HashSet<int>> QuarantineAsync(
        RecordBatch batch, BatchOutcome outcome, Action<string> log, CancellationToken cancellationToken)
    {
        var unkept = new HashSet<int>();
        for (var index = 0; index < batch.Count; index++)
        {
            if (batch.RejectionOf(index) is not { } reason)
            {
                continue;
            }

            var record = batch[index];
            try
            {
                var road = record.Road == Road.Fast ? "kinesis" : "dynamodb";
                var kept = new QuarantinedRecord(road, record.Source, record.EventId, reason, record.Raw, time.GetUtcNow())
                {
                    IsWholeRecord = record.IsWholeRecord,
                    ArrivedAt = record.ArrivedAt,
                };
                var isNew = await quarantine.PutAsync(kept, cancellationToken);
                outcome.Quarantined += isNew ? 1 : 0;
                log($"Quarantined {road} record {record.EventId}: {reason}");
            }
            catch (Exception failure)
            {
                // Not kept is not done: the record must come again.
                log($"Record {record.EventId} could not be put into quarantine: {failure.GetType().Name}: {failure.Message}");
                unkept.Add(index);
            }
        }

        return unkept;
    }
}
