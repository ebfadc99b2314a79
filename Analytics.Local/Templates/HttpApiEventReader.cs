namespace Analytics.Local.Templates;

/// <summary>Reads an event of type <c>HttpApi</c> as a route.</summary>
internal static class HttpApiEventReader
{
    /// <summary>Maximum integration timeout of an HTTP API, which is also SAM's default.</summary>
    public static readonly TimeSpan MaxTimeout = TimeSpan.FromSeconds(30);

    /// <summary>The methods that routes may have.</summary>
    public static readonly string[] Methods = ["ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

    private static readonly Dictionary<string, string> WithoutEffect = new()
    {
        ["RouteSettings"] = "throttling and metrics are the deployed gateway's",
    };

    /// <summary>Returns the API's logical id and the route.</summary>
    public static Tuple<string, RouteDefinition> Read(
        string functionLogicalId,
        PropertyReader properties,
        IReadOnlyDictionary<string, Resource> resources,
        References references)
    {
        properties.Accept(WithoutEffect);
        properties.OneOf("PayloadFormatVersion", "2.0", "2.0");
        var timeout = properties.Integer("TimeoutInMillis", 50, 30_000) is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds)
            : MaxTimeout;
        var method = properties.Text("Method")?.ToUpperInvariant();
        var path = properties.Text("Path");
        if (method is null != path is null)
        {
            properties.Reject(method is null ? "Method" : "Path", "Method and Path are given together, or neither for the default route.");
        }

        if (method is not null && !Methods.Contains(method))
        {
            properties.Reject("Method", $"The local host knows {string.Join(", ", Methods)}, not '{method}'.");
        }

        if (path is not null and not ['/', ..] && path != RouteDefinition.Default)
        {
            properties.Reject("Path", $"A path begins with a slash; '{path}' does not.");
        }

        return Tuple.Create(
            ApiLogicalId(properties, resources, references),
            new RouteDefinition(functionLogicalId, method ?? "ANY", path ?? RouteDefinition.Default, timeout));
    }

    private static string ApiLogicalId(PropertyReader properties, IReadOnlyDictionary<string, Resource> resources, References references)
    {
        if (properties.Text("ApiId") is not { } apiId)
        {
            return ResourceTypes.ImplicitHttpApi;
        }

        var api = resources.Values.FirstOrDefault(resource =>
            ResourceTypes.IsApi(resource.Type) && references.Name(resource) is TemplateNode.Scalar { Text: var text } && text == apiId);
        if (api is null)
        {
            properties.Reject("ApiId", $"There is no {ResourceTypes.HttpApi} in the template with the id '{apiId}'.");
        }

        return api?.LogicalId ?? apiId;
    }
}
