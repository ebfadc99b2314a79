using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Analytics.Core.Orders;

namespace Analytics.Core.Wire;

/// <summary>General parser of events: accepts properties in any order, whitespace, escapes and additional properties.</summary>
internal sealed class GeneralEventParser(ChangeTableBuilder orders)
{
    // All relevant strings are shorter. A longer string that has escapes is left to the validating parser.
    private const int MaxTextBytes = 512;

    private readonly byte[] _unescaped = new byte[MaxTextBytes];
    private readonly GeneralLineParser[] _lines = new GeneralLineParser[OrderRules.MaxLines];

    /// <summary>Parses an event. If it returns false, lines may remain in the table; the caller removes them.</summary>
    public bool TryRead(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var json = new Utf8JsonReader(utf8);
            return json.Read() && TryReadEvent(ref json, utf8, out var before, out var after) && !json.Read()
                && orders.TryAddPublished(before, after);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            // Utf8JsonReader throws InvalidOperationException if a string is not UTF-8 or holds half a surrogate pair.
            return false;
        }
    }

    private bool TryReadEvent(ref Utf8JsonReader json, ReadOnlySpan<byte> utf8, out ReadOrder before, out ReadOrder after)
    {
        before = after = default;
        var names = new PropertyNames();
        Token version = default, type = default;
        var isData = false;
        while (names.TryReadNext(ref json, out var name))
        {
            var isRead = name.Length switch
            {
                4 when name.SequenceEqual("type"u8) => names.TryTake(ref json, 1) && TryNote(json, out type),
                4 when name.SequenceEqual("data"u8) =>
                    names.TryTake(ref json, 2) && (isData = TryReadData(ref json, utf8, out before, out after)),
                11 when name.SequenceEqual("specversion"u8) => names.TryTake(ref json, 4) && TryNote(json, out version),
                // The validating parser reads Base64 data.
                11 when name.SequenceEqual("data_base64"u8) => false,
                _ => names.TryPass(ref json, utf8),
            };
            if (!isRead)
            {
                return false;
            }
        }

        return names.AreDone && isData && TryText(version, utf8, out var written) && written.SequenceEqual("1.0"u8)
            && TryText(type, utf8, out written) && ChangeEvent.IsKnown(written);
    }

    private bool TryReadData(ref Utf8JsonReader json, ReadOnlySpan<byte> utf8, out ReadOrder before, out ReadOrder after)
    {
        before = after = default;
        var names = new PropertyNames();
        var (isBefore, isAfter) = (false, false);
        while (names.TryReadNext(ref json, out var name))
        {
            var isRead = name.Length switch
            {
                6 when name.SequenceEqual("before"u8) => names.TryTake(ref json, 1)
                    && (isBefore = json.TokenType == JsonTokenType.Null || TryReadOrder(ref json, utf8, out before)),
                5 when name.SequenceEqual("after"u8) => names.TryTake(ref json, 2) && (isAfter = TryReadOrder(ref json, utf8, out after)),
                _ => names.TryPass(ref json, utf8),
            };
            if (!isRead)
            {
                return false;
            }
        }

        return names.AreDone && isBefore && isAfter;
    }

    private bool TryReadOrder(ref Utf8JsonReader json, ReadOnlySpan<byte> utf8, out ReadOrder order)
    {
        order = default;
        var names = new PropertyNames();
        Token id = default, status = default, customer = default, currency = default, placedAt = default, updatedAt = default,
        lane = default, change = default;
        var lines = 0;
        while (names.TryReadNext(ref json, out var name))
        {
            var isRead = name.Length switch
            {
                4 when name.SequenceEqual("lane"u8) => names.TryTake(ref json, 8) && TryNote(json, out lane),
                5 when name.SequenceEqual("lines"u8) => names.TryTake(ref json, 1) && TryReadLines(ref json, utf8, out lines),
                6 when name.SequenceEqual("status"u8) => names.TryTake(ref json, 2) && TryNote(json, out status),
                7 when name.SequenceEqual("orderId"u8) => names.TryTake(ref json, 4) && TryNote(json, out id),
                8 when name.SequenceEqual("changeId"u8) => names.TryTake(ref json, 256) && TryNote(json, out change),
                8 when name.SequenceEqual("currency"u8) => names.TryTake(ref json, 16) && TryNote(json, out currency),
                8 when name.SequenceEqual("placedAt"u8) => names.TryTake(ref json, 32) && TryNote(json, out placedAt),
                9 when name.SequenceEqual("updatedAt"u8) => names.TryTake(ref json, 64) && TryNote(json, out updatedAt),
                10 when name.SequenceEqual("customerId"u8) => names.TryTake(ref json, 128) && TryNote(json, out customer),
                _ => names.TryPass(ref json, utf8),
            };
            if (!isRead)
            {
                return false;
            }
        }

        if (!names.AreDone || lines == 0
            || !TryText(id, utf8, out var text) || !OrderFieldParser.TryReadId(text, out var orderId)
            || !TryText(status, utf8, out text) || !OrderStatusNames.TryParse(text, out var stands)
            || !TryText(customer, utf8, out text) || !OrderFieldParser.IsName(text)
            || !TryText(currency, utf8, out text) || !Currency.TryParse(text, out var pricedIn)
            || !TryText(placedAt, utf8, out text) || !orders.TryReadTime(text, out var placed)
            || !TryText(updatedAt, utf8, out text) || !orders.TryReadTime(text, out var updated))
        {
            return false;
        }

        var firstLine = orders.LineCount;
        foreach (var line in _lines.AsSpan(0, lines))
        {
            if (!TryNumber(line.Quantity, utf8, out var quantity) || !TryNumber(line.UnitPrice, utf8, out var unitPrice)
                || !TryText(line.Sku, utf8, out var sku) || !orders.TryAddLine(sku, quantity, unitPrice, pricedIn))
            {
                return false;
            }
        }

        var changeId = ChangeId.None;
        if (change.Type == JsonTokenType.String && (!TryText(change, utf8, out text) || !ChangeId.TryParse(text, out changeId)))
        {
            return false;
        }

        var inLane = TryNumber(lane, utf8, out text) ? Lanes.Read(text) : 0;
        return orders.TryMake(orderId, stands, pricedIn, firstLine, placed, updated, inLane, changeId, out order);
    }

    // The currency may follow the lines, so this method only records where the values are.
    private bool TryReadLines(ref Utf8JsonReader json, ReadOnlySpan<byte> utf8, out int count)
    {
        count = 0;
        if (json.TokenType != JsonTokenType.StartArray)
        {
            return false;
        }

        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (count == OrderRules.MaxLines || !TryReadLine(ref json, utf8, out _lines[count]))
            {
                return false;
            }

            count++;
        }

        return true;
    }

    private static bool TryReadLine(ref Utf8JsonReader json, ReadOnlySpan<byte> utf8, out GeneralLineParser line)
    {
        line = default;
        var names = new PropertyNames();
        while (names.TryReadNext(ref json, out var name))
        {
            var isRead = name.Length switch
            {
                3 when name.SequenceEqual("sku"u8) => names.TryTake(ref json, 1) && TryNote(json, out line.Sku),
                8 when name.SequenceEqual("quantity"u8) => names.TryTake(ref json, 2) && TryNote(json, out line.Quantity),
                9 when name.SequenceEqual("unitPrice"u8) => names.TryTake(ref json, 4) && TryNote(json, out line.UnitPrice),
                _ => names.TryPass(ref json, utf8),
            };
            if (!isRead)
            {
                return false;
            }
        }

        return names.AreDone;
    }

    private static bool TryNote(in Utf8JsonReader json, out Token token)
    {
        token = new Token(
            json.TokenType, (int)json.TokenStartIndex + (json.TokenType == JsonTokenType.String ? 1
                : 0), json.ValueSpan.Length, json.ValueIsEscaped);
        return true;
    }

    private bool TryText(Token token, ReadOnlySpan<byte> utf8, out ReadOnlySpan<byte> text)
    {
        text = utf8.Slice(token.Start, token.Length);
        if (token.Type != JsonTokenType.String || !token.IsEscaped)
        {
            return token.Type == JsonTokenType.String;
        }

        if (token.Length > MaxTextBytes)
        {
            return false;
        }

        var again = new Utf8JsonReader(utf8.Slice(token.Start - 1, token.Length + 2));
        again.Read();
        text = _unescaped.AsSpan(0, again.CopyString(_unescaped));
        return true;
    }

    private static bool TryNumber(Token token, ReadOnlySpan<byte> utf8, out ReadOnlySpan<byte> number)
    {
        number = utf8.Slice(token.Start, token.Length);
        return token.Type == JsonTokenType.Number;
    }

    /// <summary>Position of a JSON value in the event.</summary>
    private readonly record struct Token(JsonTokenType Type, int Start, int Length, bool IsEscaped);

    private struct GeneralLineParser
    {
        public Token Sku;
        public Token Quantity;
        public Token UnitPrice;
    }

    /// <summary>Iterates over the properties of an object and rejects duplicates.</summary>
    private struct PropertyNames
    {
        private const int MaxOthers = 8;

        private Buffer _others;
        private int _otherCount;
        private int _known;
        private bool _isBegun;

        /// <summary>Whether the object was read to its end and contained nothing that only the validating parser reads.</summary>
        public bool AreDone { get; private set; }

        /// <summary>
        /// Reads the next property name. Returns false at the end of the object and where the validating parser is needed.
        /// </summary>
        public bool TryReadNext(ref Utf8JsonReader json, out ReadOnlySpan<byte> name)
        {
            name = default;
            if (_isBegun ? json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray
                : json.TokenType != JsonTokenType.StartObject)
            {
                // The value is not an object, or a skipped property has a nested value.
                return false;
            }

            _isBegun = true;
            json.Read();
            AreDone = json.TokenType == JsonTokenType.EndObject;
            name = json.ValueSpan;
            return !AreDone && !json.ValueIsEscaped;
        }

        /// <summary>Moves to the value of a known property. Returns false if the property is a duplicate.</summary>
        /// <param name="json">Positioned at the property name.</param>
        /// <param name="bit">The bit that identifies the property.</param>
        public bool TryTake(ref Utf8JsonReader json, int bit)
        {
            var isNew = (_known & bit) == 0;
            _known |= bit;
            json.Read();
            return isNew;
        }

        /// <summary>Moves to the value of an unknown property. Returns false if it is a duplicate, not ASCII, or one too many.</summary>
        public bool TryPass(ref Utf8JsonReader json, ReadOnlySpan<byte> utf8)
        {
            var name = json.ValueSpan;
            if (_otherCount == MaxOthers || !Ascii.IsValid(name))
            {
                return false;
            }

            for (var index = 0; index < _otherCount; index++)
            {
                if (utf8[_others[index]].SequenceEqual(name))
                {
                    return false;
                }
            }

            var start = (int)json.TokenStartIndex + 1;
            _others[_otherCount++] = start..(start + name.Length);
            json.Read();
            return true;
        }

        [InlineArray(MaxOthers)]
        private struct Buffer
        {
            private Range _first;
        }
    }
}
