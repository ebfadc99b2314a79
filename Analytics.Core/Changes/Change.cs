using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;

namespace Analytics.Core.Changes;

/// <summary>A change in a <see cref="ChangeTable"/>. It is valid until the table is cleared.</summary>
public readonly record struct Change
{
    private readonly ChangeTable _table;

    internal Change(ChangeTable table, int index)
    {
        _table = table;
        Index = index;
    }

    /// <summary>Its place in the table.</summary>
    public int Index { get; }

    /// <summary>What is counted once.</summary>
    public ChangeId Id => Row.Id;

    /// <summary>The identity as the aggregates remember it.</summary>
    public ChangeFingerprint Fingerprint => Row.Fingerprint;

    /// <summary>When the order was placed, to the millisecond.</summary>
    public DateTimeOffset PlacedAt => DateTimeOffset.FromUnixTimeMilliseconds(Row.PlacedAt);

    /// <summary>The minute in which the change counts.</summary>
    public Minute Minute => Minute.OfUnixMilliseconds(Row.PlacedAt);

    /// <summary>When this change happened, to the millisecond.</summary>
    public DateTimeOffset ChangedAt => DateTimeOffset.FromUnixTimeMilliseconds(Row.ChangedAt);

    /// <summary>The currency of the order that this change placed; null where it did not place one.</summary>
    public Currency? PlacedIn => Row.Before.Exists || !Row.After.IsPlaced ? null : Row.After.Currency;

    /// <summary>What the order comes to after this change, in minor units; 0 when it was deleted.</summary>
    public long TotalMinor
    {
        get
        {
            var total = 0L;
            foreach (ref readonly var line in _table.Lines(Row.After))
            {
                total += line.TotalMinor;
            }

            return total;
        }
    }

    /// <summary>About how many bytes a document grows by for it, at the most.</summary>
    internal int BytesMax
    {
        get
        {
            // Beside each SKU stand four numbers.
            var bytes = 8;
            foreach (ref readonly var line in _table.Lines(Row.Before))
            {
                bytes += line.SkuBytes + 40;
            }

            foreach (ref readonly var line in _table.Lines(Row.After))
            {
                bytes += line.SkuBytes + 40;
            }

            return bytes;
        }
    }

    private ref readonly ChangeRow Row => ref _table.Row(Index);

    internal void AddTo(Tally tally)
    {
        ref readonly var row = ref Row;
        if (row.After.Exists)
        {
            tally.Add(row.After, _table.Lines(row.After), 1);
        }

        if (row.Before.Exists)
        {
            tally.Add(row.Before, _table.Lines(row.Before), -1);
        }
    }
}
