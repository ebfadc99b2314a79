using System.Numerics;
using System.Text;

namespace Analytics.Core.Tallies;

/// <summary>Writes the Protocol Buffers fields that the aggregates need into a buffer of the exact length.</summary>
/// <remarks>
/// Uses the encoding of https://protobuf.dev/programming-guides/encoding. Integers are zigzag varints (sint64). Amounts of money may exceed
/// 64 bits and then take up to 19 bytes.
/// </remarks>
internal ref struct ProtoWriter(Span<byte> bytes)
{
    /// <summary>Longest varint, in bytes.</summary>
    public const int MaxVarintBytes = 19;

    private const uint LengthDelimited = 2;

    private Span<byte> _rest = bytes;

    /// <summary>Number of bytes that <see cref="WriteString"/> writes.</summary>
    public static int StringLength(int field, ReadOnlySpan<char> text) => FieldLength(field, Encoding.UTF8.GetByteCount(text));

    /// <summary>Number of bytes that a bytes field takes, including its header. An empty field is omitted and takes 0.</summary>
    public static int BytesLength(int field, int length) => length == 0 ? 0 : FieldLength(field, length);

    /// <summary>Number of bytes that <see cref="WritePacked"/> writes.</summary>
    public static int PackedLength(int field, ReadOnlySpan<byte> packed) => BytesLength(field, packed.Length);

    /// <summary>Writes a zigzag varint and returns its length in bytes.</summary>
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

    /// <summary>
    /// Starts a bytes field of a given length. The caller then writes its content with <see cref="Append"/>. An empty field is omitted.
    /// </summary>
    public void BeginBytes(int field, int length)
    {
        if (length > 0)
        {
            WriteHeader(field, length);
        }
    }

    /// <summary>Writes text as UTF-8, without a field header.</summary>
    public void Append(ReadOnlySpan<char> text) => _rest = _rest[Encoding.UTF8.GetBytes(text, _rest)..];

    /// <summary>Writes a packed list of encoded integers. An empty list is omitted.</summary>
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
