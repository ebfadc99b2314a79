using Analytics.Local.EventSources.Records;

namespace Analytics.Local.EventSources.Policies;

/// <summary>Knows up to where every record of a shard is finished, in whatever order they finish.</summary>
internal sealed class CheckpointTracker
{
    private readonly Queue<StreamRecord> _unfinished = new();
    private readonly HashSet<StreamRecord> _finished = new(ReferenceEqualityComparer.Instance);

    /// <summary>The last record before which, itself included, all are finished; null before there is one.</summary>
    public string? Checkpoint { get; private set; }

    /// <summary>Records read that the checkpoint has not passed.</summary>
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
