using Analytics.Core.Changes;
using Analytics.Core.Orders;

namespace Analytics.Core.Wire;

/// <summary>Reads events in the very form in which <see cref="ChangeEvent.Write"/> writes them.</summary>
internal sealed class EventShape(OrderRows orders)
{
    /// <summary>Reads an event. Where it says false, lines may be left over.</summary>
    public bool TryRead(ReadOnlySpan<byte> utf8)
    {
        var json = new JsonCursor(utf8);
        return json.TrySkip("{\"specversion\":\"1.0\",\"id\":\""u8) && json.TryReadText(out _)
            && json.TrySkip(",\"source\":\""u8) && json.TryReadText(out _)
            && json.TrySkip(",\"type\":\""u8) && json.TryReadText(out var type) && ChangeEvent.IsKnown(type)
            && json.TrySkip(",\"subject\":\""u8) && json.TryReadText(out _)
            && json.TrySkip(",\"time\":\""u8) && json.TryReadText(out _)
            && json.TrySkip(",\"datacontenttype\":\"application/json\",\"data\":{\"before\":"u8) && TryReadOrNull(ref json, out var before)
            && json.TrySkip(",\"after\":"u8) && TryRead(ref json, out var after)
            && json.TrySkip("}}"u8) && json.AtEnd && orders.TryAdd(before, after);
    }

    private bool TryReadOrNull(ref JsonCursor json, out ReadOrder order)
    {
        order = default;
        return json.TrySkip("null"u8) || TryRead(ref json, out order);
    }

    private bool TryRead(ref JsonCursor json, out ReadOrder order)
    {
        order = default;
        var firstLine = orders.LineCount;
        if (!json.TrySkip("{\"orderId\":\""u8) || !json.TryReadText(out var id) || !OrderText.TryReadId(id, out var orderId)
            || !json.TrySkip(",\"version\":"u8) || !json.TryReadNumber(out var number) || !OrderText.TryReadWhole(number, out var version) || version == 0
            || !json.TrySkip(",\"status\":\""u8) || !json.TryReadText(out var status) || !OrderStatusNames.TryParse(status, out var stands)
            || !json.TrySkip(",\"customerId\":\""u8) || !json.TryReadText(out var customer) || !OrderText.IsName(customer)
            || !json.TrySkip(",\"currency\":\""u8) || !json.TryReadText(out var code) || !Currency.TryParse(code, out var currency)
            || !json.TrySkip(",\"lines\":["u8) || !TryReadLines(ref json, currency)
            || !json.TrySkip(",\"placedAt\":\""u8) || !json.TryReadText(out var placed) || !orders.TryReadTime(placed, out var placedAt)
            || !json.TrySkip(",\"updatedAt\":\""u8) || !json.TryReadText(out var updated) || !orders.TryReadTime(updated, out var updatedAt)
            || !json.TrySkip("}"u8))
        {
            return false;
        }

        order = new ReadOrder(orderId, version, placedAt, updatedAt, new OrderState(stands, currency, firstLine, orders.LineCount - firstLine));
        return true;
    }

    private bool TryReadLines(ref JsonCursor json, Currency currency)
    {
        for (var count = 1; count <= OrderRules.LinesMax; count++)
        {
            if (!json.TrySkip("{\"sku\":\""u8) || !json.TryReadText(out var sku)
                || !json.TrySkip(",\"quantity\":"u8) || !json.TryReadNumber(out var quantity)
                || !json.TrySkip(",\"unitPrice\":"u8) || !json.TryReadNumber(out var unitPrice)
                || !json.TrySkip("}"u8) || !orders.TryAddLine(sku, quantity, unitPrice, currency))
            {
                return false;
            }

            if (!json.TrySkip(","u8))
            {
                return json.TrySkip("]"u8);
            }
        }

        return false;
    }
}
