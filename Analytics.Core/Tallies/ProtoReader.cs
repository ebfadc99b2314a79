namespace Analytics.Core.Tallies;

/// <summary>
/// Reads the Protocol Buffers fields that <see cref="ProtoWriter"/> writes. The caller skips unknown fields with <see cref="Skip"/>.
/// </summary>
internal ref struct ProtoReader(ReadOnlySpan<byte> bytes)
{
    private const int MaxVarintBytes = 19;

    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool AtEnd => _rest.IsEmpty;

    /// <summary>Reads the next field's number and wire type.</summary>
    public (int Field, int WireType) ReadTag()
    {
        var tag = ReadVarint();
        return tag <= int.MaxValue ? ((int)tag >> 3, (int)tag & 7) : throw Malformed("a field number is too large");
    }

    public Int128 ReadSigned()
    {
        if (!_rest.IsEmpty && _rest[0] < 0x80)
        {
            var one = _rest[0];
            _rest = _rest[1..];
            return (one >> 1) ^ -(one & 1);
        }

        var value = ReadVarint();
        return unchecked((Int128)(value >> 1) ^ -(Int128)(value & 1));
    }

    /// <summary>Reads a packed list of zigzag integers. A field may contain its list in several parts.</summary>
    /// <param name="values">The parts read before; this method appends the next one.</param>
    public void ReadPacked(ref ProtoReader values)
    {
        var packed = ReadBytes();
        values = new ProtoReader(values.AtEnd ? packed : (byte[])[.. values._rest, .. packed]);
    }

    public void Skip(int wireType)
    {
        switch (wireType)
        {
            case 0:
                ReadVarint();
                break;
            case 2:
                ReadBytes();
                break;
            default:
                throw Malformed($"wire type {wireType} is not used");
        }
    }

    /// <summary>Reads a length-delimited field.</summary>
    public ReadOnlySpan<byte> ReadBytes()
    {
        var length = ReadVarint();
        if (length > (UInt128)_rest.Length)
        {
            throw Malformed("it ends within a field");
        }

        var taken = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return taken;
    }

    private UInt128 ReadVarint()
    {
        // Nine bytes hold 63 bits, enough for almost every number.
        var low = 0ul;
        for (var index = 0; index < Math.Min(9, _rest.Length); index++)
        {
            var next = _rest[index];
            low |= (next & 0x7Ful) << (7 * index);
            if (next < 0x80)
            {
                _rest = _rest[(index + 1)..];
                return low;
            }
        }

        return ReadLongVarint();
    }

    private UInt128 ReadLongVarint()
    {
        UInt128 value = 0;
        for (var index = 0; index < MaxVarintBytes; index++)
        {
            if (index >= _rest.Length)
            {
                throw Malformed("it ends within a number");
            }

            var next = _rest[index];
            value |= (UInt128)(next & 0x7Fu) << (7 * index);
            if (next < 0x80)
            {
                _rest = _rest[(index + 1)..];
                return value;
            }
        }

        throw Malformed("a number is too long");
    }

    private static FormatException Malformed(string what) => new($"The item tallies are damaged: {what}.");
}
