using System.Text.Json;
using Analytics.Core.Orders;

namespace Analytics.Core.Wire;

/// <summary>Reads orders from JSON into documents whose fields are not validated yet.</summary>
public static class OrderReader
{
    // An order, its lines and a line are three levels, and the event around them two more. Values nested deeper than 16 are ignored.
    private const int MaxDepth = 16;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <summary>Parses untrusted JSON. Ignores a byte order mark (RFC 8259, section 8.1) and values nested deeper than 16 levels.</summary>
    /// <exception cref="JsonException">The text is not JSON, or an object has a duplicate name. The message gives the position.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> utf8)
    {
        var text = utf8.Span.StartsWith(ByteOrderMark) ? utf8[ByteOrderMark.Length..] : utf8;
        try
        {
            return ParsePlain(text);
        }
        catch (JsonException)
        {
            try
            {
                if (DeepJson.Prune(text.Span, MaxDepth) is { } pruned)
                {
                    return ParsePlain(pruned);
                }
            }
            catch (JsonException)
            {
                // The exception thrown below describes the same error at its position in the whole text.
            }

            throw new JsonException(JsonFault.Of(text.Span, MaxDepth));
        }
    }

    /// <summary>Parses untrusted JSON that must be UTF-8 everywhere, even in ignored values.</summary>
    /// <inheritdoc cref="Parse" path="/exception"/>
    public static JsonDocument ParseText(ReadOnlyMemory<byte> utf8) =>
        JsonFault.OfEncoding(utf8.Span) is { } fault ? throw new JsonException(fault) : Parse(utf8);

    private static ReadOnlySpan<byte> ByteOrderMark => "\uFEFF"u8;

    private static JsonDocument ParsePlain(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            return JsonDocument.Parse(utf8, Options);
        }
        catch (InvalidOperationException broken)
        {
            // A property name with half a surrogate pair passes the parser but not its check for duplicates.
            throw new JsonException(broken.Message, broken);
        }
    }

    /// <summary>Reads the fields of an order. Skips unknown properties.</summary>
    /// <param name="json">The JSON value of the order.</param>
    /// <param name="errors">Receives an entry for every field that has the wrong JSON type.</param>
    public static OrderDocument Read(JsonElement json, FieldErrors errors)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            errors.Add("#", "must be a JSON object");
            return new OrderDocument();
        }

        return new OrderDocument
        {
            OrderId = Text(json, "orderId", "#/orderId", errors),
            Version = json.TryGetProperty("version", out var version) && version.ValueKind == JsonValueKind.Number ? version.GetRawText()
                : null,
            Status = Text(json, "status", "#/status", errors),
            CustomerId = Text(json, "customerId", "#/customerId", errors),
            Currency = Text(json, "currency", "#/currency", errors),
            PlacedAt = Text(json, "placedAt", "#/placedAt", errors),
            UpdatedAt = Text(json, "updatedAt", "#/updatedAt", errors),
            Lines = Lines(json, errors),
            Shipping = Number(json, "shipping", "#/shipping", errors),
            Tax = Number(json, "tax", "#/tax", errors),
            TaxIncluded = Flag(json, "taxIncluded", "#/taxIncluded", errors),
            Dimensions = Dimensions(json),
            Lane = json.TryGetProperty("lane", out var lane) && lane.ValueKind == JsonValueKind.Number ? lane.GetRawText() : null,
            ChangeIds = json.TryGetProperty("changeId", out var change) && change.ValueKind == JsonValueKind.String
                ? [Text(json, "changeId", "#/changeId", errors)]
                : [],
        };
    }

    // What is no text does not make the order invalid: it is left out.
    private static List<KeyValuePair<string, string?>> Dimensions(JsonElement json)
    {
        return !json.TryGetProperty("dimensions", out var dimensions) || dimensions.ValueKind != JsonValueKind.Object
            ? []
            : [.. dimensions.EnumerateObject().Select(value => KeyValuePair.Create(value.Name, Text(value.Value)))];

        static string? Text(JsonElement value)
        {
            try
            {
                return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
            }
            catch (InvalidOperationException)
            {
                // Half a surrogate pair.
                return null;
            }
        }
    }

    private static List<LineDocument>? Lines(JsonElement json, FieldErrors errors)
    {
        if (!json.TryGetProperty("lines", out var lines))
        {
            return null;
        }

        if (lines.ValueKind != JsonValueKind.Array)
        {
            errors.Add("#/lines", OrderDocument.LinesRule);
            return null;
        }

        var read = new List<LineDocument>();
        foreach (var line in lines.EnumerateArray().Take(OrderRules.MaxLines + 1))
        {
            read.Add(Line(line, $"#/lines/{read.Count}", errors));
        }

        return read;
    }

    private static LineDocument Line(JsonElement line, string pointer, FieldErrors errors)
    {
        if (line.ValueKind != JsonValueKind.Object)
        {
            errors.Add(pointer, "must be a JSON object");
            return new LineDocument(null, null, null);
        }

        return new LineDocument(
            Text(line, "sku", $"{pointer}/sku", errors),
            Number(line, "quantity", $"{pointer}/quantity", errors),
            Number(line, "unitPrice", $"{pointer}/unitPrice", errors))
        {
            Discount = Number(line, "discount", $"{pointer}/discount", errors),
            Refunded = Number(line, "refunded", $"{pointer}/refunded", errors),
            Returned = Number(line, "returned", $"{pointer}/returned", errors),
        };
    }

    internal static string? Text(JsonElement json, string name, string pointer, FieldErrors errors) =>
        json.TryGetProperty(name, out var value) ? Text(value, pointer, errors) : null;

    internal static string? Text(JsonElement value, string pointer, FieldErrors errors)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            errors.Add(pointer, "must be a string");
            return null;
        }

        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // The JSON is well-formed, but an escape in the string is half a surrogate pair.
            errors.Add(pointer, "must be a string of whole Unicode characters");
            return null;
        }
    }

    internal static bool Flag(JsonElement json, string name, string pointer, FieldErrors errors)
    {
        if (!json.TryGetProperty(name, out var value))
        {
            return false;
        }

        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            errors.Add(pointer, "must be true or false");
        }

        return value.ValueKind == JsonValueKind.True;
    }

    internal static string? Number(JsonElement json, string name, string pointer, FieldErrors errors)
    {
        if (!json.TryGetProperty(name, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number)
        {
            return value.GetRawText();
        }

        errors.Add(pointer, "must be a number");
        return null;
    }
}
