using Amazon.Lambda.APIGatewayEvents;

namespace Analytics.Functions.Http;

/// <summary>Conditional requests (RFC 9110, section 13): who has an answer already is told that it still holds.</summary>
internal static class ConditionalRequest
{
    /// <summary>The entity tag of an answer. Weak, because an answer says when it was given.</summary>
    public static string EntityTag(string tag) => $"W/\"{tag}\"";

    /// <summary>Whether the caller has the answer with this tag.</summary>
    public static bool Has(this APIGatewayHttpApiV2ProxyRequest request, string? tag) =>
        tag is not null && request.Header("if-none-match") is { } known
        && known.Split(',', StringSplitOptions.TrimEntries).Any(one => one == EntityTag(tag) || one == $"\"{tag}\"");

    /// <summary>Whether the caller asks for an answer only if it has changed.</summary>
    public static bool IsConditional(this APIGatewayHttpApiV2ProxyRequest request) => request.Header("if-none-match") is not null;

    /// <summary>304: what the caller has still holds.</summary>
    public static APIGatewayHttpApiV2ProxyResponse NotModified(string tag) =>
        new APIGatewayHttpApiV2ProxyResponse { StatusCode = 304, Headers = new Dictionary<string, string>(), Body = "" }.WithTag(tag);

    /// <summary>Lets the caller keep an answer, and ask whether it still holds before it is used again.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="tag">Its tag; null where there is none, and then it is not to be kept.</param>
    public static APIGatewayHttpApiV2ProxyResponse WithTag(this APIGatewayHttpApiV2ProxyResponse answer, string? tag) =>
        tag is null ? answer : answer.With("ETag", EntityTag(tag)).With("Cache-Control", "no-cache");
}
