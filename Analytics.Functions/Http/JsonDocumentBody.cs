using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Amazon.Lambda.APIGatewayEvents;
using Analytics.Core.Wire;

namespace Analytics.Functions.Http;

/// <summary>Reads the body of a request as a JSON document.</summary>
internal static class JsonDocumentBody
{
    /// <summary>Reads a body.</summary>
    /// <param name="request">The request.</param>
    /// <param name="maxBytes">Maximum number of bytes of the decoded text.</param>
    /// <param name="document">The document; the caller disposes of it.</param>
    /// <param name="refusal">The error response (400, 413 or 415) when the body cannot be read.</param>
    public static bool TryRead(
        APIGatewayHttpApiV2ProxyRequest request, int maxBytes,
        [NotNullWhen(true)] out JsonDocument? document, [NotNullWhen(false)] out APIGatewayHttpApiV2ProxyResponse? refusal)
    {
        document = null;
        if (!JsonBody.TryRead(request, maxBytes, out var text, out refusal))
        {
            return false;
        }

        try
        {
            document = OrderReader.ParseText(text);
            return true;
        }
        catch (JsonException malformed)
        {
            refusal = Malformed(malformed);
            return false;
        }
    }

    /// <summary>400: the body is not JSON.</summary>
    public static APIGatewayHttpApiV2ProxyResponse Malformed(JsonException malformed) =>
        ApiResponse.Problem(400, $"The body is not JSON: {malformed.Message}.");
}
