using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;

namespace Analytics.Core.Changes;

/// <summary>Refers to one change in a <see cref="ChangeTable"/>. Valid until the table is cleared.</summary>
public readonly record struct Change
{
    private readonly ChangeTable _table;

    internal Change(ChangeTable table, int row)
    {
        _table = table;
        Row = row;
    }

    /// <summary>Row index in the table, zero-based.</summary>
    public int Row { get; }

    /// <summary>The document that counted the order before the change; null if none did.</summary>
    public DocumentKey? From => Data.Before.Exists ? Data.Before.Key : null;

    /// <summary>The document that counts the order after the change; null if none does.</summary>
    public DocumentKey? To => Data.After.Exists ? Data.After.Key : null;

    /// <summary>
    /// Whether the metrics of the work count the change with a document. A change that moves an order is counted in two documents and
    /// reported by the one that the order moves to.
    /// </summary>
    public bool IsReportedBy(DocumentKey key) => !Data.After.Exists || Data.After.Key == key;

    /// <summary>Time of the change, UTC, whole milliseconds.</summary>
    public DateTimeOffset ChangedAt => DateTimeOffset.FromUnixTimeMilliseconds(Data.ChangedAt);

    /// <summary>The currency of the order that this change placed; null if the change did not place an order.</summary>
    public Currency? PlacedIn => Data.Before.Exists || !Data.After.IsPlaced ? null : Data.After.Currency;

    /// <summary>
    /// Whether the change comes from a table stream record that has a new change id: either the record is the id's first, or the order was
    /// put back from a backup.
    /// </summary>
    public bool MayBePutBack => !Data.RecordId.IsNone && !Data.Id.IsNone;

    /// <summary>The order's revenue after this change, in minor units; 0 if the order was deleted.</summary>
    public long RevenueMinor
    {
        get
        {
            var revenue = 0L;
            foreach (ref readonly var line in _table.Lines(Data.After))
            {
                revenue += line.RevenueMinor;
            }

            return revenue;
        }
    }

    /// <summary>Upper bound of the document's growth by this change, in bytes.</summary>
    public int MaxBytes
    {
        get
        {
            // Each SKU is stored with eight numbers and a slice (75 bytes). A change id takes 8 bytes, an edit mark 16.
            var bytes = 8 * (1 + Data.IdsAfter.Count) + 16 * Data.IdsBefore.Count + MaxOrderBytes(Data.Before) + MaxOrderBytes(Data.After);
            foreach (ref readonly var line in _table.Lines(Data.Before))
            {
                bytes += line.SkuBytes + 75;
            }

            foreach (ref readonly var line in _table.Lines(Data.After))
            {
                bytes += line.SkuBytes + 75;
            }

            return bytes;
        }
    }

    /// <summary>Upper bound of what the value of an order takes: its currency, a bucket and a count.</summary>
    internal const int MaxValueBytes = 32;

    /// <summary>Upper bound of what the customer of an order takes: six bytes and a number of orders, in two columns.</summary>
    internal const int MaxCustomerBytes = 24;

    internal ref readonly ChangeRow Data => ref _table.Row(Row);

    internal ReadOnlySpan<ChangeId> IdsBefore => _table.Ids(Data.IdsBefore);

    internal ReadOnlySpan<ChangeId> IdsAfter => _table.Ids(Data.IdsAfter);

    /// <summary>Whether the change leaves the totals and items of a document unchanged.</summary>
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
        if (row.Before.Status != row.After.Status || row.Before.Customer != row.After.Customer || row.Before.Slice != row.After.Slice
            || row.Before.Currency != row.After.Currency
            || linesBefore.Length != linesAfter.Length || (row.After.IsPlaced && (_table.Amounts(row.Before) != _table.Amounts(row.After))))
        {
            return false;
        }

        // The lines of a cancelled order count for their units only.
        for (var line = 0; line < linesAfter.Length; line++)
        {
            if (linesBefore[line].Sku != linesAfter[line].Sku || linesBefore[line].Units != linesAfter[line].Units
                || (row.After.IsPlaced && (linesBefore[line].RevenueMinor != linesAfter[line].RevenueMinor
                    || linesBefore[line].Returned != linesAfter[line].Returned)))
            {
                return false;
            }
        }

        return true;
    }

    // A slice is stored with its text, two lengths, a currency with its place and three counts, and each of its amounts with two numbers.
    private static int MaxOrderBytes(in OrderState order) => !order.Exists ? 0
        : MaxValueBytes + MaxCustomerBytes + (order.Slice.IsNone ? 0 : order.Slice.Text.Length + 54 + (order.HasAmounts ? 120 : 0));

    /// <summary>Adds the change's effect on a document to a tally: plus the order after the change, minus the order before it.</summary>
    public void AddTo(Tally tally, DocumentKey key)
    {
        ref readonly var row = ref Data;
        if (row.After.IsIn(key))
        {
            tally.Add(row.After, _table.Lines(row.After), _table.Amounts(row.After), 1);
        }

        if (row.Before.IsIn(key))
        {
            tally.Add(row.Before, _table.Lines(row.Before), _table.Amounts(row.Before), -1);
        }
    }
}
