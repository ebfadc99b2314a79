using System.Buffers;

namespace Analytics.Core.Tallies;

/// <summary>A packed list of zigzag integers while it is encoded. Uses pooled memory; call <c>Return</c> when done.</summary>
internal struct PackedColumn(int values)
{
    // Most numbers take one to four bytes; the column grows when needed.
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(values * 4 + ProtoWriter.MaxVarintBytes);
    private int _length;

    public readonly ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public void Add(Int128 value)
    {
        if (_bytes.Length - _length < ProtoWriter.MaxVarintBytes)
        {
            var larger = ArrayPool<byte>.Shared.Rent(_bytes.Length * 2);
            Written.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }

        _length += ProtoWriter.WriteSigned(_bytes.AsSpan(_length), value);
    }

    public readonly void Return() => ArrayPool<byte>.Shared.Return(_bytes);
}
