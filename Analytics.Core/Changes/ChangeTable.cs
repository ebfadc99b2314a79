using System.Text;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;

namespace Analytics.Core.Changes;

/// <summary>The changes of a batch in flat tables that are used again for the next, so that a change costs no object.</summary>
/// <remarks>
/// It holds what counting needs of a change and nothing else of the orders. A <see cref="Change"/> is valid until
/// <see cref="Clear"/>. Any number of threads may read at the same time; none while something is added.
/// </remarks>
public sealed class ChangeTable
{
    private ChangeRow[] _rows = [];
    private LineRow[] _lines = [];
    private ChangeId[] _ids = [];

    /// <summary>How many changes there are.</summary>
    public int Count { get; private set; }

    /// <summary>How many lines there are, including those of a change that is being added.</summary>
    internal int LineCount { get; private set; }

    /// <summary>How many change ids of orders there are, including those of a change that is being added.</summary>
    internal int IdCount { get; private set; }

    /// <summary>A change by its row, from 0 on.</summary>
    public Change this[int row] => new(this, row);

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

    /// <summary>Removes all changes and keeps the memory.</summary>
    public void Clear() => Count = LineCount = IdCount = 0;

    /// <summary>Makes a line of the change that is added next, to be filled in before anything else is added.</summary>
    internal ref LineRow AddLine()
    {
        if (LineCount == _lines.Length)
        {
            Array.Resize(ref _lines, Math.Max(64, LineCount * 2));
        }

        return ref _lines[LineCount++];
    }

    /// <summary>Adds a change id of an order of the change that is added next.</summary>
    internal void AddId(ChangeId id)
    {
        if (IdCount == _ids.Length)
        {
            Array.Resize(ref _ids, Math.Max(64, IdCount * 2));
        }

        _ids[IdCount++] = id;
    }

    /// <summary>Removes lines and ids that belong to no change after all.</summary>
    internal void Truncate(int lines, int ids) => (LineCount, IdCount) = (lines, ids);

    /// <summary>
    /// Makes a change whose lines and ids were added before. Every field is to be set: an earlier change may have left something in it.
    /// </summary>
    /// <remarks>
    /// Field by field, where it matters: an initializer builds the row elsewhere, and copying it takes longer than all the rest.
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
                Quantity = line.Quantity,
                TotalMinor = line.TotalMinor,
            };
        }

        return new OrderState(
            order.Status, order.Currency, LineCount - order.Lines.Count, order.Lines.Count,
            new DocumentKey(order.Lane, Minute.Of(order.PlacedAt)));
    }
}

/// <summary>A change as the table holds it.</summary>
internal struct ChangeRow
{
    /// <summary>The id that the API gave it; none when another writer made it.</summary>
    public ChangeId Id;

    /// <summary>From Kinesis: the id of the order's change before it; none where it placed the order.</summary>
    public ChangeId Previous;

    /// <summary>From the table stream: the id that the record gives it. None from Kinesis.</summary>
    public ChangeId RecordId;

    /// <summary>From the table stream: where its record stands.</summary>
    public StreamPosition Position;

    /// <summary>When it happened, in milliseconds since the Unix epoch.</summary>
    public long ChangedAt;

    /// <summary>From the table stream: the change ids of the order before, valid or not.</summary>
    public IdRange IdsBefore;

    /// <summary>From the table stream: the change ids of the order after.</summary>
    public IdRange IdsAfter;

    public OrderState Before;
    public OrderState After;
}

/// <summary>Where in its table the change ids of an order are.</summary>
internal readonly record struct IdRange(int First, int Count);
