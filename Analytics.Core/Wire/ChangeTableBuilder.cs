using Analytics.Core.Changes;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;

namespace Analytics.Core.Wire;

/// <summary>Adds orders and changes that were read field by field to a table, if they obey the rules. Not thread-safe.</summary>
internal sealed class ChangeTableBuilder(ChangeTable table)
{
    private static readonly long MaxAheadMilliseconds = (long)OrderRules.MaxAhead.TotalMilliseconds;

    private readonly SkuTable _skus = new();
    private readonly TimeReader _times = new();

    /// <summary>Reads a time, in milliseconds since the Unix epoch.</summary>
    public bool TryReadTime(ReadOnlySpan<byte> utf8, out long milliseconds) => _times.TryRead(utf8, out milliseconds);

    /// <summary>How many lines there are; the next order's begin here.</summary>
    public int LineCount => table.LineCount;

    /// <summary>Adds a line of the order that is being read.</summary>
    public bool TryAddLine(ReadOnlySpan<byte> sku, ReadOnlySpan<byte> quantity, ReadOnlySpan<byte> unitPrice, Currency currency)
    {
        if (!_skus.TryFind(sku, out var name, out var hash) || !OrderFieldParser.TryReadQuantity(quantity, out var units)
            || !OrderFieldParser.TryReadPrice(unitPrice, currency, out var price))
        {
            return false;
        }

        AddLine(name, hash, sku.Length, units, price);
        return true;
    }

    /// <summary>Finds the SKU that some bytes spell, with its hash.</summary>
    public bool TryFindSku(ReadOnlySpan<byte> utf8, out string name, out int hash) => _skus.TryFind(utf8, out name, out hash);

    /// <summary>Adds a line of the order that is being read; everything in it obeys the rules.</summary>
    public void AddLine(string sku, int hash, int skuBytes, long quantity, long unitPriceMinor)
    {
        ref var line = ref table.AddLine();
        line.Sku = sku;
        line.Hash = hash;
        line.SkuBytes = skuBytes;
        line.Quantity = quantity;
        line.TotalMinor = quantity * unitPriceMinor;
    }

    /// <summary>Puts an order together whose lines were added.</summary>
    /// <returns>False when it is placed too far ahead of its last change.</returns>
    public bool TryMake(
        OrderId id, OrderStatus status, Currency currency, int firstLine, long placedAt, long updatedAt, int lane, ChangeId change,
        out ReadOrder order)
    {
        var key = new DocumentKey(lane, Minute.OfUnixMilliseconds(placedAt));
        order = new ReadOrder(id, updatedAt, change, new OrderState(status, currency, firstLine, LineCount - firstLine, key));
        return placedAt - updatedAt <= MaxAheadMilliseconds;
    }

    /// <summary>Adds a change that the API made, if the two orders follow each other.</summary>
    /// <param name="before">The order before; <c>default</c> where it was placed.</param>
    /// <param name="after">The order after.</param>
    public bool TryAddPublished(in ReadOrder before, in ReadOrder after)
    {
        if (!after.Change.IsOf(after.Id) || after.Change == before.Change || (before.State.Exists && before.Id != after.Id))
        {
            return false;
        }

        ref var row = ref table.Add();
        row.Id = after.Change;
        row.Previous = before.Change.IsOf(after.Id) ? before.Change : ChangeId.None;
        row.RecordId = ChangeId.None;
        row.Position = default;
        row.ChangedAt = after.UpdatedAt;
        row.IdsBefore = row.IdsAfter = default;
        row.Before = before.State;
        row.After = after.State;
        return true;
    }

    /// <summary>Adds a change as a record of the table stream has it, if both orders are the same one.</summary>
    /// <param name="before">The order before; <c>default</c> where there was none.</param>
    /// <param name="after">The order after; <c>default</c> where it was deleted.</param>
    /// <param name="record">What tells the record from others.</param>
    /// <param name="idsBefore">What the order before says are its change ids.</param>
    /// <param name="idsAfter">What the order after says are its change ids.</param>
    public bool TryAddStreamed(
        in ReadOrder before, in ReadOrder after, in RecordFields record, ReadOnlySpan<ChangeId> idsBefore, ReadOnlySpan<ChangeId> idsAfter)
    {
        if (before.State.Exists && after.State.Exists && before.Id != after.Id)
        {
            return false;
        }

        var order = after.State.Exists ? after.Id : before.Id;
        var (rangeBefore, rangeAfter) = (AddIds(order, idsBefore), AddIds(order, idsAfter));
        var newest = rangeAfter.Count == 0 ? ChangeId.None : table.Ids(rangeAfter)[^1];
        var isOwn = !newest.IsNone && !table.Ids(rangeBefore).Contains(newest);
        ref var row = ref table.Add();
        row.Id = isOwn ? newest : ChangeId.None;
        row.Previous = ChangeId.None;
        row.RecordId = ChangeId.OfRecord(order, record.EventId, record.CreatedAtSeconds);
        row.Position = StreamPosition.Of(record.CreatedAtSeconds, record.SequenceNumber);
        row.ChangedAt = isOwn ? after.UpdatedAt : record.CreatedAt;
        row.IdsBefore = rangeBefore;
        row.IdsAfter = rangeAfter;
        row.Before = before.State;
        row.After = after.State;
        return true;
    }

    private IdRange AddIds(OrderId order, ReadOnlySpan<ChangeId> ids)
    {
        var (first, hash) = (table.IdCount, ChangeId.HashOf(order));
        foreach (var id in ids)
        {
            if (id.OrderHash == hash && !id.IsNone)
            {
                table.AddId(id);
            }
        }

        return new IdRange(first, table.IdCount - first);
    }
}

/// <summary>An order as it was read; <c>default</c> where there is none.</summary>
/// <param name="Id">Which order.</param>
/// <param name="UpdatedAt">When the API changed it last, in milliseconds since the Unix epoch.</param>
/// <param name="Change">The id of its newest change, where an event names it.</param>
/// <param name="State">What counts.</param>
internal record struct ReadOrder(OrderId Id, long UpdatedAt, ChangeId Change, OrderState State);

/// <summary>What tells a record of the table stream from others, as it was read.</summary>
internal readonly ref struct RecordFields(ReadOnlySpan<byte> eventId, ReadOnlySpan<byte> sequenceNumber, long createdAtMilliseconds)
{
    public ReadOnlySpan<byte> EventId { get; } = eventId;

    public ReadOnlySpan<byte> SequenceNumber { get; } = sequenceNumber;

    /// <summary>When it was created, in milliseconds since the Unix epoch.</summary>
    public long CreatedAt { get; } = createdAtMilliseconds;

    public long CreatedAtSeconds => CreatedAt / 1000;
}
