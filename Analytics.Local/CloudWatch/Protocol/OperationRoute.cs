using Microsoft.AspNetCore.Http;

namespace Analytics.Local.CloudWatch.Protocol;

/// <summary>The operation that a request calls, and the protocol of the request.</summary>
internal abstract record OperationRoute
{
    private const string Service = "GraniteServiceVersion20100801";
    private const string CborPath = $"/service/{Service}/operation/";

    private static readonly JsonFormat Json = new();
    private static readonly CborFormat Cbor = new();
    private static readonly QueryFormat Query = new();

    private OperationRoute()
    {
    }

    public static OperationRoute Of(HttpRequest request)
    {
        var path = request.Path.Value ?? "";
        // The protocol requires this header. It also keeps web pages out: a browser sends it only after a CORS preflight.
        if (path.StartsWith(CborPath, StringComparison.Ordinal) && request.Headers["smithy-protocol"] == "rpc-v2-cbor")
        {
            return new Known(path[CborPath.Length..], Cbor);
        }

        var target = request.Headers["X-Amz-Target"].ToString();
        if (target.StartsWith(Service + ".", StringComparison.Ordinal))
        {
            return new Known(target[(Service.Length + 1)..], Json);
        }

        var isForm = request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true;
        return (isForm || request.Query.ContainsKey("Action")) && !IsFromBrowser(request) ? new Known(null, Query) : new Unknown();
    }

    // A browser sends a web page's form to this port without a CORS preflight. Browsers set one of these headers; SDKs set neither.
    private static bool IsFromBrowser(HttpRequest request) =>
        request.Headers.ContainsKey("Origin") || request.Headers.ContainsKey("Sec-Fetch-Site");

    /// <summary>A request for an operation.</summary>
    /// <param name="Name">The name of the operation; null in the Query protocol, where the request body or query names it.</param>
    /// <param name="Format">The protocol.</param>
    public sealed record Known(string? Name, IWireFormat Format) : OperationRoute;

    public sealed record Unknown : OperationRoute;
}
