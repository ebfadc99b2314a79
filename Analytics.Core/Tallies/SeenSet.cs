namespace Analytics.Core.Tallies;

/// <summary>The identities that a document has counted: open addressing with linear probing over 64-bit hashes. Not thread-safe.</summary>
/// <remarks>An identity is a hash already, so its own bits say where to look, and eight bytes at half load are all it takes.</remarks>
internal sealed class SeenSet
{
    private ulong[] _slots = new ulong[32];
    private bool _hasZero;

    public int Count { get; private set; }

    public bool Contains(ulong identity) => identity == 0 ? _hasZero : _slots[SlotOf(identity)] == identity;

    /// <summary>Adds an identity. Says false when it was there.</summary>
    public bool Add(ulong identity)
    {
        if (identity == 0)
        {
            (var had, _hasZero) = (_hasZero, true);
            Count += had ? 0 : 1;
            return !had;
        }

        var slot = SlotOf(identity);
        if (_slots[slot] == identity)
        {
            return false;
        }

        _slots[slot] = identity;
        if (++Count * 2 > _slots.Length)
        {
            Grow();
        }

        return true;
    }

    private int SlotOf(ulong identity)
    {
        var mask = _slots.Length - 1;
        var slot = (int)(identity & (ulong)mask);
        while (_slots[slot] != 0 && _slots[slot] != identity)
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    private void Grow()
    {
        var old = _slots;
        _slots = new ulong[old.Length * 2];
        foreach (var identity in old)
        {
            if (identity != 0)
            {
                _slots[SlotOf(identity)] = identity;
            }
        }
    }
}
