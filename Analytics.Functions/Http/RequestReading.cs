using System.Text;
using Amazon.Lambda.APIGatewayEvents;

namespace Analytics.Functions.Http;

/// <summary>Reads what the functions need of a request.</summary>
internal static class RequestReading
{
    /// <summary>A header's value; null when it is not there.</summary>
    public static string? Header(this APIGatewayHttpApiV2ProxyRequest request, string name)
    {
        // API Gateway sends the names in lower case, other callers of the function need not.
        foreach (var (key, value) in request.Headers ?? new Dictionary<string, string>())
        {
            if (string.Equals(key, name, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>A parameter of the path; empty when it is not there.</summary>
    public static string PathParameter(this APIGatewayHttpApiV2ProxyRequest request, string name) =>
        request.PathParameters is { } parameters && parameters.TryGetValue(name, out var value) ? value : "";

    /// <summary>The body's bytes; null when it says it is base64 and is not.</summary>
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
