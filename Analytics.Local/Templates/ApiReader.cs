namespace Analytics.Local.Templates;

/// <summary>Reads an <c>AWS::ApiGatewayV2::Api</c> and its stage. Its routes are resources of their own.</summary>
internal static class ApiReader
{
    private const string Throttling = "throttling and metrics are the deployed gateway's";

    private static readonly Dictionary<string, string> WithoutEffect = new()
    {
        ["Description"] = "for people",
        ["DisableExecuteApiEndpoint"] = "the API is at this machine's own name",
        ["Name"] = "for people",
        ["Tags"] = "nothing here reads tags",
    };

    private static readonly Dictionary<string, string> StageWithoutEffect = new()
    {
        ["AccessLogSettings"] = "requests are in the host's own output",
        ["DefaultRouteSettings"] = Throttling,
        ["Description"] = "for people",
        ["RouteSettings"] = Throttling,
        ["Tags"] = "nothing here reads tags",
    };

    /// <summary>Reads which web pages of other origins may call the API; null if none may.</summary>
    public static CorsDefinition? Read(PropertyReader properties)
    {
        properties.Accept(WithoutEffect);
        properties.Required("ProtocolType");
        properties.OneOf("ProtocolType", "HTTP", "HTTP");
        return CorsReader.Read(properties);
    }

    /// <summary>Reads a stage and returns the keys of the routes that it has settings for.</summary>
    public static IReadOnlyList<string> ReadStage(PropertyReader properties)
    {
        properties.Accept(StageWithoutEffect);
        properties.RequiredText("ApiId");
        properties.Required("StageName");
        // Any other stage name would become the first segment of every path.
        properties.OneOf("StageName", "$default", "$default");
        properties.OneOf("AutoDeploy", "true", "true");
        return properties.Node("RouteSettings") is TemplateNode.Mapping settings ? [.. settings.Entries.Select(entry => entry.Name)] : [];
    }
}
