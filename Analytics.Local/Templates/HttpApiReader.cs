namespace Analytics.Local.Templates;

/// <summary>Reads an <c>AWS::Serverless::HttpApi</c>. Its routes come from the functions' events.</summary>
internal static class HttpApiReader
{
    private static readonly Dictionary<string, string> WithoutEffect = new()
    {
        ["AccessLogSettings"] = "requests are in the host's own output",
        ["DefaultRouteSettings"] = "throttling and metrics are the deployed gateway's",
        ["Description"] = "for people",
        ["FailOnWarnings"] = "a matter of the deployment",
        ["Name"] = "for people",
        ["RouteSettings"] = "throttling and metrics are the deployed gateway's",
        ["Tags"] = "nothing here reads tags",
    };

    /// <summary>Reads which web pages of other origins may call the API; null if none may.</summary>
    public static CorsDefinition? Read(PropertyReader properties)
    {
        properties.Accept(WithoutEffect);
        // Any other stage name would become the first segment of every path.
        properties.OneOf("StageName", "$default", "$default");
        return CorsReader.Read(properties);
    }
}
