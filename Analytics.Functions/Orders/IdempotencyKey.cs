using Amazon.Lambda.APIGatewayEvents;
using Analytics.Functions.Http;

namespace Analytics.Functions.Orders;

/// <summary>The <c>Idempotency-Key</c> of a request, which makes the request safe to repeat.</summary>
internal static class IdempotencyKey
{
    private const int MaxLength = 255;

    /// <summary>Reads the key.</summary>
    /// <param name="request">The request.</param>
    /// <param name="key">The key; null if the request has none.</param>
    /// <param name="refusal">400 if the key is not one.</param>
    public static bool TryRead(APIGatewayHttpApiV2ProxyRequest request, out string? key, out APIGatewayHttpApiV2ProxyResponse? refusal)
    {
        key = request.Header("idempotency-key");
        refusal = key is null || (key.Length is >= 1 and <= MaxLength && key.All(character => character is >= ' ' and <= '~'))
            ? null
            : ApiResponse.Problem(400, $"Idempotency-Key must be 1 to {MaxLength} printable ASCII characters.");
        return refusal is null;
    }
}
