using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Analytics.Operations.Import;

/// <summary>A line of the file of rejected NDJSON lines: an object of <c>line</c>, <c>reason</c> and <c>order</c>.</summary>
internal static class RejectedOrder
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    // The file is for people to correct, so that letters of all scripts are written as they are.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text of the order in a line of an NDJSON file: <c>order</c> of such an object, else the line itself.</summary>
    public static string TextOf(string line)
    {
        // Most lines are not parsed for this.
        if (!line.Contains("\"order\"", StringComparison.Ordinal) || Parse(line) is not { } json)
        {
            return line;
        }

        using (json)
        {
            return !IsRejected(json.RootElement) || !json.RootElement.TryGetProperty("order", out var order) ? line
                : order.ValueKind == JsonValueKind.Object ? order.GetRawText()
                : order.ValueKind == JsonValueKind.String ? StringOf(order) ?? line
                : line;
        }
    }

    /// <summary>Formats such an object. The order becomes an object if it is JSON, and a text if it is not.</summary>
    /// <param name="line">Its line in the file.</param>
    /// <param name="reason">Why it is rejected.</param>
    /// <param name="order">The text of the order.</param>
    public static string Write(long line, string reason, string order)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            json.WriteNumber("line", line);
            json.WriteString("reason", reason);
            json.WritePropertyName("order");
            var text = order.TrimStart('\uFEFF').Trim();
            using var parsed = Parse(text);
            if (parsed?.RootElement.ValueKind == JsonValueKind.Object && !text.AsSpan().ContainsAny('\r', '\n'))
            {
                json.WriteRawValue(text, skipInputValidation: true);
            }
            else
            {
                json.WriteStringValue(order);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    private static bool IsRejected(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object && json.EnumerateObject().All(member => member.Name is "line" or "reason" or "order");

    private static JsonDocument? Parse(string text)
    {
        try
        {
            return JsonDocument.Parse(text.TrimStart('\uFEFF'), Strict);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            // The parser reports a name with half a surrogate pair as an invalid operation.
            return null;
        }
    }

    private static string? StringOf(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
