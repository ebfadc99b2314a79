using Analytics.Core.Tallies;

namespace Analytics.Functions.Counting;

/// <summary>What a warm function remembers of the documents that it touched last. Thread-safe.</summary>
/// <remarks>A remembered view may be stale: the condition of the next write finds out.</remarks>
internal sealed class ChainCache(int chainsMax, int identitiesMax)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<MinuteChain> _byUse = [];
    private readonly Dictionary<DocumentKey, LinkedListNode<MinuteChain>> _byKey = [];

    /// <summary>Takes a view out, so that it has one owner until it is put back; null when there is none.</summary>
    public MinuteChain? Take(DocumentKey key)
    {
        lock (_gate)
        {
            if (!_byKey.Remove(key, out var node))
            {
                return null;
            }

            _byUse.Remove(node);
            return node.Value;
        }
    }

    /// <summary>Puts a view in, and forgets the least recently used ones that are too many.</summary>
    public void Put(MinuteChain chain)
    {
        lock (_gate)
        {
            if (_byKey.Remove(chain.Key, out var other))
            {
                _byUse.Remove(other);
            }

            _byKey[chain.Key] = _byUse.AddFirst(chain);
            var identities = _byUse.Sum(remembered => (long)remembered.Counted);
            while (_byUse.Last is { } oldest && (_byUse.Count > chainsMax || identities > identitiesMax))
            {
                identities -= oldest.Value.Counted;
                _byUse.RemoveLast();
                _byKey.Remove(oldest.Value.Key);
            }
        }
    }
}
