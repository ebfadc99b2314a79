using Microsoft.AspNetCore.Http;

namespace Analytics.Local.CloudWatch.Protocol;

/// <summary>Which operation a request calls, in which encoding.</summary>
internal abstract record Route
{
    private const string Service = "GraniteServiceVersion20100801";
    private const string CborPath = $"/service/{Service}/operation/";

    private static readonly JsonFormat Json = new();
    private static readonly CborFormat Cbor = new();

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
        return isForm || request.Query.ContainsKey("Action") ? new Query() : new Unknown();
    }

    public sealed record Operation(string Name, IWireFormat Format) : Route;

    /// <summary>The query protocol with its XML, which older SDKs speak.</summary>
    public sealed record Query : Route;

    public sealed record Unknown : Route;
}
