namespace Analytics.Storage;

/// <summary>
/// What a warm function keeps from one invocation to the next, within bounds: the least recently used goes first. Thread-safe.
/// </summary>
/// <param name="maxCount">How many values at the most.</param>
/// <param name="maxSize">What their sizes come to at the most.</param>
/// <param name="sizeOf">The size of a value, in any unit; asked when it is put in.</param>
public sealed class LeastRecentlyUsed<TKey, TValue>(int maxCount, long maxSize, Func<TValue, long> sizeOf)
    where TKey : notnull
    where TValue : class
{
    private readonly Lock _gate = new();
    private readonly LinkedList<Entry> _byUse = [];
    private readonly Dictionary<TKey, LinkedListNode<Entry>> _byKey = [];
    private long _size;

    /// <summary>A value, which stays; null when there is none.</summary>
    public TValue? Find(TKey key)
    {
        lock (_gate)
        {
            if (!_byKey.TryGetValue(key, out var node))
            {
                return null;
            }

            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value.Value;
        }
    }

    /// <summary>Takes a value out, so that it has one owner until it is put back; null when there is none.</summary>
    public TValue? Take(TKey key)
    {
        lock (_gate)
        {
            return Remove(key);
        }
    }

    /// <summary>Puts a value in, in place of any other of its key.</summary>
    public void Put(TKey key, TValue value)
    {
        lock (_gate)
        {
            Remove(key);
            var entry = new Entry(key, value, sizeOf(value));
            _byKey[key] = _byUse.AddFirst(entry);
            _size += entry.Size;
            while (_byUse.Last is { } oldest && (_byUse.Count > maxCount || _size > maxSize))
            {
                Remove(oldest.Value.Key);
            }
        }
    }

    private TValue? Remove(TKey key)
    {
        if (!_byKey.Remove(key, out var node))
        {
            return null;
        }

        _byUse.Remove(node);
        _size -= node.Value.Size;
        return node.Value.Value;
    }

    private sealed record Entry(TKey Key, TValue Value, long Size);
}
