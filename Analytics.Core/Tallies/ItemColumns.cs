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

    // Of the rows that have any.
    private PackedColumn _cancelledRows = new(0);
    private PackedColumn _cancelled = new(0);
    private PackedColumn _refundedRows = new(0);
    private PackedColumn _refunded = new(0);
    private int _lastCancelled;
    private int _lastRefunded;

    public ReadOnlySpan<byte> Shared => _shared.Written;

    public ReadOnlySpan<byte> RestLengths => _restLengths.Written;

    public ReadOnlySpan<byte> Orders => _orders.Written;

    public ReadOnlySpan<byte> Units => _units.Written;

    public ReadOnlySpan<byte> Cells => _cells.Written;

    public ReadOnlySpan<byte> CellRevenues => _cellRevenues.Written;

    public ReadOnlySpan<byte> Slices => _slices.Written;

    public ReadOnlySpan<byte> CancelledRows => _cancelledRows.Written;

    public ReadOnlySpan<byte> Cancelled => _cancelled.Written;

    public ReadOnlySpan<byte> RefundedRows => _refundedRows.Written;

    public ReadOnlySpan<byte> Refunded => _refunded.Written;

    public void AddSku(int shared, int rest)
    {
        _shared.Add(shared);
        _restLengths.Add(rest);
    }

    public void AddCounts(int row, ItemCounts counts)
    {
        _orders.Add(counts.Orders);
        _units.Add(counts.Units);
        AddTo(ref _cancelledRows, ref _cancelled, ref _lastCancelled, row, counts.Cancelled);
        AddTo(ref _refundedRows, ref _refunded, ref _lastRefunded, row, counts.Refunded);
    }

    public void AddCell(long place, Int128 minor)
    {
        _cells.Add(place);
        _cellRevenues.Add(minor);
    }

    public void AddRowSlice(int value) => _slices.Add(value);

    public void Return()
    {
        _cancelledRows.Return();
        _cancelled.Return();
        _refundedRows.Return();
        _refunded.Return();
        _slices.Return();
        _shared.Return();
        _restLengths.Return();
        _orders.Return();
        _units.Return();
        _cells.Return();
        _cellRevenues.Return();
    }

    private static void AddTo(ref PackedColumn rows, ref PackedColumn counts, ref int last, int row, long count)
    {
        if (count != 0)
        {
            rows.Add(row - last);
            counts.Add(count);
            last = row;
        }
    }
}
