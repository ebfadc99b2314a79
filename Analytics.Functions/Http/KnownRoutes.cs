namespace Analytics.Functions.Http;

/// <summary>The API's paths and their methods, to distinguish an unknown path (404) from a wrong method (405).</summary>
internal static class KnownRoutes
{
    /// <summary>The methods of a path, as listed in an <c>Allow</c> header; null when the path does not exist.</summary>
    public static string? Allowed(string path) => path.Split('/') switch
    {
        ["", "orders"] => "GET, HEAD, POST",
        ["", "orders", not ""] => "GET, HEAD",
        ["", "orders", not "", "lines"] => "PUT",
        ["", "orders", not "", "refunds" or "cancel"] => "POST",
        ["", "aggregates", "totals" or "items" or "series" or "summary" or "explain" or "metrics"] => "GET, HEAD",
        ["", "aggregates", "items", not ""] => "GET, HEAD",
        ["", "goals" or "marks" or "alerts"] => "GET, HEAD",
        ["", "alerts", "try"] => "POST",
        ["", "goals" or "marks" or "alerts", not ""] => "GET, HEAD, PUT, DELETE",
        ["", "openapi.json"] => "GET, HEAD",
        _ => null,
    };
}
