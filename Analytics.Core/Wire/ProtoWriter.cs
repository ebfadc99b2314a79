using System.Numerics;
using System.Text;

namespace Analytics.Core.Wire;

/// <summary>Writes Protocol Buffers fields into bytes of the right length, as far as the aggregates need them.</summary>
/// <remarks>The encoding is that of https://protobuf.dev/programming-guides/encoding. Integers are zigzag varints (sint64); those
/// that hold money may go beyond 64 bits and then have up to 19 bytes.</remarks>
internal ref struct ProtoWriter(Span<byte> bytes)
{
    /// <summary>The longest number, in bytes.</summary>
    public const int MaxVarintBytes = 19;

    private const uint LengthDelimited = 2;

    private Span<byte> _rest = bytes;

    /// <summary>How many bytes <see cref="WriteString"/> takes.</summary>
    public static int StringLength(int field, ReadOnlySpan<char> text) => FieldLength(field, Encoding.UTF8.GetByteCount(text));

    /// <summary>How many bytes a field of bytes takes; one that is empty is left out.</summary>
    public static int BytesLength(int field, int length) => length == 0 ? 0 : FieldLength(field, length);

    /// <summary>How many bytes <see cref="WritePacked"/> takes.</summary>
    public static int PackedLength(int field, ReadOnlySpan<byte> packed) => BytesLength(field, packed.Length);

    /// <summary>Writes a zigzag varint and gives its length.</summary>
    public static int WriteSigned(Span<byte> into, Int128 value)
    {
        if (value >= long.MinValue && value <= long.MaxValue)
        {
            var narrow = (long)value;
            return WriteVarint(into, unchecked((ulong)((narrow << 1) ^ (narrow >> 63))));
        }

        var wide = unchecked((UInt128)((value << 1) ^ (value >> 127)));
        var count = 0;
        for (; wide >= 0x80; wide >>= 7)
        {
            into[count++] = unchecked((byte)((byte)wide | 0x80));
        }

        into[count++] = (byte)wide;
        return count;
    }

    public void WriteString(int field, ReadOnlySpan<char> text)
    {
        WriteHeader(field, Encoding.UTF8.GetByteCount(text));
        Append(text);
    }

    /// <summary>Begins a field of bytes, which the caller then writes piece by piece with <see cref="Append"/>.</summary>
    public void BeginBytes(int field, int length)
    {
        if (length > 0)
        {
            WriteHeader(field, length);
        }
    }

    /// <summary>Writes text without anything around it.</summary>
    public void Append(ReadOnlySpan<char> text) => _rest = _rest[Encoding.UTF8.GetBytes(text, _rest)..];

    /// <summary>Writes a packed list of integers that are written already; an empty list is left out.</summary>
    public void WritePacked(int field, ReadOnlySpan<byte> packed)
    {
        if (!packed.IsEmpty)
        {
            WriteHeader(field, packed.Length);
            packed.CopyTo(_rest);
            _rest = _rest[packed.Length..];
        }
    }

    private void WriteHeader(int field, int length)
    {
        _rest = _rest[WriteVarint(_rest, (uint)field << 3 | LengthDelimited)..];
        _rest = _rest[WriteVarint(_rest, (uint)length)..];
    }

    private static int FieldLength(int field, int length) => VarintLength((uint)field << 3) + VarintLength((uint)length) + length;

    private static int WriteVarint(Span<byte> into, ulong value)
    {
        var count = 0;
        for (; value >= 0x80; value >>= 7)
        {
            into[count++] = unchecked((byte)((byte)value | 0x80));
        }

        into[count++] = (byte)value;
        return count;
    }

    private static int VarintLength(uint value) => (31 - BitOperations.LeadingZeroCount(value | 1)) / 7 + 1;
}
