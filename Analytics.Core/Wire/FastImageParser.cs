using System.Runtime.CompilerServices;
using Analytics.Core.Orders;

namespace Analytics.Core.Wire;

/// <summary>
/// Fast parser of order images as DynamoDB Streams delivers them: attributes in any order, without whitespace. Skips attributes that do
/// not count.
/// </summary>
internal sealed class FastImageParser(ChangeTableBuilder orders)
{
    private const int Id = 1;
    private const int Lane = 2;
    private const int Status = 4;
    private const int CustomerId = 8;
    private const int Currency = 16;
    private const int PlacedAt = 32;
    private const int UpdatedAt = 64;
    private const int Lines = 128;
    private const int ChangeIds = 256;
    private const int Shipping = 512;
    private const int Tax = 1024;
    private const int Dimensions = 2048;
    private const int Numbers = Lane | Shipping | Tax;

    // Lane, change ids, shipping, tax and dimensions are optional: other writers may omit them.
    private const int Required = Id | Status | CustomerId | Currency | PlacedAt | UpdatedAt | Lines;

    private readonly SliceTable _slices = SliceTable.OfImages();

    /// <summary>Locates the fields of an image without validating them.</summary>
    /// <param name="utf8">The whole event.</param>
    /// <param name="start">Byte offset of the image.</param>
    /// <param name="lines">Buffer for the lines.</param>
    /// <param name="ids">Buffer for the change ids.</param>
    /// <param name="image">The located fields. Refers to the two buffers.</param>
    /// <param name="length">Length of the image, in bytes.</param>
    public static bool TryFind(ReadOnlySpan<byte> utf8, int start, LineFields[] lines, ChangeId[] ids, out OrderImage image, out int length)
    {
        image = default;
        length = 0;
        var json = new JsonCursor(utf8[start..]);
        if (!json.TrySkip("{\""u8))
        {
            return false;
        }

        var seen = 0;
        do
        {
            if (!json.TryReadText(out var name))
            {
                return false;
            }

            var field = FieldOf(name);
            if ((seen & field) != 0)
            {
                return false;
            }

            seen |= field;
            if (field is Lines or ChangeIds)
            {
                if (field == Lines
                    ? !TryFindLines(utf8, utf8.Length - json.Rest.Length, lines, out image.Lines, out length)
                    : !TryReadIds(json.Rest, ids, out image.Ids, out length))
                {
                    return false;
                }

                json.Skip(length);
                continue;
            }

            var before = json.Rest;
            if (field == Dimensions)
            {
                // Names and values contain no brace, so these end the map.
                if (!json.TrySkip(":{\"M\":"u8) || json.Rest.IndexOf("}}}"u8) is var end && end < 0)
                {
                    return false;
                }

                image.Dimensions = json.Rest[..(end + 2)];
                json.Skip(end + 3);
                continue;
            }

            var isNumber = json.TrySkip(":{\"N\":\""u8);
            if ((!isNumber && !json.TrySkip(":{\"S\":\""u8)) || !json.TryReadText(out var value) || !json.TrySkip("}"u8)
                || (isNumber && value.IsEmpty) || (field != 0 && isNumber != ((field & Numbers) != 0)))
            {
                if (field != 0 || !IgnoredAttribute.TrySkip(before, out length))
                {
                    return false;
                }

                json = new JsonCursor(before[length..]);
                continue;
            }

            switch (field)
            {
                case Id:
                    image.Id = value;
                    break;
                case Lane:
                    image.Lane = value;
                    break;
                case Shipping:
                    image.Shipping = value;
                    break;
                case Tax:
                    image.Tax = value;
                    break;
                case Status:
                    image.Status = value;
                    break;
                case CustomerId:
                    image.CustomerId = value;
                    break;
                case Currency:
                    image.Currency = value;
                    break;
                case PlacedAt:
                    image.PlacedAt = value;
                    break;
                case UpdatedAt:
                    image.UpdatedAt = value;
                    break;
            }
        }
        while (json.TrySkip(",\""u8));
        image.IsThere = true;
        image.IsComplete = (seen & Required) == Required;
        var isEnd = json.TrySkip("}"u8);
        length = utf8.Length - start - json.Rest.Length;
        return isEnd;
    }

