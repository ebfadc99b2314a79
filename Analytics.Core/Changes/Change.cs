using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;

namespace Analytics.Core.Changes;

/// <summary>A change in a <see cref="ChangeTable"/>. It is valid until the table is cleared.</summary>
public readonly record struct Change
{
    private readonly ChangeTable _table;

    internal Change(ChangeTable table, int row)
    {
        _table = table;
        Row = row;
    }

    /// <summary>Its row in the table.</summary>
    public int Row { get; }

    /// <summary>The document in which the order before counts; null where it counts in none.</summary>
    public DocumentKey? From => Data.Before.Exists ? Data.Before.Key : null;

    /// <summary>The document in which the order after counts; null where it counts in none.</summary>
    public DocumentKey? To => Data.After.Exists ? Data.After.Key : null;

    /// <summary>When this change happened, to the millisecond.</summary>
    public DateTimeOffset ChangedAt => DateTimeOffset.FromUnixTimeMilliseconds(Data.ChangedAt);

    /// <summary>The currency of the order that this change placed; null where it did not place one.</summary>
    public Currency? PlacedIn => Data.Before.Exists || !Data.After.IsPlaced ? null : Data.After.Currency;

    /// <summary>Whether its record has a new change id: it is that change's own record, or the order was put back from a backup.</summary>
    public bool MayBePutBack => !Data.RecordId.IsNone && !Data.Id.IsNone;

    /// <summary>The order's total after this change, in minor units; 0 when it was deleted.</summary>
    public long TotalMinor
    {
        get
        {
            var total = 0L;
            foreach (ref readonly var line in _table.Lines(Data.After))
            {
                total += line.TotalMinor;
            }

            return total;
        }
    }

    /// <summary>An upper bound of the bytes by which a document grows for it.</summary>
    internal int MaxBytes
    {
        get
        {
            // Beside each SKU there are four numbers; an edit mark takes 16 bytes.
            var bytes = 8 * (1 + Data.IdsAfter.Count) + 16 * Data.IdsBefore.Count;
            foreach (ref readonly var line in _table.Lines(Data.Before))
            {
                bytes += line.SkuBytes + 40;
            }

            foreach (ref readonly var line in _table.Lines(Data.After))
            {
                bytes += line.SkuBytes + 40;
            }

            return bytes;
        }
    }

    internal ref readonly ChangeRow Data => ref _table.Row(Row);

    internal ReadOnlySpan<ChangeId> IdsBefore => _table.Ids(Data.IdsBefore);

    internal ReadOnlySpan<ChangeId> IdsAfter => _table.Ids(Data.IdsAfter);

    /// <summary>Whether the orders before and after count for the same in a document.</summary>
    internal bool ChangesNothingIn(DocumentKey key)
    {
        ref readonly var row = ref Data;
        var (before, after) = (row.Before.IsIn(key), row.After.IsIn(key));
        if (!before || !after)
        {
            return before == after;
        }

        var linesBefore = _table.Lines(row.Before);
        var linesAfter = _table.Lines(row.After);
        if (row.Before.Status != row.After.Status
            || (row.After.IsPlaced && (row.Before.Currency != row.After.Currency || linesBefore.Length != linesAfter.Length)))
        {
            return false;
        }

        for (var line = 0; row.After.IsPlaced && line < linesAfter.Length; line++)
        {
            if (linesBefore[line].Sku != linesAfter[line].Sku || linesBefore[line].Quantity != linesAfter[line].Quantity
                || linesBefore[line].TotalMinor != linesAfter[line].TotalMinor)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Adds to a tally what the change adds to the sums of a document: the order after it, less the order before it.</summary>
    public void AddTo(Tally tally, DocumentKey key)
    {
        ref readonly var row = ref Data;
        if (row.After.IsIn(key))
        {
            tally.Add(row.After, _table.Lines(row.After), 1);
        }

        if (row.Before.IsIn(key))
        {
            tally.Add(row.Before, _table.Lines(row.Before), -1);
        }
    }
}
