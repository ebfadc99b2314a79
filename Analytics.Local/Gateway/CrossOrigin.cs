using System.Globalization;
using Analytics.Local.Templates;

namespace Analytics.Local.Gateway;

/// <summary>
/// Answers preflights and adds the headers of CORS (WHATWG Fetch Standard, 3.2), as an HTTP API does in place of its functions.
/// </summary>
/// <param name="settings">What the template allows.</param>
internal sealed class CrossOrigin(CorsDefinition settings)
{
    private const string Prefix = "access-control-";

    /// <summary>The answer to a preflight; null if the request is none.</summary>
    public GatewayResponse? Preflight(GatewayRequest request)
    {
        if (request.Method != "OPTIONS" || request.Header("origin") is null || request.Header($"{Prefix}request-method") is null)
        {
            return null;
        }

        var headers = new List<KeyValuePair<string, string>>();
        if (Allowed(request) is { } origin)
        {
            headers.Add(new($"{Prefix}allow-origin", origin));
            Add(headers, "allow-methods", settings.AllowMethods);
            Add(headers, "allow-headers", settings.AllowHeaders);
            if (settings.MaxAge is { } seconds)
            {
                headers.Add(new($"{Prefix}max-age", seconds.ToString(CultureInfo.InvariantCulture)));
            }
        }

        return new GatewayResponse(204, headers, ReadOnlyMemory<byte>.Empty);
    }

    /// <summary>A response with the headers that let a page read it, if its origin is allowed.</summary>
    public GatewayResponse Marked(GatewayRequest request, GatewayResponse response)
    {
        if (Allowed(request) is not { } origin)
        {
            return response;
        }

        List<KeyValuePair<string, string>> headers = [.. response.Headers, new($"{Prefix}allow-origin", origin)];
        Add(headers, "expose-headers", settings.ExposeHeaders);
        return response with { Headers = headers };
    }

    private static void Add(List<KeyValuePair<string, string>> headers, string name, IReadOnlyList<string> values)
    {
        if (values.Count > 0)
        {
            headers.Add(new($"{Prefix}{name}", string.Join(',', values)));
        }
    }

    // The origin to name in the response; null if the request has none or it is not allowed.
    private string? Allowed(GatewayRequest request) => request.Header("origin") is not { } origin ? null
        : settings.AllowOrigins.Contains("*") ? "*"
        : settings.AllowOrigins.Any(allowed => allowed == origin || (allowed is "http://*" or "https://*"
            && origin.StartsWith(allowed[..^1], StringComparison.Ordinal))) ? origin
        : null;
}
