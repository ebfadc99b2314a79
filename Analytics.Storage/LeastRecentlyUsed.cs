namespace Analytics.Storage;

/// <summary>A bounded cache for a warm function that evicts the least recently used value first. Thread-safe.</summary>
/// <param name="maxCount">Maximum number of values.</param>
/// <param name="maxSize">Maximum sum of the values' sizes.</param>
/// <param name="sizeOf">The size of a value, in any unit. Called once, when the value is put in.</param>
public sealed class LeastRecentlyUsed<TKey, TValue>(int maxCount, long maxSize, Func<TValue, long> sizeOf)
    where TKey : notnull
    where TValue : class
{
    private readonly Lock _gate = new();
    private readonly LinkedList<Entry> _byUse = [];
    private readonly Dictionary<TKey, LinkedListNode<Entry>> _byKey = [];
    private long _size;

    /// <summary>Gets a value and leaves it in the cache; null when there is none.</summary>
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

    /// <summary>Removes a value, so that only this caller has it until it calls <see cref="Put"/>; null when there is none.</summary>
    public TValue? Take(TKey key)
    {
        lock (_gate)
        {
            return Remove(key);
        }
    }

    /// <summary>Adds or replaces a value, and evicts others if a limit is exceeded.</summary>
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
