using System.Buffers;

namespace Analytics.Core.Changes;

/// <summary>A set of changes by their identity, in rented memory: open addressing with linear probing. Not thread-safe.</summary>
internal sealed class IdentitySet
{
    private const int SizeMin = 256;

    private Change[] _slots = Rent(SizeMin);
    private int _mask = SizeMin - 1;
    private int _count;

    /// <summary>Adds a change. Says false when one of its identity is there.</summary>
    public bool Add(Change change)
    {
        if (_count * 2 > _mask)
        {
            Grow();
        }

        ref var slot = ref Find(change);
        if (!slot.IsNone)
        {
            return false;
        }

        slot = change;
        _count++;
        return true;
    }

    /// <summary>Gives the memory back; the set is not to be used again.</summary>
    public void Return()
    {
        ArrayPool<Change>.Shared.Return(_slots);
        _slots = [];
    }

    private static Change[] Rent(int size)
    {
        var slots = ArrayPool<Change>.Shared.Rent(size);
        slots.AsSpan(0, size).Clear();
        return slots;
    }

    private ref Change Find(Change change)
    {
        var index = (int)(change.Fingerprint.Identity & (ulong)_mask);
        while (!_slots[index].IsNone && _slots[index].Id != change.Id)
        {
            index = (index + 1) & _mask;
        }

        return ref _slots[index];
    }

    private void Grow()
    {
        var (slots, size) = (_slots, _mask + 1);
        _slots = Rent(size * 2);
        _mask = size * 2 - 1;
        foreach (var change in slots.AsSpan(0, size))
        {
            if (!change.IsNone)
            {
                Find(change) = change;
            }
        }

        ArrayPool<Change>.Shared.Return(slots);
    }
}
