using Analytics.Local.Templates;

namespace Analytics.Local.Gateway;

/// <summary>Selects the route of a request as an HTTP API does: the most specific route that matches the path and the method.</summary>
/// <remarks>Thread-safe, because it is immutable.</remarks>
internal sealed class RouteTable
{
    private readonly Route[] _routes;
    private readonly Route? _default;

    public RouteTable(IReadOnlyList<RouteDefinition> routes)
    {
        var all = routes.Select(route => new Route(route)).ToList();
        _routes =
        [
            .. all.Where(route => !route.IsDefault)
                .OrderBy(route => route.Rank, StringComparer.Ordinal)
                .ThenBy(route => route.Definition.Method == "ANY"),
        ];
        _default = all.FirstOrDefault(route => route.IsDefault);
    }

    /// <summary>Finds the route and the values of its path parameters; null if no route matches and there is no default route.</summary>
    /// <param name="method">The method in upper case.</param>
    /// <param name="path">The path as received: percent-encoded, with its leading slash.</param>
    /// <remarks>
    /// HTTP APIs decode the path before they match it: an encoded slash separates segments, and the value of a path parameter contains no
    /// encoded question mark.
    /// </remarks>
    public RouteMatch? Find(string method, string path)
    {
        var decoded = Uri.UnescapeDataString(path);
        var segments = decoded[1..].Split('/');
        foreach (var route in decoded.Contains('?', StringComparison.Ordinal) ? [] : _routes)
        {
            if (route.Takes(method) && route.Match(segments) is { } parameters)
            {
                return new RouteMatch(route.Definition, parameters);
            }
        }

        return _default is null ? null : new RouteMatch(_default.Definition, []);
    }
}

/// <summary>The route that matches a request, and the values of its path parameters in path order.</summary>
public sealed record RouteMatch(RouteDefinition Route, IReadOnlyList<KeyValuePair<string, string>> Parameters);
