namespace Analytics.Functions.Http;

/// <summary>The paths of the API and what may be done with them, for telling an unknown path from a wrong method.</summary>
internal static class KnownRoutes
{
    /// <summary>The methods of a path, as an <c>Allow</c> header lists them; null for a path that does not exist.</summary>
    public static string? Allowed(string path) => path.Split('/') switch
    {
        ["", "orders"] => "POST",
        ["", "orders", not ""] => "GET, HEAD",
        ["", "orders", not "", "cancel"] => "POST",
        ["", "aggregates", "totals" or "items" or "series"] => "GET, HEAD",
        ["", "aggregates", "items", not ""] => "GET, HEAD",
        _ => null,
    };
}
