namespace Analytics.Local.Templates;

/// <summary>Settings for evaluating a template.</summary>
internal sealed record TemplateSettings
{
    public const string Partition = "aws";

    /// <summary><c>AWS::StackName</c>, and the prefix of physical names that the template does not set.</summary>
    public required string StackName { get; init; }

    public string Region { get; init; } = "us-east-1";

    public string AccountId { get; init; } = "000000000000";

    /// <summary>Parameter values that override the defaults.</summary>
    public IReadOnlyDictionary<string, string> ParameterOverrides { get; init; } = new Dictionary<string, string>();

    /// <summary>The folder that contains the published functions' <c>bootstrap</c>.</summary>
    public required string CodeDirectory { get; init; }

    public string Arn(string service, string resource) => $"arn:{Partition}:{service}:{Region}:{AccountId}:{resource}";
}
