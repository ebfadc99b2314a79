using Analytics.Core.Tallies;

namespace Analytics.Functions.Counting;

/// <summary>What a warm function remembers of the documents that it touched last. Thread-safe.</summary>
/// <remarks>A remembered view may be stale: the condition of the next write finds out.</remarks>
internal sealed class ViewCache(int viewsMax, int identitiesMax)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<DocumentView> _byUse = [];
    private readonly Dictionary<DocumentKey, LinkedListNode<DocumentView>> _byKey = [];

    /// <summary>Takes a view out, so that it has one owner until it is put back; null when there is none.</summary>
    public DocumentView? Take(DocumentKey key)
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
    public void Put(DocumentView view)
    {
        lock (_gate)
        {
            if (_byKey.Remove(view.Key, out var other))
            {
                _byUse.Remove(other);
            }

            _byKey[view.Key] = _byUse.AddFirst(view);
            var identities = _byUse.Sum(remembered => (long)remembered.Counted);
            while (_byUse.Last is { } oldest && (_byUse.Count > viewsMax || identities > identitiesMax))
            {
                identities -= oldest.Value.Counted;
                _byUse.RemoveLast();
                _byKey.Remove(oldest.Value.Key);
            }
        }
    }
}
