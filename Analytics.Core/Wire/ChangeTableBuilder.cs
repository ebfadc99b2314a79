using Analytics.Core.Changes;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;

namespace Analytics.Core.Wire;

/// <summary>Adds orders and changes that were parsed field by field to a table, if they are valid. Not thread-safe.</summary>
internal sealed class ChangeTableBuilder(ChangeTable table)
{
    private static readonly long MaxAheadMilliseconds = (long)OrderRules.MaxAhead.TotalMilliseconds;

    private readonly SkuTable _skus = new();
    private readonly TimeReader _times = new();
    private long _discounts;
    private long _refunds;

    /// <summary>Parses a timestamp into milliseconds since the Unix epoch.</summary>
    public bool TryReadTime(ReadOnlySpan<byte> utf8, out long milliseconds) => _times.TryRead(utf8, out milliseconds);

    /// <summary>Begins an order.</summary>
    /// <returns>The index of its first line in the table.</returns>
    public int BeginOrder()
    {
        _discounts = _refunds = 0;
        return table.LineCount;
    }

    /// <summary>Validates a line of the current order and adds it.</summary>
    /// <param name="utf8">The whole event.</param>
    /// <param name="line">Where the line's fields are in the event.</param>
    /// <param name="currency">The currency of the line's amounts.</param>
    public bool TryAddLine(ReadOnlySpan<byte> utf8, in LineFields line, Currency currency)
    {
        var sku = utf8[line.Sku];
        if (!_skus.TryFind(sku, out var name, out var hash) || !OrderFieldParser.TryReadQuantity(utf8[line.Quantity], out var quantity)
            || !OrderFieldParser.TryReadPrice(utf8[line.UnitPrice], currency, out var price))
        {
            return false;
        }

        if (!line.HasAmounts)
        {
            AddLine(name, hash, sku.Length, quantity, price);
            return true;
        }

        return TryRead(utf8[line.Discount], currency.Exponent, out var discount)
            && TryRead(utf8[line.Refunded], currency.Exponent, out var refunded) && TryRead(utf8[line.Returned], 0, out var returned)
            && TryAddLine(name, hash, sku.Length, quantity, price, new LineAmounts(discount, refunded, returned));

        // An absent amount has an empty range.
        static bool TryRead(ReadOnlySpan<byte> number, int exponent, out long value)
        {
            value = 0;
            return number.IsEmpty || OrderFieldParser.TryReadAmount(number, exponent, out value);
        }
    }

    /// <summary>Finds the SKU spelled by UTF-8 bytes, and its hash.</summary>
    public bool TryFindSku(ReadOnlySpan<byte> utf8, out string name, out int hash) => _skus.TryFind(utf8, out name, out hash);

    /// <summary>Adds a line of the current order that has no amounts. The caller has validated every value.</summary>
    public void AddLine(string sku, int hash, int skuBytes, long quantity, long unitPriceMinor)
    {
        ref var line = ref table.AddLine();
        line.Sku = sku;
        line.Hash = hash;
        line.SkuBytes = skuBytes;
        line.Units = quantity;
        line.Returned = 0;
        line.RevenueMinor = quantity * unitPriceMinor;
    }

    /// <summary>Adds a line of the current order if its amounts fit. The caller has validated every other value.</summary>
    public bool TryAddLine(string sku, int hash, int skuBytes, long quantity, long unitPriceMinor, in LineAmounts amounts)
    {
        var paid = quantity * unitPriceMinor - amounts.DiscountMinor;
        if (paid < 0 || amounts.RefundedMinor > paid || amounts.Returned > quantity)
        {
            return false;
        }

        _discounts += amounts.DiscountMinor;
        _refunds += amounts.RefundedMinor;
        ref var line = ref table.AddLine();
        line.Sku = sku;
        line.Hash = hash;
        line.SkuBytes = skuBytes;
        line.Units = quantity - amounts.Returned;
        line.Returned = amounts.Returned;
        line.RevenueMinor = paid - amounts.RefundedMinor;
        return true;
    }

    /// <summary>Builds an order from the lines that were added from <paramref name="firstLine"/> on.</summary>
    /// <returns>
    /// False if a charge is above <see cref="OrderRules.MaxCharge"/>, or the order is placed more than <see cref="OrderRules.MaxAhead"/>
    /// after its last change.
    /// </returns>
    public bool TryMake(
        OrderId id, OrderStatus status, ulong customer, Currency currency, int firstLine, long shippingMinor, long taxMinor, Slice slice,
        long placedAt, long updatedAt, int lane, ChangeId change, out ReadOrder order)
    {
        var amounts = (_discounts | _refunds | shippingMinor | taxMinor) == 0
            ? 0 : table.AddAmounts(new OrderAmounts(_discounts, _refunds, shippingMinor, taxMinor));
        var key = new DocumentKey(lane, Minute.OfUnixMilliseconds(placedAt));
        var state = new OrderState(status, customer, currency, firstLine, table.LineCount - firstLine, amounts, slice, key);
        order = new ReadOrder(id, updatedAt, change, state);
        return placedAt - updatedAt <= MaxAheadMilliseconds && Math.Max(shippingMinor, taxMinor) <= OrderRules.MaxChargeMinor(currency);
    }

    /// <summary>
    /// Adds a change made by the API, if the order after it has a change id of its own and both orders have the same order id.
    /// </summary>
    /// <param name="before">The order before; <c>default</c> if the change placed the order.</param>
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

    /// <summary>Adds a change from a record of the table stream, if both images have the same order id.</summary>
    /// <param name="before">The order before; <c>default</c> if there was no valid one.</param>
    /// <param name="after">The order after; <c>default</c> if it was deleted.</param>
    /// <param name="record">Identifies the record.</param>
    /// <param name="idsBefore">The change ids in the image before. Ids of other orders are skipped.</param>
    /// <param name="idsAfter">The change ids in the image after. Ids of other orders are skipped.</param>
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

/// <summary>The parsed fields of an order; <c>default</c> if there is no order.</summary>
/// <param name="Id">The order's id.</param>
/// <param name="UpdatedAt">When the API last changed the order, in milliseconds since the Unix epoch.</param>
/// <param name="Change">The id of the newest change, if an event names it.</param>
/// <param name="State">The fields that counting uses.</param>
internal record struct ReadOrder(OrderId Id, long UpdatedAt, ChangeId Change, OrderState State);

/// <summary>The optional amounts of a line. Each is at least 0.</summary>
internal readonly record struct LineAmounts(long DiscountMinor, long RefundedMinor, long Returned);

/// <summary>The fields that identify a record of the table stream, as parsed.</summary>
internal readonly ref struct RecordFields(ReadOnlySpan<byte> eventId, ReadOnlySpan<byte> sequenceNumber, long createdAtMilliseconds)
{
    public ReadOnlySpan<byte> EventId { get; } = eventId;

    public ReadOnlySpan<byte> SequenceNumber { get; } = sequenceNumber;

    /// <summary>The record's creation time, in milliseconds since the Unix epoch.</summary>
    public long CreatedAt { get; } = createdAtMilliseconds;

    public long CreatedAtSeconds => CreatedAt / 1000;
}
