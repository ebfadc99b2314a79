using System.Globalization;
using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Analytics.Local.Gateway;

/// <summary>Writes a request as a Lambda event in payload format 2.0 of HTTP APIs.</summary>
/// <remarks>
/// API Gateway Developer Guide, "Create AWS Lambda proxy integrations for HTTP APIs". The path is decoded and the query string is not;
/// members for absent parts of the request are omitted.
/// </remarks>
public static class PayloadWriter
{
    private const string Stage = "$default";

    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the event.</summary>
    /// <param name="request">The request.</param>
    /// <param name="match">Its route.</param>
    /// <param name="apiId">The id of the API.</param>
    /// <param name="accountId">The id of the account.</param>
    /// <param name="token">The caller's token; null if the route needs none.</param>
    public static byte[] Write(GatewayRequest request, RouteMatch match, string apiId, string accountId, AcceptedToken? token = null)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Json))
        {
            var path = Uri.UnescapeDataString(request.Path);
            json.WriteStartObject();
            json.WriteString("version", "2.0");
            json.WriteString("routeKey", match.Route.Key);
            json.WriteString("rawPath", path);
            json.WriteString("rawQueryString", request.Query);
            WriteCookies(json, request);
            WriteHeaders(json, request);
            WriteMap(json, "queryStringParameters", Query(request.Query));
            WriteContext(json, request, match, path, apiId, accountId, token);
            WriteMap(json, "pathParameters", match.Parameters);
            WriteBody(json, request);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void WriteCookies(Utf8JsonWriter json, GatewayRequest request)
    {
        if (request.Headers.Any(IsCookie))
        {
            json.WriteStartArray("cookies");
            foreach (var cookie in request.Headers.Where(IsCookie).SelectMany(
                header => header.Value.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
            {
                json.WriteStringValue(cookie);
            }

            json.WriteEndArray();
        }
    }

    private static void WriteHeaders(Utf8JsonWriter json, GatewayRequest request)
    {
        json.WriteStartObject("headers");
        foreach (var (name, value) in Joined(request.Headers.Where(header => !IsCookie(header)).Select(
            header => new KeyValuePair<string, string>(header.Key.ToLowerInvariant(), header.Value))))
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
    }

    private static bool IsCookie(KeyValuePair<string, string> header) => header.Key.Equals("cookie", StringComparison.OrdinalIgnoreCase);

    private static void WriteContext(
        Utf8JsonWriter json, GatewayRequest request, RouteMatch match, string path, string apiId, string accountId, AcceptedToken? token)
    {
        var host = request.Header("host") ?? "localhost";
        json.WriteStartObject("requestContext");
        json.WriteString("accountId", accountId);
        json.WriteString("apiId", apiId);
        if (token is not null)
        {
            WriteAuthorizer(json, token);
        }

        json.WriteString("domainName", host);
        json.WriteString("domainPrefix", host.Split('.', ':')[0]);
        json.WriteStartObject("http");
        json.WriteString("method", request.Method);
        json.WriteString("path", path);
        json.WriteString("protocol", request.Protocol);
        json.WriteString("sourceIp", request.SourceIp);
        json.WriteString("userAgent", request.Header("user-agent") ?? "");
        json.WriteEndObject();
        json.WriteString("requestId", request.RequestId);
        json.WriteString("routeKey", match.Route.Key);
        json.WriteString("stage", Stage);
        json.WriteString("time", request.Time.ToUniversalTime().ToString("dd/MMM/yyyy:HH:mm:ss +0000", CultureInfo.InvariantCulture));
        json.WriteNumber("timeEpoch", request.Time.ToUnixTimeMilliseconds());
        json.WriteEndObject();
    }

    private static void WriteAuthorizer(Utf8JsonWriter json, AcceptedToken token)
    {
        json.WriteStartObject("authorizer");
        json.WriteStartObject("jwt");
        WriteMap(json, "claims", token.Claims);
        if (token.Granted is null)
        {
            json.WriteNull("scopes");
        }
        else
        {
            json.WriteStartArray("scopes");
            foreach (var scope in token.Granted)
            {
                json.WriteStringValue(scope);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteBody(Utf8JsonWriter json, GatewayRequest request)
    {
        var isText = IsText(request);
        if (request.Body.Length > 0)
        {
            if (isText)
            {
                json.WriteString("body", request.Body.Span);
            }
            else
            {
                json.WriteBase64String("body", request.Body.Span);
            }
        }

        json.WriteBoolean("isBase64Encoded", request.Body.Length > 0 && !isText);
    }

    /// <summary>Whether API Gateway passes the body as text. All others, such as forms and untyped bodies, are passed as base64.</summary>
    private static bool IsText(GatewayRequest request)
    {
        var type = (request.Header("content-type") ?? "").Split(';')[0].Trim().ToLowerInvariant();
        return (type.StartsWith("text/", StringComparison.Ordinal)
            || type is "application/json" or "application/xml" or "application/javascript")
            && (request.Header("content-encoding") ?? "identity") == "identity"
            // A JSON string cannot carry bytes that are not valid UTF-8.
            && Utf8.IsValid(request.Body.Span);
    }

    private static void WriteMap(Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, string>> values)
    {
        var joined = Joined(values);
        if (joined.Count == 0)
        {
            return;
        }

        json.WriteStartObject(name);
        foreach (var (key, value) in joined)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }

    private static List<KeyValuePair<string, string>> Joined(IEnumerable<KeyValuePair<string, string>> values) =>
        [.. values.GroupBy(
            value => value.Key, (name, same) =>
            new KeyValuePair<string, string>(name, string.Join(',', same.Select(value => value.Value))))];

    private static IEnumerable<KeyValuePair<string, string>> Query(string query) =>
        query.Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2))
            .Select(pair =>
                new KeyValuePair<string, string>(WebUtility.UrlDecode(pair[0]), pair.Length == 2 ? WebUtility.UrlDecode(pair[1]) : ""));
}
