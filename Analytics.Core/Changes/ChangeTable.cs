using System.Text;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;

namespace Analytics.Core.Changes;

/// <summary>The changes of a batch in flat tables that are used again for the next, so that a change costs no object.</summary>
/// <remarks>
/// It holds what counting needs to know of a change, and nothing else of the orders. What <see cref="Change"/> points to is gone
/// after <see cref="Clear"/>. Any number of threads may read at the same time; none while something is added.
/// </remarks>
public sealed class ChangeTable
{
    private ChangeRow[] _rows = [];
    private LineRow[] _lines = [];
    private int _fingerprinted;

    /// <summary>How many changes there are.</summary>
    public int Count { get; private set; }

    /// <summary>How many lines the changes have, those of a change that is being added among them.</summary>
    internal int LineCount { get; private set; }

    /// <summary>A change by its place, from 0 on.</summary>
    public Change this[int index] => new(this, index);

    /// <summary>A table of some changes.</summary>
    public static ChangeTable Of(IEnumerable<OrderChange> changes)
    {
        var table = new ChangeTable();
        foreach (var change in changes)
        {
            table.Add(change);
        }

        return table;
    }

    /// <summary>Adds a change.</summary>
    public Change Add(OrderChange change)
    {
        Add() = new ChangeRow
        {
            Id = change.Id,
            PlacedAt = change.PlacedAt.ToUnixTimeMilliseconds(),
            ChangedAt = change.ChangedAt.ToUnixTimeMilliseconds(),
            Before = Add(change.Before),
            After = Add(change.After),
        };
        Complete();
        return this[Count - 1];
    }

    /// <summary>Forgets all changes and keeps their room.</summary>
    public void Clear() => Count = LineCount = _fingerprinted = 0;

    /// <summary>Makes a line of the change that is added next, to be filled in before anything else is done.</summary>
    internal ref LineRow AddLine()
    {
        if (LineCount == _lines.Length)
        {
            Array.Resize(ref _lines, Math.Max(64, LineCount * 2));
        }

        return ref _lines[LineCount++];
    }

    /// <summary>Takes lines back: there were not to be any after all.</summary>
    internal void TruncateLines(int count) => LineCount = count;

    /// <summary>Makes a change whose lines were added before, to be filled in; its fingerprint is there after <see cref="Complete"/>.</summary>
    internal ref ChangeRow Add()
    {
        if (Count == _rows.Length)
        {
            Array.Resize(ref _rows, Math.Max(16, Count * 2));
        }

        return ref _rows[Count++];
    }

    /// <summary>Works out the fingerprints of what was added.</summary>
    internal void Complete()
    {
        OrderIdHash.Fill(_rows.AsSpan(_fingerprinted, Count - _fingerprinted));
        _fingerprinted = Count;
    }

    internal ref readonly ChangeRow Row(int index) => ref _rows[index];

    internal ReadOnlySpan<LineRow> Lines(in OrderState state) => _lines.AsSpan(state.FirstLine, state.LineCount);

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
                Quantity = line.Quantity,
                TotalMinor = line.TotalMinor,
            };
        }

        return new OrderState(order.Status, order.Currency, LineCount - order.Lines.Count, order.Lines.Count);
    }
}

/// <summary>A change as the table holds it. Times are milliseconds since the Unix epoch.</summary>
internal struct ChangeRow
{
    public ChangeId Id;
    public ChangeFingerprint Fingerprint;
    public long PlacedAt;
    public long ChangedAt;
    public OrderState Before;
    public OrderState After;
}

/// <summary>An order on one side of a change; <c>default</c> where there is none.</summary>
internal readonly record struct OrderState(OrderStatus Status, Currency? Currency, int FirstLine, int LineCount)
{
    public bool Exists => Currency is not null;

    public bool IsPlaced => Exists && Status == OrderStatus.Placed;
}

/// <summary>A line as the table holds it.</summary>
internal struct LineRow
{
    public string Sku;

    /// <summary>The <see cref="NameHash"/> of the SKU.</summary>
    public int Hash;

    /// <summary>The length of the SKU in UTF-8.</summary>
    public int SkuBytes;
    public long Quantity;
    public long TotalMinor;
}
