using System.Text.Json;
using Analytics.Core.Orders;

namespace Analytics.Core.Wire;

/// <summary>Reads orders from JSON into documents whose fields are not checked yet.</summary>
public static class OrderReader
{
    // Order, lines and line nest three deep, and the event around them two more.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    /// <summary>Parses JSON that comes from outside.</summary>
    /// <exception cref="JsonException">It is not JSON, nests deeper than 16, or names a property twice in one object.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            return JsonDocument.Parse(utf8, Options);
        }
        catch (InvalidOperationException broken)
        {
            // A property name with half a surrogate pair passes the parser but not its search for duplicates.
            throw new JsonException(broken.Message, broken);
        }
    }

    /// <summary>Reads the fields of an order. Properties that an order does not have are passed over.</summary>
    /// <param name="json">The value that should be an order.</param>
    /// <param name="errors">Takes an entry for every field of the wrong JSON type.</param>
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
            Version = json.TryGetProperty("version", out var version) && version.ValueKind == JsonValueKind.Number ? version.GetRawText() : null,
            Status = Text(json, "status", "#/status", errors),
            CustomerId = Text(json, "customerId", "#/customerId", errors),
            Currency = Text(json, "currency", "#/currency", errors),
            PlacedAt = Text(json, "placedAt", "#/placedAt", errors),
            UpdatedAt = Text(json, "updatedAt", "#/updatedAt", errors),
            Lines = Lines(json, errors),
            Lane = json.TryGetProperty("lane", out var lane) && lane.ValueKind == JsonValueKind.Number ? lane.GetRawText() : null,
            ChangeIds = json.TryGetProperty("changeId", out var change) && change.ValueKind == JsonValueKind.String
                ? [Text(json, "changeId", "#/changeId", errors)]
                : [],
        };
    }

    private static List<LineDocument>? Lines(JsonElement json, FieldErrors errors)
    {
        if (!json.TryGetProperty("lines", out var lines) || lines.ValueKind != JsonValueKind.Array)
        {
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
            Number(line, "unitPrice", $"{pointer}/unitPrice", errors));
    }

    private static string? Text(JsonElement json, string name, string pointer, FieldErrors errors)
    {
        if (!json.TryGetProperty(name, out var value))
        {
            return null;
        }

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
            // The JSON is well-formed but an escape in the string is half a surrogate pair.
            errors.Add(pointer, "must be a string of whole Unicode characters");
            return null;
        }
    }

    private static string? Number(JsonElement json, string name, string pointer, FieldErrors errors)
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
