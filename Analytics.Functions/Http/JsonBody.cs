using System.Diagnostics.CodeAnalysis;
using Amazon.Lambda.APIGatewayEvents;

namespace Analytics.Functions.Http;

/// <summary>
/// Reads the JSON text in a request's body: checks its type and charset, and decodes its content coding (RFC 9110, section 8).
/// </summary>
internal static class JsonBody
{
    /// <summary>Reads a body.</summary>
    /// <param name="request">The request.</param>
    /// <param name="maxBytes">Maximum number of bytes of the decoded text.</param>
    /// <param name="text">The text; not verified to be valid UTF-8.</param>
    /// <param name="refusal">The error response (400, 413 or 415) when the body cannot be read.</param>
    public static bool TryRead(
        APIGatewayHttpApiV2ProxyRequest request, int maxBytes,
        [NotNullWhen(true)] out byte[]? text, [NotNullWhen(false)] out APIGatewayHttpApiV2ProxyResponse? refusal)
    {
        text = null;
        var type = ContentType.Parse(request.Header("content-type") ?? "");
        var codings = (request.Header("content-encoding") ?? "")
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        refusal = !type.IsJson
            ? ApiResponse.Problem(415, "Send the body as content-type: application/json.").With("Accept", "application/json")
            : !type.IsUtf8
            ? ApiResponse.Problem(415, $"Send the body in UTF-8; its content type says charset {type.Charset}.").With(
                "Accept", "application/json")
            : codings.FirstOrDefault(coding => !IsGzip(coding) && !IsIdentity(coding)) is { } other
            // RFC 9110, section 12.5.3: Accept-Encoding in a 415 response states which codings are supported.
            ? ApiResponse.Problem(415, $"Send the body without a content coding or in gzip; {other} is not supported.").With(
                "Accept-Encoding", "gzip")
            : null;
        return refusal is null && TryDecode(request, codings, maxBytes, out text, out refusal);
    }

    private static bool TryDecode(
        APIGatewayHttpApiV2ProxyRequest request, string[] codings, int maxBytes,
        [NotNullWhen(true)] out byte[]? text, [NotNullWhen(false)] out APIGatewayHttpApiV2ProxyResponse? refusal)
    {
        refusal = null;
        text = request.BodyBytes();
        if (text is null)
        {
            refusal = ApiResponse.Problem(400, "`isBase64Encoded` is true, but the body is not valid Base64.");
            return false;
        }

        // Content-Encoding lists codings in the order applied. All that remain are gzip, so the order of decoding does not matter.
        foreach (var _ in codings.Where(IsGzip))
        {
            var decoding = Gzip.Decode(text, maxBytes, out text);
            refusal = decoding switch
            {
                Decoding.TooLarge =>
                    ApiResponse.Problem(413, $"The body may have at most {maxBytes:N0} bytes when it is decoded; this has more."),
                Decoding.Malformed =>
                    ApiResponse.Problem(400, "`content-encoding` is gzip, but the body is not complete gzip data."),
                _ => null,
            };
            if (refusal is not null)
            {
                return false;
            }
        }

        if (text.Length > maxBytes)
        {
            refusal = ApiResponse.Problem(413, $"The body may have at most {maxBytes:N0} bytes; this has {text.Length:N0}.");
        }

        return refusal is null;
    }

    // RFC 9110, section 8.4.1.3: x-gzip is gzip. Codings are case-insensitive.
    private static bool IsGzip(string coding) =>
        coding.Equals("gzip", StringComparison.OrdinalIgnoreCase) || coding.Equals("x-gzip", StringComparison.OrdinalIgnoreCase);

    private static bool IsIdentity(string coding) => coding.Equals("identity", StringComparison.OrdinalIgnoreCase);
}
