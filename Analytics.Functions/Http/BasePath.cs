using System.Net;
using Amazon.Lambda.APIGatewayEvents;

namespace Analytics.Functions.Http;

/// <summary>
/// Finds the part of a request's path before the API's own paths: a stage name, or the path that a custom domain maps to the API.
/// </summary>
/// <remarks>API Gateway leaves either in <c>rawPath</c>, and a client needs it in every link.</remarks>
internal static class BasePath
{
    private const string DefaultStage = "$default";

    /// <summary>The base path of a request that has a route, percent-encoded and without a trailing slash; usually empty.</summary>
    public static string Of(APIGatewayHttpApiV2ProxyRequest request)
    {
        var own = request.RouteKey?.Split(' ', 2) is [_, var template] ? template : "";
        foreach (var (name, value) in request.PathParameters ?? new Dictionary<string, string>())
        {
            own = own.Replace($"{{{name}}}", value, StringComparison.Ordinal);
        }

        var path = request.RawPath ?? "";
        return own.Length > 0 && path.EndsWith(own, StringComparison.Ordinal)
            ? string.Join('/', path[..^own.Length].Split('/').Select(Uri.EscapeDataString))
            : "";
    }

    /// <summary>The path of a request without a route, with its base path removed.</summary>
    public static string OwnPath(APIGatewayHttpApiV2ProxyRequest request)
    {
        var path = request.RawPath ?? "";
        return Candidates(path, request.RequestContext).FirstOrDefault(own => KnownRoutes.Allowed(own) is not null) ?? path;
    }

    private static IEnumerable<string> Candidates(string path, APIGatewayHttpApiV2ProxyRequest.ProxyRequestContext? context)
    {
        yield return path;
        if (context?.Stage is { Length: > 0 } stage && stage != DefaultStage && path.StartsWith($"/{stage}/", StringComparison.Ordinal))
        {
            yield return path[(stage.Length + 1)..];
        }

        if (MayBeMapped(context?.DomainName))
        {
            for (var slash = path.Length > 1 ? path.IndexOf('/', 1) : -1; slash > 0; slash = path.IndexOf('/', slash + 1))
            {
                yield return path[slash..];
            }
        }
    }

    // Only custom domains map paths to an API; a request does not say which path is mapped.
    private static bool MayBeMapped(string? domain) =>
        domain is null || (domain.Contains('.', StringComparison.Ordinal)
            && !domain.Contains(".execute-api.", StringComparison.Ordinal)
            && !IPAddress.TryParse(domain.Split(':')[0], out _));
}
