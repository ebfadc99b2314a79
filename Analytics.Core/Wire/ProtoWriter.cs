using System.Buffers;
using System.Text;

namespace Analytics.Core.Wire;

/// <summary>Writes Protocol Buffers fields, as far as the aggregates need them.</summary>
/// <remarks>The encoding is that of https://protobuf.dev/programming-guides/encoding. Integers are zigzag varints (sint64); those
/// that hold money may go beyond 64 bits and then have up to 19 bytes.</remarks>
internal sealed class ProtoWriter
{
    private const int LengthDelimited = 2;

    private readonly ArrayBufferWriter<byte> _buffer = new(256);

    public ReadOnlyMemory<byte> Written => _buffer.WrittenMemory;

    public void WriteVarintField(int field, ulong value)
    {
        WriteVarint((UInt128)((uint)field << 3));
        WriteVarint(value);
    }

    public void WriteString(int field, string text)
    {
        WriteHeader(field, Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, _buffer);
    }

    /// <summary>Writes a packed list of zigzag integers; an empty list is left out.</summary>
    public void WritePacked(int field, IReadOnlyCollection<Int128> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        var length = 0;
        foreach (var value in values)
        {
            length += VarintLength(ZigZag(value));
        }

        WriteHeader(field, length);
        foreach (var value in values)
        {
            WriteVarint(ZigZag(value));
        }
    }

    private void WriteHeader(int field, int length)
    {
        WriteVarint((UInt128)(((uint)field << 3) | LengthDelimited));
        WriteVarint((UInt128)length);
    }

    private void WriteVarint(UInt128 value)
    {
        var span = _buffer.GetSpan(19);
        var count = 0;
        while (value >= 0x80)
        {
            span[count++] = unchecked((byte)((byte)value | 0x80));
            value >>= 7;
        }

        span[count++] = (byte)value;
        _buffer.Advance(count);
    }

    private static UInt128 ZigZag(Int128 value) => unchecked((UInt128)((value << 1) ^ (value >> 127)));

    private static int VarintLength(UInt128 value)
    {
        var length = 1;
        for (; value >= 0x80; value >>= 7)
        {
            length++;
        }

        return length;
    }
}
