using Analytics.Core.Orders;

namespace Analytics.Core.Wire;

/// <summary>Reads images of orders as DynamoDB Streams carries them: attributes in any order, and no whitespace between them.</summary>
internal sealed class ImageShape(OrderRows orders)
{
    // All fields but the lane and the change ids, which other writers need not write.
    private const int Required = 255 - 2;

    /// <summary>Finds the fields of an image.</summary>
    /// <param name="at">Stands before the image, and after it in the end.</param>
    /// <param name="utf8">The whole event.</param>
    /// <param name="lines">Takes the lines.</param>
    /// <param name="ids">Takes the change ids.</param>
    /// <param name="image">What was found; nothing of it is checked.</param>
    public static bool TryFind(ref JsonCursor at, ReadOnlySpan<byte> utf8, LineFields[] lines, ChangeId[] ids, out OrderImage image)
    {
        image = default;
        var json = at;
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
            var isFound = field switch
            {
                1 => TryReadText(ref json, out image.Id),
                2 => TryReadNumber(ref json, out image.Lane),
                4 => TryReadText(ref json, out image.Status),
                8 => TryReadText(ref json, out image.CustomerId),
                16 => TryReadText(ref json, out image.Currency),
                32 => TryReadText(ref json, out image.PlacedAt),
                64 => TryReadText(ref json, out image.UpdatedAt),
                128 => TryFindLines(ref json, utf8, lines, out image.LineCount),
                256 => TryReadIds(ref json, ids, out image.IdCount),
                _ => TryReadText(ref json, out _) || TryReadNumber(ref json, out _),
            };
            if (!isFound || (seen & field) != 0)
            {
                return false;
            }

            seen |= field;
        }
        while (json.TrySkip(",\""u8));
        image.IsThere = true;
        image.IsComplete = (seen & Required) == Required;
        var isEnd = json.TrySkip("}"u8);
        at = json;
        return isEnd;
    }

    /// <summary>Reads an order from the fields of its image. Where it says false, lines may be left over.</summary>
    public bool TryRead(in OrderImage image, ReadOnlySpan<LineFields> lines, ReadOnlySpan<byte> utf8, out ReadOrder order)
    {
        order = default;
        if (!image.IsComplete || image.LineCount == 0
            || !OrderText.TryReadId(image.Id, out var id)
            || !OrderStatusNames.TryParse(image.Status, out var status) || !OrderText.IsName(image.CustomerId)
            || !Currency.TryParse(image.Currency, out var currency)
            || !orders.TryReadTime(image.PlacedAt, out var placedAt) || !orders.TryReadTime(image.UpdatedAt, out var updatedAt))
        {
            return false;
        }

        var firstLine = orders.LineCount;
        foreach (ref readonly var line in lines[..image.LineCount])
        {
            if (!orders.TryAddLine(utf8[line.Sku], utf8[line.Quantity], utf8[line.UnitPrice], currency))
            {
                return false;
            }
        }

        return orders.TryMake(id, status, currency, firstLine, placedAt, updatedAt, Lanes.Read(image.Lane), ChangeId.None, out order);
    }

    private static bool TryReadIds(ref JsonCursor at, ChangeId[] ids, out int count)
    {
        count = 0;
        var json = at;
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

        at = json;
        return at.TrySkip("]}"u8);
    }

    private static bool TryFindLines(ref JsonCursor at, ReadOnlySpan<byte> utf8, LineFields[] lines, out int count)
    {
        count = 0;
        var json = at;
        if (!json.TrySkip(":{\"L\":["u8))
        {
            return false;
        }

        do
        {
            if (count == lines.Length || !TryFindLine(ref json, utf8, out lines[count]))
            {
                return false;
            }

            count++;
        }
        while (json.TrySkip(","u8));
        var isEnd = json.TrySkip("]}"u8);
        at = json;
        return isEnd;
    }

    // The currency may come after the lines, so they are only noted.
    private static bool TryFindLine(ref JsonCursor json, ReadOnlySpan<byte> utf8, out LineFields line)
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

            var field = 0;
            if (name.SequenceEqual("sku"u8) && TryReadText(ref json, out var value))
            {
                (field, line.Sku) = (1, Where(json, utf8, value));
            }
            else if (name.SequenceEqual("quantity"u8) && TryReadNumber(ref json, out value))
            {
                (field, line.Quantity) = (2, Where(json, utf8, value));
            }
            else if (name.SequenceEqual("unitPrice"u8) && TryReadNumber(ref json, out value))
            {
                (field, line.UnitPrice) = (4, Where(json, utf8, value));
            }

            if (field == 0 || (seen & field) != 0)
            {
                return false;
            }

            seen |= field;
        }
        while (json.TrySkip(",\""u8));
        return seen == 7 && json.TrySkip("}}"u8);
    }

    // A value that was just read ends before a quote and a brace.
    private static Range Where(in JsonCursor json, ReadOnlySpan<byte> utf8, ReadOnlySpan<byte> value)
    {
        var end = utf8.Length - json.Rest.Length - 2;
        return (end - value.Length)..end;
    }

    private static bool TryReadText(scoped ref JsonCursor json, out ReadOnlySpan<byte> text)
    {
        text = default;
        return json.TrySkip(":{\"S\":\""u8) && json.TryReadText(out text) && json.TrySkip("}"u8);
    }

    private static bool TryReadNumber(scoped ref JsonCursor json, out ReadOnlySpan<byte> number)
    {
        number = default;
        return json.TrySkip(":{\"N\":\""u8) && json.TryReadText(out number) && json.TrySkip("}"u8);
    }

    private static int FieldOf(ReadOnlySpan<byte> name) => name.Length switch
    {
        4 when name.SequenceEqual("lane"u8) => 2,
        5 when name.SequenceEqual("lines"u8) => 128,
        6 when name.SequenceEqual("status"u8) => 4,
        7 when name.SequenceEqual("orderId"u8) => 1,
        8 when name.SequenceEqual("currency"u8) => 16,
        8 when name.SequenceEqual("placedAt"u8) => 32,
        9 when name.SequenceEqual("changeIds"u8) => 256,
        9 when name.SequenceEqual("updatedAt"u8) => 64,
        10 when name.SequenceEqual("customerId"u8) => 8,
        _ => 0,
    };
}

/// <summary>The fields of an order as they stand in its image.</summary>
internal ref struct OrderImage
{
    public ReadOnlySpan<byte> Id;
    public ReadOnlySpan<byte> Lane;
    public ReadOnlySpan<byte> Status;
    public ReadOnlySpan<byte> CustomerId;
    public ReadOnlySpan<byte> Currency;
    public ReadOnlySpan<byte> PlacedAt;
    public ReadOnlySpan<byte> UpdatedAt;
    public int LineCount;
    public int IdCount;

    /// <summary>Whether there is an image.</summary>
    public bool IsThere;

    /// <summary>Whether all fields are there that every order has.</summary>
    public bool IsComplete;
}

/// <summary>Where the fields of a line stand in the event.</summary>
internal struct LineFields
{
    public Range Sku;
    public Range Quantity;
    public Range UnitPrice;
}
