using System.Diagnostics;
using Analytics.Local.EventSources.Filters;
using Analytics.Local.EventSources.Mappings;
using Analytics.Local.EventSources.Records;
using Analytics.Local.Lambda;

namespace Analytics.Local.EventSources.Policies;

/// <summary>State machine between reading a shard and invoking the function. Uses no clock and no I/O.</summary>
/// <remarks>
/// The caller passes records in, takes batches out, reports how each batch ended, and stores <see cref="Checkpoint"/>.
/// The checkpoint passes a record that matches the filter only after it succeeded or was discarded. Batches with the same partition key
/// run one after another, in order. Not thread-safe.
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

    /// <summary>The sequence number up to which all records are done; null before the first.</summary>
    public string? Checkpoint => _tracker.Checkpoint;

    /// <summary>Whether to read more records. Buffers about two rounds of batches, so that a blocked shard does not fill memory.</summary>
    public bool HasRoom => _tracker.Count < 2 * _mapping.BatchSize * _mapping.ParallelizationFactor;

    /// <summary>Whether the shard has been read to its end and all its records are done.</summary>
    public bool IsFinished => _ended && _queues.All(queue => queue.IsEmpty);

    /// <summary>Adds records in the order they were read. Records that the filter drops are done at once.</summary>
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

    /// <summary>Marks the shard as ended: no further records will arrive.</summary>
    public void EndOfShard() => _ended = true;

    /// <summary>Returns the batches to send now. The caller must report each to <see cref="Complete"/>.</summary>
    public IReadOnlyList<StreamBatch> Start(DateTimeOffset now)
    {
        List<StreamBatch> started = [];
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

    /// <summary>When <see cref="Start"/> next has a batch to return if no other call changes the state; null for never.</summary>
    public DateTimeOffset? WakeAt() => _queues.Min(queue => queue.ReadyAt(_ended));

    /// <summary>Applies the result of a batch's invocation.</summary>
    public BatchDecision Complete(StreamBatch batch, InvocationResult result, DateTimeOffset now)
    {
        KeyQueue queue = _queues.Single(candidate => ReferenceEquals(candidate.InFlight, batch));
        BatchDecision outcome = _outcomes.Decide(batch, result);
        queue.End(outcome, now);
        switch (outcome)
        {
            case BatchDecision.Advance:
                _tracker.Finished(batch.Records);
                break;
            case BatchDecision.Retry retry:
                _tracker.Finished(batch.Records.Take(batch.Records.Count - retry.Remaining.Records.Count));
                break;
            case BatchDecision.GiveUp giveUp:
                _tracker.Finished(batch.Records);
                _givenUp.Add(giveUp.Remaining);
                break;
            case BatchDecision.Split:
                break;
            default:
                throw new UnreachableException();
        }

        return outcome;
    }

    /// <summary>Returns the batches discarded since the last call. Report them to the destination before storing the checkpoint.</summary>
    public IReadOnlyList<GivenUpBatch> TakeGivenUp()
    {
        GivenUpBatch[] taken = [.. _givenUp];
        _givenUp.Clear();
        return taken;
    }

    /// <summary>Discards expired records and a record that is too large; null if no records remain.</summary>
    private StreamBatch? Sendable(StreamBatch batch, DateTimeOffset now)
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

    private void GiveUp(StreamBatch batch, GiveUpReason reason)
    {
        _tracker.Finished(batch.Records);
        _givenUp.Add(new GivenUpBatch(batch, reason));
    }
}
