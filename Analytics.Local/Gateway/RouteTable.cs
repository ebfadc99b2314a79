using Analytics.Local.Templates;

namespace Analytics.Local.Gateway;

/// <summary>Finds the route of a request as an HTTP API does: the most specific one that takes the path and the method.</summary>
/// <remarks>Thread-safe: it never changes.</remarks>
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

    /// <summary>The route and the values of its parameters; null if there is none, not even a default one.</summary>
    /// <param name="method">In capitals.</param>
    /// <param name="path">As it came, percent-encoded, with its first slash.</param>
    /// <remarks>
    /// HTTP APIs decode the path before they match it: an encoded slash separates segments, and an encoded question mark is in no route's
    /// parameter.
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

/// <summary>The route of a request, and the values of the path's parameters in their order.</summary>
public sealed record RouteMatch(RouteDefinition Route, IReadOnlyList<KeyValuePair<string, string>> Parameters);
