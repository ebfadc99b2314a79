using System.Diagnostics;
using Analytics.Local.EventSources.Records;

namespace Analytics.Local.EventSources.Policies;

/// <summary>Queue for a subset of a shard's partition keys, with at most one batch in flight.</summary>
internal sealed class KeyQueue(BatchPolicy policy)
{
    private readonly Queue<(StreamRecord Record, DateTimeOffset ReceivedAt)> _waiting = new();
    private readonly Stack<StreamBatch> _again = new();
    private DateTimeOffset _notBefore = DateTimeOffset.MinValue;

    /// <summary>The batch that the function is processing, or null.</summary>
    public StreamBatch? InFlight { get; private set; }

    public bool IsEmpty => InFlight is null && _again.Count == 0 && _waiting.Count == 0;

    public void Add(StreamRecord record, DateTimeOffset now) => _waiting.Enqueue((record, now));

    /// <summary>When the next batch may be sent; null while one is in flight or the queue is empty.</summary>
    public DateTimeOffset? ReadyAt(bool ended)
    {
        if (InFlight is not null || (_again.Count == 0 && _waiting.Count == 0))
        {
            return null;
        }

        return _again.Count > 0
            ? _notBefore
            : policy.ReadyAt(policy.Fitting(_waiting.Select(waiting => waiting.Record)), _waiting.Count, _waiting.Peek().ReceivedAt, ended);
    }

    /// <summary>Takes the next batch; retries come before new records.</summary>
    public StreamBatch Take()
    {
        if (!_again.TryPop(out StreamBatch? batch))
        {
            int count = policy.Fitting(_waiting.Select(waiting => waiting.Record));
            batch = new StreamBatch([.. Enumerable.Range(0, count).Select(_ => _waiting.Dequeue().Record)]);
        }

        return batch;
    }

    public void Begin(StreamBatch batch) => InFlight = batch;

    /// <summary>Ends the batch in flight and queues the records to retry.</summary>
    public void End(BatchDecision outcome, DateTimeOffset now)
    {
        InFlight = null;
        switch (outcome)
        {
            case BatchDecision.Advance or BatchDecision.GiveUp:
                break;
            case BatchDecision.Retry retry:
                _again.Push(retry.Remaining);
                _notBefore = now + retry.Delay;
                break;
            case BatchDecision.Split split:
                _again.Push(split.Second);
                _again.Push(split.First);
                _notBefore = now + split.Delay;
                break;
            default:
                throw new UnreachableException();
        }
    }
}
