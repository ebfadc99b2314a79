using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Analytics.Local.Gateway;

/// <summary>The HTTP response of the gateway.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Headers">The headers; a name may occur more than once.</param>
/// <param name="Body">The body.</param>
internal sealed record GatewayResponse(int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, ReadOnlyMemory<byte> Body)
{
    private const string ContentType = "content-type";

    /// <summary>Creates a response that the gateway itself produces, in the format of HTTP APIs.</summary>
    public static GatewayResponse Message(int status, string message) =>
        new(status, [new(ContentType, "application/json")], Encoding.UTF8.GetBytes($$"""{"message":"{{message}}"}"""));

    /// <summary>Converts a function's response in payload format 2.0.</summary>
    /// <remarks>
    /// A response without a <c>statusCode</c> becomes the body of a 200 with content type JSON; if it is a JSON string, the body is the
    /// string's text.
    /// </remarks>
    /// <exception cref="FormatException">An HTTP API would reject the response; the message says why.</exception>
    public static GatewayResponse FromFunction(ReadOnlyMemory<byte> payload)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(payload);
        }
        catch (JsonException exception)
        {
            throw new FormatException($"It is not JSON: {exception.Message}", exception);
        }

        using (document)
        {
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("statusCode", out var status))
            {
                return Proxied(root, StatusOf(status));
            }

            var body = root.ValueKind == JsonValueKind.String ? Encoding.UTF8.GetBytes(root.GetString()!) : payload.ToArray();
            return new GatewayResponse(200, [new(ContentType, "application/json")], body);
        }
    }

    private static GatewayResponse Proxied(JsonElement root, int status)
    {
        var headers = new List<KeyValuePair<string, string>>();
        if (root.TryGetProperty("headers", out var given) && given.ValueKind == JsonValueKind.Object)
        {
            headers.AddRange(given.EnumerateObject().Select(
                header => new KeyValuePair<string, string>(header.Name.ToLowerInvariant(), Text(header.Value))));
        }

        if (root.TryGetProperty("cookies", out var cookies) && cookies.ValueKind == JsonValueKind.Array)
        {
            headers.AddRange(cookies.EnumerateArray().Select(cookie => new KeyValuePair<string, string>("set-cookie", Text(cookie))));
        }

        var body = BodyOf(root);
        if (body.Length > 0 && !headers.Any(header => header.Key == ContentType))
        {
            headers.Add(new(ContentType, "text/plain;charset=UTF-8"));
        }

        return new GatewayResponse(status, headers, body);
    }

    private static int StatusOf(JsonElement status)
    {
        var number = status.ValueKind switch
        {
            JsonValueKind.Number when status.TryGetInt32(out var value) => value,
            JsonValueKind.String when int.TryParse(status.GetString(), CultureInfo.InvariantCulture, out var value) => value,
            _ => 0,
        };
        return number is >= 200 and <= 599 ? number
            : throw new FormatException($"Its statusCode {status.GetRawText()} is no status from 200 to 599.");
    }

    private static byte[] BodyOf(JsonElement root)
    {
        if (!root.TryGetProperty("body", out var body) || body.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        if (body.ValueKind != JsonValueKind.String)
        {
            throw new FormatException($"Its body is {body.ValueKind}, not text.");
        }

        return root.TryGetProperty("isBase64Encoded", out var encoded) && encoded.ValueKind == JsonValueKind.True
            ? body.GetBytesFromBase64()
            : Encoding.UTF8.GetBytes(body.GetString()!);
    }

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
