using System.Diagnostics;
using Analytics.Local.EventSources.Filters;
using Analytics.Local.EventSources.Mappings;
using Analytics.Local.EventSources.Records;
using Analytics.Local.Lambda;

namespace Analytics.Local.EventSources.Policies;

/// <summary>Everything that happens between reading a shard and invoking the function, as a machine without clock and I/O.</summary>
/// <remarks>
/// Whoever drives it passes records in, takes batches out, reports how each ended, and keeps <see cref="Checkpoint"/>.
/// It promises: every record that passes the filter is answered for or given up before the checkpoint passes it; records of
/// one partition key are handled one batch after the other, in order. Not thread-safe.
/// </remarks>
internal sealed class ShardConsumer
{
    private readonly EventSourceMappingDefinition _mapping;
    private readonly RecordFilter _filter;
    private readonly BatchPolicy _batches;
    private readonly OutcomePolicy _outcomes;
    private readonly CheckpointTracker _tracker = new();
    private readonly KeyQueue[] _queues;
    private readonly List<GivenUpBatch> _givenUp = [];
    private bool _ended;

    public ShardConsumer(EventSourceMappingDefinition mapping, RecordFilter filter, Random random)
    {
        _mapping = mapping;
        _filter = filter;
        _batches = new BatchPolicy(mapping);
        _outcomes = new OutcomePolicy(mapping, new RetryBackoff(random));
        _queues = [.. Enumerable.Range(0, mapping.ParallelizationFactor).Select(_ => new KeyQueue(_batches))];
    }

    /// <summary>The sequence number up to which everything is done; null before the first.</summary>
    public string? Checkpoint => _tracker.Checkpoint;

    /// <summary>
    /// Whether more should be read: enough for two rounds of batches is kept, so that a blocked shard is not read without end.
    /// </summary>
    public bool HasRoom => _tracker.Count < 2 * _mapping.BatchSize * _mapping.ParallelizationFactor;

    /// <summary>Whether the shard was read to its end and everything in it is done.</summary>
    public bool IsFinished => _ended && _queues.All(queue => queue.IsEmpty);

    /// <summary>Takes records as they were read, in their order. What the filter drops is done at once.</summary>
    public void Receive(IReadOnlyList<StreamRecord> records, DateTimeOffset now)
    {
        foreach (StreamRecord record in records)
        {
            _tracker.Received(record);
            if (_filter.Passes(record))
            {
                _queues[KeyHash.Bucket(record.PartitionKey, _queues.Length)].Add(record, now);
            }
            else
            {
                _tracker.Finished([record]);
            }
        }
    }

    /// <summary>Takes the word that the shard has no further records.</summary>
    public void EndOfShard() => _ended = true;

    /// <summary>Hands out the batches that are to be sent now. Each must be reported to <see cref="Complete"/>.</summary>
    public IReadOnlyList<RecordBatch> Start(DateTimeOffset now)
    {
        List<RecordBatch> started = [];
        foreach (KeyQueue queue in _queues)
        {
            while (queue.ReadyAt(_ended) <= now)
            {
                if (Sendable(queue.Take(), now) is { } batch)
                {
                    queue.Begin(batch);
                    started.Add(batch);
                }
            }
        }

        return started;
    }

    /// <summary>When <see cref="Start"/> has something to hand out again, if nothing else happens; null for never.</summary>
    public DateTimeOffset? WakeAt() => _queues.Min(queue => queue.ReadyAt(_ended));

    /// <summary>Takes how a batch ended.</summary>
    public BatchOutcome Complete(RecordBatch batch, InvocationResult result, DateTimeOffset now)
    {
        KeyQueue queue = _queues.Single(candidate => ReferenceEquals(candidate.InFlight, batch));
        BatchOutcome outcome = _outcomes.Decide(batch, result);
        queue.End(outcome, now);
        switch (outcome)
        {
            case BatchOutcome.Advance:
                _tracker.Finished(batch.Records);
                break;
            case BatchOutcome.Retry retry:
                _tracker.Finished(batch.Records.Take(batch.Records.Count - retry.Remaining.Records.Count));
                break;
            case BatchOutcome.GiveUp giveUp:
                _tracker.Finished(batch.Records);
                _givenUp.Add(giveUp.Remaining);
                break;
            case BatchOutcome.Split:
                break;
            default:
                throw new UnreachableException();
        }

        return outcome;
    }

    /// <summary>Takes what was given up since the last call. To be told to the destination before the checkpoint is kept.</summary>
    public IReadOnlyList<GivenUpBatch> TakeGivenUp()
    {
        GivenUpBatch[] taken = [.. _givenUp];
        _givenUp.Clear();
        return taken;
    }

    /// <summary>Gives up what cannot or may not be sent; null when nothing is left.</summary>
    private RecordBatch? Sendable(RecordBatch batch, DateTimeOffset now)
    {
        int expired = _batches.Expired(batch.Records, now);
        if (expired > 0)
        {
            GiveUp(batch.Part(..expired), GiveUpReason.RecordAgeExceeded);
            batch = batch.Part(expired..);
        }

        if (BatchPolicy.IsTooLarge(batch.Records))
        {
            GiveUp(batch, GiveUpReason.PayloadSizeExceeded);
            return null;
        }

        return batch.Records.Count > 0 ? batch : null;
    }

    private void GiveUp(RecordBatch batch, GiveUpReason reason)
    {
        _tracker.Finished(batch.Records);
        _givenUp.Add(new GivenUpBatch(batch, reason));
    }
}
