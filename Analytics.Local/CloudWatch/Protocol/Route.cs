using Microsoft.AspNetCore.Http;

namespace Analytics.Local.CloudWatch.Protocol;

/// <summary>The operation that a request calls, and its protocol.</summary>
internal abstract record Route
{
    private const string Service = "GraniteServiceVersion20100801";
    private const string CborPath = $"/service/{Service}/operation/";

    private static readonly JsonFormat Json = new();
    private static readonly CborFormat Cbor = new();
    private static readonly QueryFormat Query = new();

    private Route()
    {
    }

    public static Route Of(HttpRequest request)
    {
        var path = request.Path.Value ?? "";
        // Without the header it is not this protocol; nor can a web page send it here without being asked first.
        if (path.StartsWith(CborPath, StringComparison.Ordinal) && request.Headers["smithy-protocol"] == "rpc-v2-cbor")
        {
            return new Operation(path[CborPath.Length..], Cbor);
        }

        var target = request.Headers["X-Amz-Target"].ToString();
        if (target.StartsWith(Service + ".", StringComparison.Ordinal))
        {
            return new Operation(target[(Service.Length + 1)..], Json);
        }

        var isForm = request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true;
        return (isForm || request.Query.ContainsKey("Action")) && !IsFromBrowser(request) ? new Operation(null, Query) : new Unknown();
    }

    // Any web page may send a form to this port without being asked first. Browsers say so; SDKs do not.
    private static bool IsFromBrowser(HttpRequest request) =>
        request.Headers.ContainsKey("Origin") || request.Headers.ContainsKey("Sec-Fetch-Site");

    /// <summary>An operation.</summary>
    /// <param name="Name">Null if the request itself names it, in the Query protocol.</param>
    /// <param name="Format">The protocol.</param>
    public sealed record Operation(string? Name, IWireFormat Format) : Route;

    public sealed record Unknown : Route;
}
