using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Analytics.Local.Lambda;

namespace Analytics.Local.Gateway;

/// <summary>The HTTP response of the gateway.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Headers">The headers; a name may occur more than once.</param>
/// <param name="Body">The body.</param>
internal sealed record GatewayResponse(int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, ReadOnlyMemory<byte> Body)
{
    private const string ContentType = "content-type";

    // Status and headers of a streamed response are longer only by mistake.
    private const int MaxPreludeBytes = 64 * 1024;

    /// <summary>The body of a response that is streamed; null for one that is whole.</summary>
    public StreamedBody? Stream { get; init; }

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

    /// <summary>Reads the beginning of a streamed response: status and headers as JSON, and eight zero bytes.</summary>
    /// <exception cref="FormatException">It begins otherwise; the message says how.</exception>
    public static async Task<GatewayResponse> FromStreamAsync(StreamedBody body, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await body.Reader.ReadAsync(cancellationToken);
            if (Prelude(read.Buffer) is { } prelude)
            {
                var response = FromFunction(prelude.ToArray()) with { Stream = body };
                body.Reader.AdvanceTo(read.Buffer.GetPosition(PreludeEnd.Length, prelude.End));
                return response;
            }

            if (read.IsCompleted || read.Buffer.Length > MaxPreludeBytes)
            {
                throw new FormatException("It does not begin with a status and headers.");
            }

            body.Reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static ReadOnlySpan<byte> PreludeEnd => [0, 0, 0, 0, 0, 0, 0, 0];

    private static ReadOnlySequence<byte>? Prelude(ReadOnlySequence<byte> buffer) =>
        new SequenceReader<byte>(buffer).TryReadTo(out ReadOnlySequence<byte> prelude, PreludeEnd) ? prelude : null;

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