    /// <summary>
    /// Validates the fields of an image and builds the order. If it returns false, lines may remain in the table; the caller removes them.
    /// </summary>
    public bool TryRead(in OrderImage image, ReadOnlySpan<byte> utf8, out ReadOrder order)
    {
        order = default;
        if (!image.IsComplete || image.Lines.IsEmpty
            || !OrderFieldParser.TryReadId(image.Id, out var id)
            || !OrderStatusNames.TryParse(image.Status, out var status) || !OrderFieldParser.IsName(image.CustomerId)
            || !Orders.Currency.TryParse(image.Currency, out var currency)
            || !orders.TryReadTime(image.PlacedAt, out var placedAt) || !orders.TryReadTime(image.UpdatedAt, out var updatedAt))
        {
            return false;
        }

        var firstLine = orders.BeginOrder();
        foreach (ref readonly var line in image.Lines)
        {
            if (!orders.TryAddLine(utf8, line, currency))
            {
                return false;
            }
        }

        var slice = Slice.None;
        return (image.Dimensions.IsEmpty || _slices.TryFind(image.Dimensions, out slice))
            && TryReadCharge(image.Shipping, currency, out var shipping) && TryReadCharge(image.Tax, currency, out var tax)
            && orders.TryMake(
                id, status, CustomerHash.Of(image.CustomerId), currency, firstLine, shipping, tax, slice, placedAt, updatedAt,
                Lanes.Read(image.Lane), ChangeId.None, out order);
    }

    // An image without the charge has no bytes of it.
    private static bool TryReadCharge(ReadOnlySpan<byte> number, Currency currency, out long minor)
    {
        minor = 0;
        return number.IsEmpty || OrderFieldParser.TryReadAmount(number, currency.Exponent, out minor);
    }

    private static bool TryReadIds(ReadOnlySpan<byte> utf8, ChangeId[] ids, out ReadOnlySpan<ChangeId> read, out int length)
    {
        read = default;
        length = 0;
        var count = 0;
        var json = new JsonCursor(utf8);
        if (!json.TrySkip(":{\"L\":["u8))
        {
            return false;
        }

        while (json.TrySkip(count == 0 ? "{\"S\":\""u8 : ",{\"S\":\""u8))
        {
            if (count == ids.Length || !json.TryReadText(out var text) || !ChangeId.TryParse(text, out ids[count]) || !json.TrySkip("}"u8))
            {
                return false;
            }

            count++;
        }

        var isEnd = json.TrySkip("]}"u8);
        read = ids.AsSpan(0, count);
        length = utf8.Length - json.Rest.Length;
        return isEnd;
    }

    private static bool TryFindLines(
        ReadOnlySpan<byte> utf8, int start, LineFields[] lines, out ReadOnlySpan<LineFields> found, out int length)
    {
        found = default;
        length = 0;
        var count = 0;
        var json = new JsonCursor(utf8[start..]);
        if (!json.TrySkip(":{\"L\":["u8))
        {
            return false;
        }

        do
        {
            if (count == lines.Length || !TryFindLine(ref json, utf8.Length, out lines[count]))
            {
                return false;
            }

            count++;
        }
        while (json.TrySkip(","u8));
        var isEnd = json.TrySkip("]}"u8);
        found = lines.AsSpan(0, count);
        length = utf8.Length - start - json.Rest.Length;
        return isEnd;
    }

