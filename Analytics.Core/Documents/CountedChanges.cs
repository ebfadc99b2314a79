using System.Numerics;
using Analytics.Core.Orders;

namespace Analytics.Core.Documents;

/// <summary>The ids of the changes that a document has counted: open addressing with linear probing. Not thread-safe.</summary>
/// <remarks>The lower half of an id is random, so its own bits say where to look, and eight bytes at half load are enough.</remarks>
public sealed class CountedChanges
{
    private ulong[] _slots = new ulong[32];

    public int Count { get; private set; }

    public bool Contains(ChangeId id) => !id.IsNone && _slots[SlotOf(id.Value)] == id.Value;

    /// <summary>Whether it has an id of an order. Looks at every id.</summary>
    public bool ContainsAnyOf(uint orderHash) => Array.Exists(_slots, slot => slot != 0 && new ChangeId(slot).OrderHash == orderHash);

    /// <summary>Adds an id.</summary>
    /// <returns>False when it was there.</returns>
    public bool Add(ChangeId id)
    {
        var slot = SlotOf(id.Value);
        if (id.IsNone || _slots[slot] == id.Value)
        {
            return false;
        }

        _slots[slot] = id.Value;
        if (++Count * 2 > _slots.Length)
        {
            Grow(_slots.Length + 1);
        }

        return true;
    }

    /// <summary>Makes room for some more ids at once.</summary>
    public void Reserve(int more)
    {
        if ((Count + more) * 2 > _slots.Length)
        {
            Grow((Count + more) * 2);
        }
    }

    public void Clear()
    {
        Array.Clear(_slots);
        Count = 0;
    }

    private int SlotOf(ulong id)
    {
        var mask = _slots.Length - 1;
        var slot = (int)(id & (ulong)mask);
        while (_slots[slot] != 0 && _slots[slot] != id)
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    private void Grow(int length)
    {
        var old = _slots;
        _slots = new ulong[BitOperations.RoundUpToPowerOf2((uint)length)];
        foreach (var id in old)
        {
            if (id != 0)
            {
                _slots[SlotOf(id)] = id;
            }
        }
    }
}
