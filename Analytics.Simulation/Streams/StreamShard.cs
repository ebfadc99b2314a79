namespace Analytics.Simulation.Streams;

/// <summary>A shard: a range of the hash space and its records in order.</summary>
internal sealed class StreamShard<T>(string id, uint from, uint to, IReadOnlyList<StreamShard<T>> parents)
{
    private readonly List<StreamEntry<T>> _entries = [];
    private TaskCompletionSource? _more;

    public string Id => id;

    public uint From => from;

    public uint To => to;

    public IReadOnlyList<StreamShard<T>> Parents => parents;

    public bool IsClosed { get; private set; }

    /// <summary>Number of trimmed records. Positions include them.</summary>
    public int Trimmed { get; private set; }

    public bool Holds(uint hash) => from <= hash && hash <= to;

    public void Put(StreamEntry<T> entry)
    {
        _entries.Add(entry);
        Tell();
    }

    public void Close()
    {
        IsClosed = true;
        Tell();
    }

    /// <returns>Number of records that were trimmed.</returns>
    public int Trim(DateTimeOffset before)
    {
        var count = _entries.TakeWhile(entry => entry.ArrivedAt < before).Count();
        _entries.RemoveRange(0, count);
        Trimmed += count;
        return count;
    }

    public bool HasMore(int position) => Math.Max(position, Trimmed) < Trimmed + _entries.Count;

    public IReadOnlyList<StreamEntry<T>> Read(int position, int limit) =>
        _entries.GetRange(position - Trimmed, Math.Min(limit, Trimmed + _entries.Count - position));

    /// <summary>The position after a record; the oldest position if the record was trimmed.</summary>
    public int PositionAfter(string sequenceNumber) =>
        Trimmed + _entries.TakeWhile(entry => string.CompareOrdinal(entry.SequenceNumber, sequenceNumber) <= 0).Count();

    public int PositionOf(string sequenceNumber) =>
        Trimmed + _entries.TakeWhile(entry => string.CompareOrdinal(entry.SequenceNumber, sequenceNumber) < 0).Count();

    public int PositionAt(DateTimeOffset moment) => Trimmed + _entries.TakeWhile(entry => entry.ArrivedAt < moment).Count();

    /// <summary>Completes when another record arrives or the shard closes.</summary>
    public Task MoreAsync() => (_more ??= new TaskCompletionSource()).Task;

    private void Tell()
    {
        _more?.TrySetResult();
        _more = null;
    }
}

/// <summary>A record with its position in a shard.</summary>
internal sealed record StreamEntry<T>(string SequenceNumber, DateTimeOffset ArrivedAt, T Record);