    // The currency may follow the lines, so this method only records where the values are.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryFindLine(ref JsonCursor json, int end, out LineFields line)
    {
        line = default;
        var seen = 0;
        if (!json.TrySkip("{\"M\":{\""u8))
        {
            return false;
        }

        do
        {
            if (!json.TryReadText(out var name))
            {
                return false;
            }

            var before = json.Rest;
            var field = 0;
            var isNumber = json.TrySkip(":{\"N\":\""u8);
            if ((isNumber || json.TrySkip(":{\"S\":\""u8)) && json.TryReadText(out var value) && json.TrySkip("}"u8)
                && !(isNumber && value.IsEmpty))
            {
                // The cursor is past the value's closing quote and brace.
                var behind = end - json.Rest.Length - 2;
                var where = (behind - value.Length)..behind;
                if (isNumber && name.SequenceEqual("quantity"u8))
                {
                    (field, line.Quantity) = (1, where);
                }
                else if (isNumber && name.SequenceEqual("unitPrice"u8))
                {
                    (field, line.UnitPrice) = (2, where);
                }
                else if (!isNumber && name.SequenceEqual("sku"u8))
                {
                    (field, line.Sku) = (4, where);
                }
                else if (isNumber && name.SequenceEqual("discount"u8))
                {
                    (field, line.Discount) = (8, where);
                }
                else if (isNumber && name.SequenceEqual("refunded"u8))
                {
                    (field, line.Refunded) = (16, where);
                }
                else if (isNumber && name.SequenceEqual("returned"u8))
                {
                    (field, line.Returned) = (32, where);
                }
            }

            if (field == 0 && !IsOfLine(name) && IgnoredAttribute.TrySkip(before, out var length))
            {
                json = new JsonCursor(before[length..]);
                continue;
            }

            if (field == 0 || (seen & field) != 0)
            {
                return false;
            }

            seen |= field;
        }
        while (json.TrySkip(",\""u8));
        line.HasAmounts = seen > 7;
        return (seen & 7) == 7 && json.TrySkip("}}"u8);
    }

    private static bool IsOfLine(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("sku"u8) || name.SequenceEqual("quantity"u8) || name.SequenceEqual("unitPrice"u8)
        || name.SequenceEqual("discount"u8) || name.SequenceEqual("refunded"u8) || name.SequenceEqual("returned"u8);

    private static int FieldOf(ReadOnlySpan<byte> name) => name.Length switch
    {
        3 when name.SequenceEqual("tax"u8) => Tax,
        4 when name.SequenceEqual("lane"u8) => Lane,
        5 when name.SequenceEqual("lines"u8) => Lines,
        6 when name.SequenceEqual("status"u8) => Status,
        7 when name.SequenceEqual("orderId"u8) => Id,
        8 when name.SequenceEqual("currency"u8) => Currency,
        8 when name.SequenceEqual("placedAt"u8) => PlacedAt,
        8 when name.SequenceEqual("shipping"u8) => Shipping,
        9 when name.SequenceEqual("changeIds"u8) => ChangeIds,
        9 when name.SequenceEqual("updatedAt"u8) => UpdatedAt,
        10 when name.SequenceEqual("customerId"u8) => CustomerId,
        10 when name.SequenceEqual("dimensions"u8) => Dimensions,
        _ => 0,
    };
}

/// <summary>The raw fields of an order image.</summary>
internal ref struct OrderImage
{
    public ReadOnlySpan<byte> Id;
    public ReadOnlySpan<byte> Lane;
    public ReadOnlySpan<byte> Status;
    public ReadOnlySpan<byte> CustomerId;
    public ReadOnlySpan<byte> Currency;
    public ReadOnlySpan<byte> PlacedAt;
    public ReadOnlySpan<byte> UpdatedAt;
    public ReadOnlySpan<byte> Shipping;
    public ReadOnlySpan<byte> Tax;

    /// <summary>The object with the dimensions; empty if the image has none.</summary>
    public ReadOnlySpan<byte> Dimensions;
    public ReadOnlySpan<LineFields> Lines;
    public ReadOnlySpan<ChangeId> Ids;

    /// <summary>Whether the record has this image.</summary>
    public bool IsThere;

    /// <summary>Whether the image has all mandatory fields.</summary>
    public bool IsComplete;
}

/// <summary>Byte ranges of a line's fields in the event.</summary>
internal struct LineFields
{
    public Range Sku;
    public Range Quantity;
    public Range UnitPrice;
    public Range Discount;
    public Range Refunded;
    public Range Returned;

    /// <summary>Whether the line has a discount, a refund or returned units.</summary>
    public bool HasAmounts;
}
