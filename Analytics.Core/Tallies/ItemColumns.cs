using System.Buffers;

namespace Analytics.Core.Tallies;

/// <summary>
/// Buffers for the number columns of item tallies while they are encoded. Uses pooled memory; call <c>Return</c> when done.
/// </summary>
internal sealed class ItemColumns(int cells)
{
    private Column _shared = new(cells);
    private Column _restLengths = new(cells);
    private Column _orders = new(cells);
    private Column _units = new(cells);
    private Column _cells = new(cells);
    private Column _cellRevenues = new(cells);

    public ReadOnlySpan<byte> Shared => _shared.Written;

    public ReadOnlySpan<byte> RestLengths => _restLengths.Written;

    public ReadOnlySpan<byte> Orders => _orders.Written;

    public ReadOnlySpan<byte> Units => _units.Written;

    public ReadOnlySpan<byte> Cells => _cells.Written;

    public ReadOnlySpan<byte> CellRevenues => _cellRevenues.Written;

    public void AddItem(int shared, int rest, long orders, long units)
    {
        _shared.Add(shared);
        _restLengths.Add(rest);
        _orders.Add(orders);
        _units.Add(units);
    }

    public void AddCell(long place, Int128 minor)
    {
        _cells.Add(place);
        _cellRevenues.Add(minor);
    }

    public void Return()
    {
        _shared.Return();
        _restLengths.Return();
        _orders.Return();
        _units.Return();
        _cells.Return();
        _cellRevenues.Return();
    }

    private struct Column(int values)
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
}
