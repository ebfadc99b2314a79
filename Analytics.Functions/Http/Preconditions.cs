using Amazon.Lambda.APIGatewayEvents;

namespace Analytics.Functions.Http;

/// <summary>Evaluates the preconditions of a request (RFC 9110, section 13) and creates the resulting responses.</summary>
/// <remarks>
/// <c>If-Modified-Since</c> and <c>If-Unmodified-Since</c> are ignored, as section 13.1 requires when there is no modification date.
/// Callers evaluate preconditions only for a request that would succeed without them (section 13.2.1).
/// </remarks>
internal static class Preconditions
{
    /// <summary>Evaluates the preconditions in the order of RFC 9110, section 13.2.2.</summary>
    /// <param name="request">The request.</param>
    /// <param name="exists">Whether the target has a current representation.</param>
    /// <param name="tag">Its entity tag; null when it has none.</param>
    public static Precondition Evaluate(this APIGatewayHttpApiV2ProxyRequest request, bool exists, EntityTag? tag)
    {
        if (request.Tags("if-match") is { } wanted
            && !(exists && (wanted.IsAny || (tag is { } strong && wanted.Tags.Any(one => one.IsStrongMatch(strong))))))
        {
            return Precondition.Failed;
        }

        return request.Tags("if-none-match") is { } known
            && exists && (known.IsAny || (tag is { } current && known.Tags.Any(one => one.IsWeakMatch(current))))
            ? Precondition.Matched
            : Precondition.Holds;
    }

    /// <summary>
    /// Whether the request lists known tags in <c>If-None-Match</c> and has no <c>If-Match</c>, so a matching tag means 304.
    /// </summary>
    public static bool ListsKnownTags(this APIGatewayHttpApiV2ProxyRequest request) =>
        request.Tags("if-none-match") is { IsAny: false } && request.Header("if-match") is null;

    /// <summary>Completes the response to a GET or HEAD: adds its tag, or replaces it with 304 or 412.</summary>
    public static APIGatewayHttpApiV2ProxyResponse Conditioned(
        this APIGatewayHttpApiV2ProxyResponse answer, APIGatewayHttpApiV2ProxyRequest request, EntityTag? tag) =>
        request.Evaluate(exists: true, tag) switch
        {
            Precondition.Matched => NotModified(tag),
            Precondition.Failed => Failed(tag),
            _ => answer.WithTag(tag),
        };

    /// <summary>304: the caller's stored response is current.</summary>
    public static APIGatewayHttpApiV2ProxyResponse NotModified(EntityTag? tag) =>
        new APIGatewayHttpApiV2ProxyResponse { StatusCode = 304, Headers = new Dictionary<string, string>(), Body = "" }.WithTag(tag);

    /// <summary>412: the target is not in the state that the caller requires.</summary>
    public static APIGatewayHttpApiV2ProxyResponse Failed(EntityTag? tag) => ApiResponse.Problem(412,
        tag is { } current ? $"If-Match or If-None-Match does not allow this request: the current ETag is {current}."
            : "If-Match or If-None-Match does not allow this request.");

    // "no-cache" lets the caller store a response but makes it revalidate before reuse.
    private static APIGatewayHttpApiV2ProxyResponse WithTag(this APIGatewayHttpApiV2ProxyResponse answer, EntityTag? tag) =>
        tag is { } current ? answer.With("ETag", $"{current}").With("Cache-Control", "no-cache") : answer;

    private static EntityTagList? Tags(this APIGatewayHttpApiV2ProxyRequest request, string name) =>
        request.Header(name) is { } header ? EntityTagList.Parse(header) : null;
}

/// <summary>Result of evaluating the preconditions of a request.</summary>
internal enum Precondition
{
    /// <summary>The preconditions hold: perform the request.</summary>
    Holds,

    /// <summary><c>If-Match</c> does not match the current representation, or there is none: 412.</summary>
    Failed,

    /// <summary><c>If-None-Match</c> matches the current representation: 304 for GET and HEAD, else 412.</summary>
    Matched,
}
