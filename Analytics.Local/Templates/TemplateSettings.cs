namespace Analytics.Local.Templates;

/// <summary>What a template is evaluated with.</summary>
internal sealed record TemplateSettings
{
    public const string Partition = "aws";

    /// <summary>The prefix of physical names that the template does not give, and <c>AWS::StackName</c>.</summary>
    public string StackName { get; init; } = "order-analytics";

    public string Region { get; init; } = "us-east-1";

    public string AccountId { get; init; } = "000000000000";

    /// <summary>Values of parameters, in place of their defaults.</summary>
    public IReadOnlyDictionary<string, string> ParameterOverrides { get; init; } = new Dictionary<string, string>();

    /// <summary>The folder with the published functions' <c>bootstrap</c>.</summary>
    public required string CodeDirectory { get; init; }

    public string Arn(string service, string resource) => $"arn:{Partition}:{service}:{Region}:{AccountId}:{resource}";
}
