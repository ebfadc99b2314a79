using System.Globalization;
using System.IO.Compression;
using System.Text;
using Amazon.Lambda.APIGatewayEvents;

namespace Analytics.Functions.Http;

/// <summary>Compresses answers for clients that accept gzip (RFC 9110, sections 8.4 and 12.5.3).</summary>
internal static class ContentCoding
{
    // Below this, the response headers weigh more than what is saved.
    private const int MinLength = 1024;

    /// <summary>
    /// Compresses the body of an answer with a weak tag or none, if the client accepts it. A strong tag would have to change with it.
    /// </summary>
    public static APIGatewayHttpApiV2ProxyResponse Coded(
        this APIGatewayHttpApiV2ProxyResponse answer, APIGatewayHttpApiV2ProxyRequest request)
    {
        var isStrong = answer.Headers.TryGetValue("ETag", out var tag) && tag.StartsWith('"');
        if (isStrong)
        {
            return answer;
        }

        answer.With("Vary", answer.Headers.TryGetValue("Vary", out var vary) ? $"{vary}, Accept-Encoding" : "Accept-Encoding");
        if (answer.Body is not { Length: >= MinLength } body || !AcceptsGzip(request.Header("accept-encoding")))
        {
            return answer;
        }

        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(body));
        }

        answer.Body = Convert.ToBase64String(output.ToArray());
        answer.IsBase64Encoded = true;
        return answer.With("Content-Encoding", "gzip");
    }

    // The quality of gzip, or else that of the wildcard.
    private static bool AcceptsGzip(string? header)
    {
        var codings = (header ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(coding => coding.Split(';', StringSplitOptions.TrimEntries)).ToList();
        var named = codings.Find(coding => coding[0].Equals("gzip", StringComparison.OrdinalIgnoreCase))
            ?? codings.Find(coding => coding[0] == "*");
        return named is not null && named.Skip(1).All(parameter => !IsZero(parameter));
    }

    private static bool IsZero(string parameter) => parameter.StartsWith("q=", StringComparison.OrdinalIgnoreCase)
        && decimal.TryParse(parameter.AsSpan(2), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var quality)
        && quality == 0;
}
