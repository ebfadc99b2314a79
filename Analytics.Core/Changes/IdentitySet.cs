using System.Buffers;

namespace Analytics.Core.Changes;

/// <summary>A set of changes by their identity, in rented memory: open addressing with linear probing. Not thread-safe.</summary>
/// <remarks>The hashes lie apart, so that a search goes along one line of the cache and looks at a change only where hashes are equal.</remarks>
internal sealed class IdentitySet
{
    // Room for a usual batch; clearing it takes about a microsecond.
    private const int SizeMin = 4096;

    // Stands for a hash of zero, which would look like an empty slot. Whether changes are the same is not told by hashes alone.
    private const ulong Zero = 0x9E3779B97F4A7C15;

    private ulong[] _hashes = RentHashes(SizeMin);
    private Change[] _changes = ArrayPool<Change>.Shared.Rent(SizeMin);
    private int _mask = SizeMin - 1;
    private int _count;

    /// <summary>Adds a change. Says false when one of its identity is there.</summary>
    public bool Add(Change change)
    {
        var hash = change.Fingerprint.Identity;
        if (!TryPut(hash == 0 ? Zero : hash, change))
        {
            return false;
        }

        if (++_count * 2 > _mask)
        {
            Grow();
        }

        return true;
    }

    /// <summary>Gives the memory back; the set is not to be used again.</summary>
    public void Return()
    {
        ArrayPool<ulong>.Shared.Return(_hashes);
        ArrayPool<Change>.Shared.Return(_changes);
        (_hashes, _changes) = ([], []);
    }

    private static ulong[] RentHashes(int size)
    {
        var hashes = ArrayPool<ulong>.Shared.Rent(size);
        hashes.AsSpan(0, size).Clear();
        return hashes;
    }

    private bool TryPut(ulong hash, Change change)
    {
        var hashes = _hashes;
        var slot = (int)(hash & (ulong)_mask);
        for (; hashes[slot] != 0; slot = (slot + 1) & _mask)
        {
            if (hashes[slot] == hash && _changes[slot].Id == change.Id)
            {
                return false;
            }
        }

        hashes[slot] = hash;
        _changes[slot] = change;
        return true;
    }

    private void Grow()
    {
        var (hashes, changes, size) = (_hashes, _changes, _mask + 1);
        _hashes = RentHashes(size * 2);
        _changes = ArrayPool<Change>.Shared.Rent(size * 2);
        _mask = size * 2 - 1;
        for (var slot = 0; slot < size; slot++)
        {
            if (hashes[slot] != 0)
            {
                TryPut(hashes[slot], changes[slot]);
            }
        }

        ArrayPool<ulong>.Shared.Return(hashes);
        ArrayPool<Change>.Shared.Return(changes);
    }
}
