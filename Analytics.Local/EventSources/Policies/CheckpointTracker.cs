using Analytics.Local.EventSources.Records;

namespace Analytics.Local.EventSources.Policies;

/// <summary>Computes a shard's checkpoint from records that may finish out of order.</summary>
internal sealed class CheckpointTracker
{
    private readonly Queue<StreamRecord> _unfinished = new();
    private readonly HashSet<StreamRecord> _finished = new(ReferenceEqualityComparer.Instance);

    /// <summary>The last record such that it and all records before it are finished; null if there is none yet.</summary>
    public string? Checkpoint { get; private set; }

    /// <summary>Number of records read after the checkpoint.</summary>
    public int Count => _unfinished.Count;

    public void Received(StreamRecord record) => _unfinished.Enqueue(record);

    public void Finished(IEnumerable<StreamRecord> records)
    {
        foreach (StreamRecord record in records)
        {
            _finished.Add(record);
        }

        while (_unfinished.TryPeek(out StreamRecord? first) && _finished.Remove(first))
        {
            _unfinished.Dequeue();
            Checkpoint = first.SequenceNumber;
        }
    }
}
