namespace Analytics.Local.Templates;

/// <summary>Reads an <c>AWS::ApiGatewayV2::Route</c>, with the integration and the authorizer that it refers to.</summary>
/// <param name="resources">The resources of the template.</param>
/// <param name="references">Resolves their names.</param>
/// <param name="properties">Returns a reader of the properties of a resource.</param>
internal sealed class RouteReader(
    IReadOnlyDictionary<string, Resource> resources, References references, Func<Resource, PropertyReader> properties)
{
    private const string TargetPrefix = "integrations/";

    private static readonly Dictionary<string, string> WithoutEffect = new() { ["OperationName"] = "for people" };

    private static readonly Dictionary<string, string> IntegrationWithoutEffect = new() { ["Description"] = "for people" };

    /// <summary>Returns the API's logical id and the route; null if an error was reported that leaves no route.</summary>
    public (string ApiId, RouteDefinition Route)? Read(PropertyReader route)
    {
        route.Accept(WithoutEffect);
        var api = Find(route, "ApiId", route.RequiredText("ApiId"), ResourceTypes.IsApi);
        var key = route.RequiredText("RouteKey");
        var target = route.RequiredText("Target");
        var authorization = ReadAuthorization(route);
        if (ReadKey(route, key) is not var (method, path))
        {
            return null;
        }

        if (!target.StartsWith(TargetPrefix, StringComparison.Ordinal))
        {
            route.Reject("Target", $"It must be {TargetPrefix} and the id of an integration, not '{target}'.");
            return null;
        }

        var integration = Find(route, "Target", target[TargetPrefix.Length..], type => type == ResourceTypes.Integration);
        return api is null || integration is null || ReadIntegration(properties(integration)) is not { } invoked ? null
            : (api.LogicalId, new RouteDefinition(invoked.FunctionLogicalId, method, path, invoked.Timeout) { Access = authorization });
    }

    /// <summary>Reads an integration with a function: its logical id, and how long it may take. Null if an error was reported.</summary>
    public (string FunctionLogicalId, TimeSpan Timeout)? ReadIntegration(PropertyReader integration)
    {
        integration.Accept(IntegrationWithoutEffect);
        Find(integration, "ApiId", integration.RequiredText("ApiId"), ResourceTypes.IsApi);
        integration.Required("IntegrationType");
        integration.OneOf("IntegrationType", "", "AWS_PROXY");
        integration.Required("PayloadFormatVersion");
        integration.OneOf("PayloadFormatVersion", "", "2.0");
        var timeout = integration.Integer("TimeoutInMillis", 50, 30_000) is { } milliseconds
            ? TimeSpan.FromMilliseconds(milliseconds) : HttpApiEventReader.MaxTimeout;
        return FindFunction(integration, "IntegrationUri") is { } function ? (function.LogicalId, timeout) : null;
    }

    /// <summary>Finds the function whose ARN a property is; null if an error was reported.</summary>
    public Resource? FindFunction(PropertyReader reader, string property)
    {
        var uri = reader.RequiredText(property);
        var function = resources.Values.FirstOrDefault(resource => resource.Type == ResourceTypes.Function
            && references.GetAtt(resource.LogicalId, "Arn", resource.Line, new PropertyPath(resource.LogicalId)) is TemplateNode.Scalar arn
            && arn.Text == uri);
        if (function is null)
        {
            reader.Reject(property, $"It must be the ARN of an {ResourceTypes.Function} of the template, not '{uri}'.");
        }

        return function;
    }

    /// <summary>Reads a JWT authorizer.</summary>
    public JwtAuthorizerDefinition ReadAuthorizer(PropertyReader authorizer)
    {
        Find(authorizer, "ApiId", authorizer.RequiredText("ApiId"), ResourceTypes.IsApi);
        authorizer.RequiredText("Name");
        authorizer.Required("AuthorizerType");
        authorizer.OneOf("AuthorizerType", "", "JWT");
        authorizer.Required("IdentitySource");
        if (authorizer.Texts("IdentitySource") is not ["$request.header.Authorization"])
        {
            authorizer.Reject("IdentitySource", "The local host reads tokens from $request.header.Authorization only.");
        }

        authorizer.Required("JwtConfiguration");
        return authorizer.Object("JwtConfiguration", configuration =>
        {
            var (issuer, audience) = (configuration.RequiredText("Issuer"), configuration.Texts("Audience"));
            if (!Uri.TryCreate(issuer, UriKind.Absolute, out var address) || !(address.Scheme == "https" || address.IsLoopback))
            {
                configuration.Reject("Issuer", $"It must be an https address, or an http address of this machine; got '{issuer}'.");
            }

            if (audience.All(string.IsNullOrEmpty))
            {
                configuration.Reject("Audience", "It must name at least one audience.");
            }

            return new JwtAuthorizerDefinition(issuer, audience);
        }) ?? new JwtAuthorizerDefinition("", []);
    }

    /// <summary>Reads whom a route lets through.</summary>
    public RouteAccess ReadAuthorization(PropertyReader route)
    {
        var type = route.OneOf("AuthorizationType", "NONE", "NONE", "AWS_IAM", "JWT");
        var (scopes, id) = (route.Texts("AuthorizationScopes"), route.Text("AuthorizerId"));
        if (type != "JWT")
        {
            if (id is not null)
            {
                route.Reject("AuthorizerId", $"A route of AuthorizationType {type} has no authorizer.");
            }

            return type == "NONE" ? new RouteAccess.Open() : new RouteAccess.Iam();
        }

        if (id is null)
        {
            route.Reject("AuthorizationType", "AuthorizationType JWT needs an AuthorizerId.");
            return new RouteAccess.Jwt(new JwtAuthorizerDefinition("", []), scopes);
        }

        return Find(route, "AuthorizerId", id, type => type == ResourceTypes.Authorizer) is { } authorizer
            ? new RouteAccess.Jwt(ReadAuthorizer(properties(authorizer)), scopes)
            : new RouteAccess.Jwt(new JwtAuthorizerDefinition("", []), scopes);
    }

    private Resource? Find(PropertyReader reader, string property, string id, Func<string, bool> isType)
    {
        var found = resources.Values.FirstOrDefault(resource =>
            isType(resource.Type) && references.Name(resource) is TemplateNode.Scalar { Text: var name } && name == id);
        if (found is null && id.Length > 0)
        {
            reader.Reject(property, $"There is no such resource in the template: '{id}'.");
        }

        return found;
    }

    /// <summary>Splits the key of a route into method and path; null if an error was reported.</summary>
    public static (string Method, string Path)? ReadKey(PropertyReader route, string key)
    {
        (string Method, string Path)? read = key.Split(' ') switch
        {
            [RouteDefinition.Default] => ("ANY", RouteDefinition.Default),
            [var verb, ['/', ..] rest] when HttpApiEventReader.Methods.Contains(verb) => (verb, rest),
            _ => null,
        };
        if (read is null)
        {
            route.Reject("RouteKey", $"It must be $default, or a method and a path as 'GET /path'; got '{key}'. The local host knows "
                + $"{string.Join(", ", HttpApiEventReader.Methods)}.");
        }

        return read;
    }
}
