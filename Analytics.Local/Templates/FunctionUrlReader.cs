namespace Analytics.Local.Templates;

/// <summary>Reads an <c>AWS::Lambda::Url</c>.</summary>
/// <remarks>
/// Deployed, a function URL is an address of its own. Here the gateway stands in for it, at the route that <c>LocalRoute</c> in the
/// metadata of the resource describes with the properties of an <c>AWS::ApiGatewayV2::Route</c>.
/// </remarks>
/// <param name="routes">Reads the parts that routes have as well.</param>
/// <param name="metadata">Returns a reader of a map in the metadata of a resource; null if it is not there.</param>
internal sealed class FunctionUrlReader(RouteReader routes, Func<Resource, string, PropertyReader?> metadata)
{
    private const string LocalRoute = "LocalRoute";

    private static readonly Dictionary<string, string> WithoutEffect = new()
    {
        ["AuthType"] = "the local route says whom it lets through",
        ["Cors"] = "the gateway has the settings of the API",
    };

    /// <summary>Returns the route at which the function is here; null if an error was reported.</summary>
    public RouteDefinition? Read(Resource resource, PropertyReader url)
    {
        url.Required("AuthType");
        url.Accept(WithoutEffect);
        var function = routes.FindFunction(url, "TargetFunctionArn");
        var mode = url.OneOf("InvokeMode", "BUFFERED", "BUFFERED", "RESPONSE_STREAM");
        if (metadata(resource, LocalRoute) is not { } local)
        {
            url.Reject(
                "TargetFunctionArn", $"The local host has one address, so Metadata must say in {LocalRoute} which route of it this is.");
            return null;
        }

        var access = routes.ReadAuthorization(local);
        var key = RouteReader.ReadKey(local, local.RequiredText("RouteKey"));
        local.Done();
        return function is null || key is not var (method, path) ? null
            : new RouteDefinition(function.LogicalId, method, path, HttpApiEventReader.MaxTimeout)
            {
                Access = access, IsStreamed = mode == "RESPONSE_STREAM",
            };
    }
}
