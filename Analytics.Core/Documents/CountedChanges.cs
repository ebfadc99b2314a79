using System.Numerics;
using Analytics.Core.Orders;

namespace Analytics.Core.Documents;

/// <summary>
/// The set of change ids that a document has counted: a hash table with open addressing and linear probing. Not thread-safe.
/// </summary>
/// <remarks>
/// The lower 32 bits of an id are random, so they serve as the hash. Each slot takes eight bytes; at most half of the slots are used.
/// </remarks>
public sealed class CountedChanges
{
    private ulong[] _slots = new ulong[32];

    public int Count { get; private set; }

    public bool Contains(ChangeId id) => !id.IsNone && _slots[SlotOf(id.Value)] == id.Value;

    /// <summary>Whether the set has any id of an order, given the order's hash. Scans every slot.</summary>
    public bool ContainsAnyOf(uint orderHash) => Array.Exists(_slots, slot => slot != 0 && new ChangeId(slot).OrderHash == orderHash);

    /// <summary>Adds an id.</summary>
    /// <returns>False if the id is already present or is <see cref="ChangeId.None"/>.</returns>
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

    /// <summary>Grows the table at once to hold <paramref name="more"/> further ids.</summary>
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
