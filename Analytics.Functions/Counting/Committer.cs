using System.Collections.Concurrent;
using Analytics.Core.Changes;
using Analytics.Core.Documents;
using Analytics.Core.Windows;
using Analytics.Storage;

namespace Analytics.Functions.Counting;

/// <summary>Commits the changes of one document: adds those that it has not counted yet, each once.</summary>
/// <remarks>
/// Counting is set insertion: one conditional write changes the sums and the ids that are in them together. So redeliveries, the other
/// source, replays, split batches and processes that were thought dead never count twice.
/// </remarks>
public sealed class Committer(IMinuteStore store, CommitOptions options, TimeProvider time, Random random)
{
    private const int MaxDelayDoublings = 6;

    private readonly DocumentCache _cache = new(store, options.MaxDocuments, options.MaxChangeIds);

    // Their memory serves one commit after another: to allocate it takes as long as half the counting.
    private readonly ConcurrentBag<TallyDelta> _deltas = [];

    /// <summary>Commits a batch of changes to their document.</summary>
    /// <param name="batch">The changes.</param>
    /// <param name="source">Where they came from.</param>
    /// <param name="result">Takes what was done, also where the commit fails after some writes.</param>
    /// <param name="cancellationToken">Ends the work between two writes; what was written stays.</param>
    /// <exception cref="DocumentUnreadableException">The document is damaged or of a newer format.</exception>
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

            // What had nothing but gaps has been read by now, and is left to the table stream.
            if (again is null && delta.IsEmpty)
            {
                break;
            }

            var now = time.GetUtcNow();
            var write = again ?? document.Next(delta, NewToken(), now, options.MaxHeadBytes);
            again = null;
            var invalidated = options.AlwaysInvalidates ? RollupPeriod.Around(batch.Key.Minute) : RollupPeriod.Over(batch.Key.Minute, now);
            var written = await store.TryWriteAsync(write, invalidated, cancellationToken);
            switch (written)
            {
                case HeadWrite.Written(var units):
                    result.WriteUnits += units;
                    Counted(write);
                    break;

                // The answer to this very write was lost, and the SDK made it again.
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

    // Collects the first changes that are not counted yet, and the gaps. False when there is nothing more to do: a duplicate that could be
    // an order put back from a backup is certain only once the marks are known that edits before it left.
    private bool Collect(CachedDocument document, DocumentBatch batch, TallyDelta delta, List<int> taken, List<int> gaps, bool mayBeStale)
    {
        var isUncertain = false;
        delta.Clear();
        taken.Clear();
        gaps.Clear();
        foreach (var row in batch.Rows)
        {
            if (!delta.IsEmpty && delta.MaxBytes >= options.MaxDeltaBytes)
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
        var longest = options.MaxFirstDelay * (1 << Math.Min(failuresInARow - 1, MaxDelayDoublings));
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
