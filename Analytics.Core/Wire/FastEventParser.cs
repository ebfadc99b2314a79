using System.Runtime.CompilerServices;
using Analytics.Core.Orders;

namespace Analytics.Core.Wire;

/// <summary>Fast parser: accepts events only in the exact form that <see cref="ChangeEvent.Write"/> writes.</summary>
internal sealed class FastEventParser(ChangeTableBuilder orders)
{
    private readonly SliceTable _slices = SliceTable.OfEvents();

    /// <summary>Parses an event. If it returns false, lines may remain in the table; the caller removes them.</summary>
    public bool TryRead(ReadOnlySpan<byte> utf8)
    {
        var json = new JsonCursor(utf8);
        if (!json.TrySkip("{\"specversion\":\"1.0\",\"id\":\""u8) || !json.TryReadText(out _)
            || !json.TrySkip(",\"source\":\""u8) || !json.TryReadText(out _)
            || !json.TrySkip(",\"type\":\""u8) || !json.TryReadText(out var type) || !ChangeEvent.IsKnown(type)
            || !json.TrySkip(",\"subject\":\""u8) || !json.TryReadText(out _)
            || !json.TrySkip(",\"time\":\""u8) || !json.TryReadText(out _)
            || !json.TrySkip(",\"datacontenttype\":\"application/json\",\"data\":{\"before\":"u8))
        {
            return false;
        }

        ReadOrder before = default;
        var length = 0;
        if (!json.TrySkip("null"u8) && !TryRead(json.Rest, out before, out length))
        {
            return false;
        }

        json.Skip(length);
        if (!json.TrySkip(",\"after\":"u8) || !TryRead(json.Rest, out var after, out length))
        {
            return false;
        }

        json.Skip(length);
        return json.TrySkip("}}"u8) && json.Rest.IsEmpty && orders.TryAddPublished(before, after);
    }

    private bool TryRead(ReadOnlySpan<byte> utf8, out ReadOrder order, out int length)
    {
        order = default;
        length = 0;
        var json = new JsonCursor(utf8);
        var firstLine = orders.BeginOrder();
        if (!json.TrySkip("{\"orderId\":\""u8) || !json.TryReadText(OrderFieldParser.IdLength, out var id)
            || !OrderFieldParser.TryReadId(id, out var orderId)
            || !json.TrySkip(",\"version\":"u8) || !json.TryReadNumber(out _, out _)
            || !json.TrySkip(",\"status\":\""u8) || !TryReadStatus(ref json, out var status)
            || !json.TrySkip(",\"customerId\":\""u8) || !json.TryReadText(out var customer) || !OrderFieldParser.IsName(customer)
            || !json.TrySkip(",\"currency\":\""u8) || !json.TryReadText(OrderFieldParser.CurrencyLength, out var code)
                || !Currency.TryParse(code, out var currency)
            || !json.TrySkip(",\"lines\":["u8) || !TryReadLines(json.Rest, currency, out length))
        {
            return false;
        }

        json.Skip(length);
        if (!TryReadOptional(ref json, ",\"shipping\":"u8, currency.Exponent, out var shipping)
            || !TryReadOptional(ref json, ",\"tax\":"u8, currency.Exponent, out var tax)
            || !TryReadSlice(ref json, out var slice)
            || !json.TrySkip(",\"placedAt\":\""u8) || !json.TryReadText(TimeReader.Length, out var placed)
            || !orders.TryReadTime(placed, out var placedAt)
            || !json.TrySkip(",\"updatedAt\":\""u8) || !json.TryReadText(TimeReader.Length, out var updated)
            || !orders.TryReadTime(updated, out var updatedAt)
            || !json.TrySkip(",\"lane\":"u8) || !json.TryReadNumber(out var lane, out var decimals) || decimals != 0 || lane >= Lanes.Max
            || !json.TrySkip(",\"changeId\":\""u8) || !json.TryReadText(ChangeId.Digits, out var hex)
                || !ChangeId.TryParse(hex, out var change)
            || !json.TrySkip("}"u8))
        {
            return false;
        }

        length = utf8.Length - json.Rest.Length;
        return orders.TryMake(
            orderId, status, CustomerHash.Of(customer), currency, firstLine, shipping, tax, slice, placedAt, updatedAt, (int)lane, change,
            out order);
    }

    // Reads the optional dimensions. Names and values contain no brace, so the first one ends the object.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryReadSlice(scoped ref JsonCursor json, out Slice slice)
    {
        slice = Slice.None;
        if (!json.TrySkip(",\"dimensions\":"u8))
        {
            return true;
        }

        var length = json.Rest.IndexOf((byte)'}') + 1;
        if (!_slices.TryFind(json.Rest[..length], out slice))
        {
            return false;
        }

        json.Skip(length);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryReadStatus(scoped ref JsonCursor json, out OrderStatus status)
    {
        status = json.TrySkip("PLACED\""u8) ? OrderStatus.Placed : OrderStatus.Cancelled;
        return status == OrderStatus.Placed || json.TrySkip("CANCELLED\""u8);
    }

    // Reads an optional number; 0 if it is absent.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryReadOptional(scoped ref JsonCursor json, ReadOnlySpan<byte> name, int exponent, out long value)
    {
        value = 0;
        return !json.TrySkip(name)
            || (json.TryReadNumber(out var digits, out var decimals)
                && OrderFieldParser.TryScaleAmount(digits, decimals, exponent, out value));
    }

    private bool TryReadLines(ReadOnlySpan<byte> utf8, Currency currency, out int length)
    {
        length = 0;
        var json = new JsonCursor(utf8);
        for (var count = 1; count <= OrderRules.MaxLines; count++)
        {
            // Look up the SKU before parsing the numbers, so that its cache line can load meanwhile.
            if (!json.TrySkip("{\"sku\":\""u8) || !json.TryReadText(out var sku) || !orders.TryFindSku(sku, out var name, out var hash)
                || !json.TrySkip(",\"quantity\":"u8) || !json.TryReadNumber(out var quantity, out var decimals)
                || decimals != 0 || quantity is 0 or > OrderRules.MaxQuantity
                || !json.TrySkip(",\"unitPrice\":"u8) || !json.TryReadNumber(out var digits, out decimals)
                || !OrderFieldParser.TryScale(digits, decimals, currency, out var unitPrice))
            {
                return false;
            }

            if (json.TrySkip("}"u8))
            {
                orders.AddLine(name, hash, sku.Length, quantity, unitPrice);
            }
            else if (TryReadAmounts(json.Rest, currency.Exponent, out var amounts, out length)
                && orders.TryAddLine(name, hash, sku.Length, quantity, unitPrice, amounts))
            {
                json.Skip(length);
            }
            else
            {
                return false;
            }

            if (!json.TrySkip(","u8))
            {
                var isEnd = json.TrySkip("]"u8);
                length = utf8.Length - json.Rest.Length;
                return isEnd;
            }
        }

        return false;
    }

    // The optional end of a line.
    private static bool TryReadAmounts(ReadOnlySpan<byte> utf8, int exponent, out LineAmounts amounts, out int length)
    {
        var json = new JsonCursor(utf8);
        amounts = default;
        length = 0;
        if (!TryReadOptional(ref json, ",\"discount\":"u8, exponent, out var discount)
            || !TryReadOptional(ref json, ",\"refunded\":"u8, exponent, out var refunded)
            || !TryReadOptional(ref json, ",\"returned\":"u8, 0, out var returned) || !json.TrySkip("}"u8))
        {
            return false;
        }

        amounts = new LineAmounts(discount, refunded, returned);
        length = utf8.Length - json.Rest.Length;
        return true;
    }
}
