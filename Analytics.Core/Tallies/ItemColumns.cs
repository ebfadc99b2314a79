namespace Analytics.Core.Tallies;

/// <summary>
/// Buffers for the number columns of item tallies while they are encoded. Uses pooled memory; call <c>Return</c> when done.
/// </summary>
internal sealed class ItemColumns(int cells)
{
    private PackedColumn _shared = new(cells);
    private PackedColumn _restLengths = new(cells);
    private PackedColumn _orders = new(cells);
    private PackedColumn _units = new(cells);
    private PackedColumn _cells = new(cells);
    private PackedColumn _cellRevenues = new(cells);
    private PackedColumn _slices = new(cells);

    public ReadOnlySpan<byte> Shared => _shared.Written;

    public ReadOnlySpan<byte> RestLengths => _restLengths.Written;

    public ReadOnlySpan<byte> Orders => _orders.Written;

    public ReadOnlySpan<byte> Units => _units.Written;

    public ReadOnlySpan<byte> Cells => _cells.Written;

    public ReadOnlySpan<byte> CellRevenues => _cellRevenues.Written;

    public ReadOnlySpan<byte> Slices => _slices.Written;

    public void AddSku(int shared, int rest)
    {
        _shared.Add(shared);
        _restLengths.Add(rest);
    }

    public void AddCounts(long orders, long units)
    {
        _orders.Add(orders);
        _units.Add(units);
    }

    public void AddCell(long place, Int128 minor)
    {
        _cells.Add(place);
        _cellRevenues.Add(minor);
    }

    public void AddRowSlice(int value) => _slices.Add(value);

    public void Return()
    {
        _slices.Return();
        _shared.Return();
        _restLengths.Return();
        _orders.Return();
        _units.Return();
        _cells.Return();
        _cellRevenues.Return();
    }
}
