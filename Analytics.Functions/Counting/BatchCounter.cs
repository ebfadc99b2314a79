using System.Collections.Concurrent;
using System.Reactive.Linq;
using Analytics.Core.Changes;
using Analytics.Core.Windows;
using Analytics.Core.Wire;
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
    public async Task<BatchOutcome> CountAsync(
        IReadOnlyList<SourceRecord> batch, Action<string> log, CancellationToken cancellationToken)
    {
        var records = batch.Select(Judge).ToList();
        var plan = await lanes.GetAsync(log, cancellationToken);
        var outcome = new BatchOutcome();
        var oldest = Minute.Of(time.GetUtcNow() - AgeMax);
        var documents = Changes(records)
            .Deduplicate(_ => outcome.Duplicates++)
            .Where(change => IsKept(change, oldest, outcome))
            .ByDocument(plan)
            .ToEnumerable()
            .ToList();

        var failed = new ConcurrentDictionary<ChangeId, Exception>();
        await Bounded.ForEachAsync(documents, concurrency, async (document, _) =>
        {
            try
            {
                outcome.Add(document, await committer.CommitAsync(document, cancellationToken));
            }
            catch (Exception failure)
            {
                // One document's trouble is not another's: its changes are reported and come again, the rest is committed.
                log($"{document.Changes.Count} changes of {document.Key} were not committed: {failure.GetType().Name}: {failure.Message}");
                document.Changes.ToList().ForEach(change => failed.TryAdd(change.Id, failure));
            }
        }, CancellationToken.None);

        var unkept = await QuarantineAsync(records, outcome, log, cancellationToken);
        outcome.FirstFailure = records.Find(record => unkept.Contains(record)
            || (record.Parsed is ParsedChange.Accepted(var change) && failed.ContainsKey(change.Id)));
        outcome.CommitFailure = failed.Values.FirstOrDefault();
        return outcome;
    }

    private SourceRecord Judge(SourceRecord record) =>
        record.Parsed is ParsedChange.Accepted(var change) && change.PlacedAt > time.GetUtcNow() + FutureMax
            ? record with { Parsed = new ParsedChange.Rejected($"Its order was placed at {change.PlacedAt:O}, which is still to come.") }
            : record;

    private static IObservable<OrderChange> Changes(IReadOnlyList<SourceRecord> records) => records
        .Select(record => record.Parsed)
        .OfType<ParsedChange.Accepted>()
        .Select(accepted => accepted.Value)
        .ToObservable(System.Reactive.Concurrency.Scheduler.Immediate);

    private static bool IsKept(OrderChange change, Minute oldest, BatchOutcome outcome)
    {
        var isKept = Minute.Of(change.PlacedAt) >= oldest;
        if (!isKept)
        {
            outcome.TooOld.Add(change.Id);
        }

        return isKept;
    }

    private async Task<HashSet<SourceRecord>> QuarantineAsync(
        IReadOnlyList<SourceRecord> records, BatchOutcome outcome, Action<string> log, CancellationToken cancellationToken)
    {
        var unkept = new HashSet<SourceRecord>(ReferenceEqualityComparer.Instance);
        foreach (var record in records)
        {
            if (record.Parsed is not ParsedChange.Rejected(var reason))
            {
                continue;
            }

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
                unkept.Add(record);
            }
        }

        return unkept;
    }
}
