using System.Text;
using Amazon.Lambda.APIGatewayEvents;

namespace Analytics.Functions.Http;

/// <summary>Reads headers, path parameters and the body of an API Gateway request.</summary>
internal static class RequestReading
{
    /// <summary>A header's value, by case-insensitive name; null when the header is absent.</summary>
    public static string? Header(this APIGatewayHttpApiV2ProxyRequest request, string name)
    {
        // API Gateway sends names in lower case; other callers of the function may not.
        foreach (var (key, value) in request.Headers ?? new Dictionary<string, string>())
        {
            if (string.Equals(key, name, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>A path parameter; empty when absent.</summary>
    public static string PathParameter(this APIGatewayHttpApiV2ProxyRequest request, string name) =>
        request.PathParameters is { } parameters && parameters.TryGetValue(name, out var value) ? value : "";

    /// <summary>A query parameter; null when absent.</summary>
    public static string? QueryParameter(this APIGatewayHttpApiV2ProxyRequest request, string name) =>
        request.QueryStringParameters is { } parameters && parameters.TryGetValue(name, out var value) ? value : null;

    /// <summary>The body's bytes; null when the body is marked as Base64 and is not valid Base64.</summary>
    public static byte[]? BodyBytes(this APIGatewayHttpApiV2ProxyRequest request)
    {
        var body = request.Body ?? "";
        if (!request.IsBase64Encoded)
        {
            return Encoding.UTF8.GetBytes(body);
        }

        var bytes = new byte[body.Length / 4 * 3 + 3];
        return Convert.TryFromBase64String(body, bytes, out var count) ? bytes[..count] : null;
    }
}
