using System.Text;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;

namespace Analytics.Core.Changes;

/// <summary>The changes of a batch in flat arrays that are reused for the next batch, so that a change allocates no object.</summary>
/// <remarks>
/// Holds only what counting needs. A <see cref="Change"/> is valid until <see cref="Clear"/>. Any number of threads may read concurrently,
/// but not while a thread adds to the table.
/// </remarks>
public sealed class ChangeTable
{
    private ChangeRow[] _rows = [];
    private LineRow[] _lines = [];
    private ChangeId[] _ids = [];

    // Row 0 is that of all orders without amounts.
    private OrderAmounts[] _amounts = [default];
    private int _amountsCount = 1;

    /// <summary>Number of changes.</summary>
    public int Count { get; private set; }

    /// <summary>Number of order lines, including those of a change that is still being added.</summary>
    internal int LineCount { get; private set; }

    /// <summary>Number of change ids, including those of a change that is still being added.</summary>
    internal int IdCount { get; private set; }

    /// <summary>The change at a zero-based row index. The index is not checked until the change is used.</summary>
    public Change this[int row] => new(this, row);

    /// <summary>Creates a table that holds the given changes.</summary>
    public static ChangeTable Of(IEnumerable<OrderChange> changes)
    {
        var table = new ChangeTable();
        foreach (var change in changes)
        {
            table.Add(change);
        }

        return table;
    }

    /// <summary>Appends a change.</summary>
    public Change Add(OrderChange change)
    {
        var idsBefore = AddIds(change.IdsBefore);
        var idsAfter = AddIds(change.Record is null ? [] : change.After?.ChangeIds ?? []);
        Add() = new ChangeRow
        {
            Id = change.Id,
            Previous = change.Record is null ? change.Before?.LastChange ?? ChangeId.None : ChangeId.None,
            RecordId = change.Record?.IdFor(change.OrderId) ?? ChangeId.None,
            Position = change.Record?.Position ?? default,
            ChangedAt = change.ChangedAt.ToUnixTimeMilliseconds(),
            IdsBefore = idsBefore,
            IdsAfter = idsAfter,
            Before = Add(change.Before),
            After = Add(change.After),
        };
        return this[Count - 1];
    }

    /// <summary>Removes all changes and keeps the memory. Changes handed out before become invalid.</summary>
    public void Clear()
    {
        Count = LineCount = IdCount = 0;
        _amountsCount = 1;
    }

    /// <summary>Appends a line to the change that is added next. Fill it in before adding anything else.</summary>
    internal ref LineRow AddLine()
    {
        if (LineCount == _lines.Length)
        {
            Array.Resize(ref _lines, Math.Max(64, LineCount * 2));
        }

        return ref _lines[LineCount++];
    }

    /// <summary>Appends a change id to the change that is added next.</summary>
    internal void AddId(ChangeId id)
    {
        if (IdCount == _ids.Length)
        {
            Array.Resize(ref _ids, Math.Max(64, IdCount * 2));
        }

        _ids[IdCount++] = id;
    }

    /// <summary>Appends an order's amounts.</summary>
    /// <returns>The row index of the amounts; 0 if every amount is 0.</returns>
    internal int AddAmounts(in OrderAmounts amounts)
    {
        if (amounts.AreZero)
        {
            return 0;
        }

        if (_amountsCount == _amounts.Length)
        {
            Array.Resize(ref _amounts, _amountsCount * 2);
        }

        _amounts[_amountsCount] = amounts;
        return _amountsCount++;
    }

    /// <summary>Drops lines and ids beyond the given counts, which belong to a change that was abandoned.</summary>
    internal void Truncate(int lines, int ids) => (LineCount, IdCount) = (lines, ids);

    /// <summary>
    /// Appends a change whose lines and ids were added before. The caller must set every field: the row may hold values of an earlier
    /// change.
    /// </summary>
    /// <remarks>
    /// On hot paths, set the fields one by one: an object initializer builds the row elsewhere, and copying it takes longer than everything
    /// else together.
    /// </remarks>
    internal ref ChangeRow Add()
    {
        if (Count == _rows.Length)
        {
            Array.Resize(ref _rows, Math.Max(16, Count * 2));
        }

        return ref _rows[Count++];
    }

    internal ref readonly ChangeRow Row(int row) => ref _rows[row];

    internal ReadOnlySpan<LineRow> Lines(in OrderState state) => _lines.AsSpan(state.FirstLine, state.LineCount);

    internal ref readonly OrderAmounts Amounts(in OrderState state) => ref _amounts[state.AmountsRow];

    internal ReadOnlySpan<ChangeId> Ids(IdRange range) => _ids.AsSpan(range.First, range.Count);

    private IdRange AddIds(IReadOnlyList<ChangeId> ids)
    {
        foreach (var id in ids)
        {
            AddId(id);
        }

        return new IdRange(IdCount - ids.Count, ids.Count);
    }

    private OrderState Add(Order? order)
    {
        if (order is null)
        {
            return default;
        }

        foreach (var line in order.Lines)
        {
            AddLine() = new LineRow
            {
                Sku = line.Sku,
                Hash = NameHash.Of(line.Sku),
                SkuBytes = Encoding.UTF8.GetByteCount(line.Sku),
                Units = line.Units,
                Returned = line.Returned,
                RevenueMinor = line.RevenueMinor,
            };
        }

        return new OrderState(
            order.Status, CustomerHash.Of(order.CustomerId), order.Currency, LineCount - order.Lines.Count, order.Lines.Count,
            AddAmounts(order.Amounts), order.Slice, new DocumentKey(order.Lane, Minute.Of(order.PlacedAt)));
    }
}

/// <summary>One row of a <see cref="ChangeTable"/>.</summary>
internal struct ChangeRow
{
    /// <summary>The change id assigned by the API; none if another writer made the change.</summary>
    public ChangeId Id;

    /// <summary>Kinesis only: the id of the order's preceding change; none if this change placed the order.</summary>
    public ChangeId Previous;

    /// <summary>Table stream only: the id derived from the record. None for Kinesis.</summary>
    public ChangeId RecordId;

    /// <summary>Table stream only: position of the record.</summary>
    public StreamPosition Position;

    /// <summary>Time of the change, in milliseconds since the Unix epoch.</summary>
    public long ChangedAt;

    /// <summary>Table stream only: the change ids of the order before the change, even if that image was not a valid order.</summary>
    public IdRange IdsBefore;

    /// <summary>Table stream only: the change ids of the order after the change.</summary>
    public IdRange IdsAfter;

    public OrderState Before;
    public OrderState After;
}

/// <summary>A range of change ids in the table's id array.</summary>
internal readonly record struct IdRange(int First, int Count);
