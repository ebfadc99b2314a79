using System.Buffers.Binary;
using System.Text;
using Analytics.Core.Tallies;

namespace Analytics.Core.Wire;

/// <summary>Interns SKUs by their UTF-8 bytes, so that a known SKU needs neither a new string nor validation. Not thread-safe.</summary>
/// <remarks>
/// SKUs of up to 16 bytes are stored as two words beside their hash and compared within one cache line; longer SKUs are compared by hash
/// and text. The table is emptied when it reaches 262,144 SKUs, so that an unbounded catalog cannot exhaust memory.
/// </remarks>
internal sealed class SkuTable
{
    private const int MaxNames = 262_144;
    private const int MaxWordsLength = 16;

    private Slot[] _slots = new Slot[1024];
    private int _count;

    /// <summary>Finds a SKU, or adds it if it is valid.</summary>
    /// <param name="utf8">The SKU's bytes.</param>
    /// <param name="name">The SKU as a string.</param>
    /// <param name="hash">The SKU's <see cref="NameHash"/>.</param>
    /// <returns>Whether the bytes are 1 to 64 printable characters in UTF-8.</returns>
    public bool TryFind(ReadOnlySpan<byte> utf8, out string name, out int hash)
    {
        hash = NameHash.Of(utf8);
        var (first, last) = Words(utf8);
        for (var index = hash & (_slots.Length - 1); ; index = (index + 1) & (_slots.Length - 1))
        {
            ref var slot = ref _slots[index];
            if (slot.Name is null)
            {
                return TryAdd(utf8, index, hash, out name);
            }

            if (slot.Hash == hash && slot.Length == utf8.Length && slot.First == first && slot.Last == last
                && (utf8.Length <= MaxWordsLength || Spells(utf8, slot.Name)))
            {
                name = slot.Name;
                return true;
            }
        }
    }

    private bool TryAdd(ReadOnlySpan<byte> utf8, int index, int hash, out string name)
    {
        name = "";
        if (!OrderFieldParser.TryRead(utf8, out var read))
        {
            return false;
        }

        name = read;
        if (_count >= MaxNames)
        {
            _slots = new Slot[1024];
            _count = 0;
            index = hash & (_slots.Length - 1);
        }

        var (first, last) = Words(utf8);
        _slots[index] = new Slot { Name = name, First = first, Last = last, Hash = hash, Length = utf8.Length };
        if (++_count * 4 > _slots.Length * 3)
        {
            Grow();
        }

        return true;
    }

    private void Grow()
    {
        var old = _slots;
        _slots = new Slot[old.Length * 2];
        foreach (var slot in old)
        {
            if (slot.Name is not null)
            {
                var index = slot.Hash & (_slots.Length - 1);
                while (_slots[index].Name is not null)
                {
                    index = (index + 1) & (_slots.Length - 1);
                }

                _slots[index] = slot;
            }
        }
    }

    // The first and the last eight bytes, which overlap if there are fewer than 16. Fewer than eight bytes are packed into one word.
    private static (ulong First, ulong Last) Words(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length >= 8)
        {
            return (BinaryPrimitives.ReadUInt64LittleEndian(utf8), BinaryPrimitives.ReadUInt64LittleEndian(utf8[^8..]));
        }

        var word = 0ul;
        foreach (var next in utf8)
        {
            word = word << 8 | next;
        }

        return (word, 0);
    }

    private static bool Spells(ReadOnlySpan<byte> utf8, string name)
    {
        Span<char> text = stackalloc char[utf8.Length];
        return Encoding.UTF8.TryGetChars(utf8, text, out var written) && text[..written].SequenceEqual(name);
    }

    private struct Slot
    {
        public string? Name;
        public ulong First;
        public ulong Last;
        public int Hash;
        public int Length;
    }
}
