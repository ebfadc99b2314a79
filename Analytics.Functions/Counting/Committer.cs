using System.Collections.Concurrent;
using Analytics.Core.Changes;
using Analytics.Core.Documents;
using Analytics.Core.Windows;
using Analytics.Storage;

namespace Analytics.Functions.Counting;

/// <summary>Commits changes to their minute document and counts each change once.</summary>
/// <remarks>
/// Counting is set insertion: one conditional write updates the totals together with the ids of the changes they contain. Redeliveries, the
/// other source, replays, split batches and processes wrongly presumed dead therefore never count twice.
/// </remarks>
public sealed class Committer(IMinuteStore store, CommitOptions options, TimeProvider time, Random random)
{
    private const int MaxDelayDoublings = 6;

    private readonly CommitOptions _options = options.Checked();
    private readonly DocumentCache _cache = new(store, options.MaxDocuments, options.MaxChangeIds);

    // Deltas are reused between commits: allocating their memory takes as long as half the counting.
    private readonly ConcurrentBag<TallyDelta> _deltas = [];

    /// <summary>Commits a batch of changes to its document.</summary>
    /// <param name="batch">The changes of one document.</param>
    /// <param name="source">Where the changes came from.</param>
    /// <param name="result">Receives the result; it is filled in even if the commit fails after some writes.</param>
    /// <param name="cancellationToken">Stops the work between two writes; completed writes stay.</param>
    /// <exception cref="DocumentUnreadableException">The document is damaged or has a newer format.</exception>
    public async Task CommitAsync(DocumentBatch batch, ChangeSource source, CommitResult result, CancellationToken cancellationToken)
    {
        var (document, mayBeStale) = await _cache.RentAsync(batch.Key, cancellationToken);
        var delta = _deltas.TryTake(out var used) ? used : new TallyDelta();
        var taken = new List<int>();
        var failuresInARow = 0;
        MinuteWrite? again = null;
        while (again is not null || Collect(document, batch, delta, taken, result.Gaps, mayBeStale))
        {
            if (again is null && mayBeStale && (delta.IsEmpty || result.Gaps.Count > 0 || _cache.ReadsFirst(source)))
            {
                var revision = document.Head?.Revision;
                document = await _cache.RefreshAsync(document, cancellationToken);
                _cache.Note(source, document.Head?.Revision != revision);
                mayBeStale = false;
                continue;
            }

            // Only gaps are left, and the document has been read by now: the table stream brings these changes.
            if (again is null && delta.IsEmpty)
            {
                break;
            }

            var now = time.GetUtcNow();
            var write = again?.At(now) ?? document.Next(delta, NewToken(), now, _options.MaxHeadBytes);
            again = null;
            var invalidated = _options.AlwaysInvalidates ? RollupPeriod.Around(batch.Key.Minute) : RollupPeriod.Over(batch.Key.Minute, now);
            var written = await store.TryWriteAsync(write, invalidated, cancellationToken);
            switch (written)
            {
                case HeadWrite.Written(var units):
                    result.WriteUnits += units;
                    Counted(write);
                    break;

                // The response to this same write was lost, and the SDK's retry found it already applied.
                case HeadWrite.Lost({ } current) when current.Writer == write.Head.Writer:
                    Counted(write);
                    break;

                case HeadWrite.Lost(var current):
                    result.Conflicts++;
                    document = await _cache.RefreshAsync(document, current, cancellationToken);
                    await Task.Delay(Delay(++failuresInARow), time, cancellationToken);
                    break;

                // The segment is already written, so only the head is retried.
                case HeadWrite.Busy:
                    again = write with { IsSegmentWritten = true };
                    result.Conflicts++;
                    await Task.Delay(Delay(++failuresInARow), time, cancellationToken);
                    break;
            }

            if (mayBeStale && written is not HeadWrite.Busy)
            {
                _cache.Note(source, wasOvertaken: failuresInARow > 0);
                mayBeStale = false;
            }
        }

        _cache.Return(document);
        _deltas.Add(delta);
        result.Duplicates = batch.Rows.Count - result.Counted.Count - result.Gaps.Count;

        void Counted(MinuteWrite written)
        {
            document.Apply(written);
            result.Counted.AddRange(taken);
            result.CommittedAt = written.Head.CommittedAt;
            result.Writes++;
            failuresInARow = 0;
        }
    }

    // Collects the next uncounted changes, up to MaxDeltaBytes, and the gaps. Returns false when there is nothing left to do. A change that
    // looks like a duplicate may be an order restored from a backup. Only the stored document decides that, by the marks of earlier edits.
    private bool Collect(CachedDocument document, DocumentBatch batch, TallyDelta delta, List<int> taken, List<int> gaps, bool mayBeStale)
    {
        var isUncertain = false;
        delta.Clear();
        taken.Clear();
        gaps.Clear();
        foreach (var row in batch.Rows)
        {
            if (!delta.IsEmpty && delta.MaxBytes + batch.Table[row].MaxBytes > _options.MaxDeltaBytes)
            {
                break;
            }

            switch (CountingRule.Count(batch.Table[row], document, delta))
            {
                case CountingVerdict.Counted:
                    taken.Add(row);
                    break;
                case CountingVerdict.Gap:
                    gaps.Add(row);
                    break;
                case CountingVerdict.Duplicate:
                    isUncertain |= mayBeStale && batch.Table[row].MayBePutBack;
                    break;
            }
        }

        return !delta.IsEmpty || gaps.Count > 0 || isUncertain;
    }

    private TimeSpan Delay(int failuresInARow)
    {
        var longest = _options.MaxFirstDelay * (1 << Math.Min(failuresInARow - 1, MaxDelayDoublings));
        lock (random)
        {
            return longest * random.NextDouble();
        }
    }

    private string NewToken()
    {
        lock (random)
        {
            return random.NextInt64().ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
        }
    }
}
