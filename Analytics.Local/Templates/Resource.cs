namespace Analytics.Local.Templates;

/// <summary>An entry of the template's <c>Resources</c>.</summary>
internal sealed record Resource(string LogicalId, string Type, int Line, TemplateNode.Mapping? Properties);

/// <summary>The resource types that the local host supports.</summary>
internal static class ResourceTypes
{
    public const string Alarm = "AWS::CloudWatch::Alarm";
    public const string Function = "AWS::Serverless::Function";
    public const string HttpApi = "AWS::Serverless::HttpApi";
    public const string Queue = "AWS::SQS::Queue";
    public const string Stream = "AWS::Kinesis::Stream";
    public const string Table = "AWS::DynamoDB::Table";

    /// <summary>The API that SAM creates for HTTP events that do not specify one.</summary>
    public const string ImplicitHttpApi = "ServerlessHttpApi";

    public static readonly string[] Understood = [Function, HttpApi, Queue, Stream, Table, Alarm];

    /// <summary>Types that are accepted but have no effect here, each with the reason.</summary>
    private static readonly Dictionary<string, string> WithoutMeaning = new()
    {
        ["AWS::CloudWatch::CompositeAlarm"] = "a local stack sends no notifications",
        ["AWS::CloudWatch::Dashboard"] = "the dashboards are drawn from the files that the deployment also uses",
        ["AWS::Logs::LogGroup"] = "logs go to the host's own output",
        ["AWS::Logs::MetricFilter"] = "logs go to the host's own output",
    };

    public static bool IsWithoutMeaning(string type) =>
        WithoutMeaning.ContainsKey(type)
        // Permissions: all code here runs with the developer's permissions.
        || type.StartsWith("AWS::IAM::", StringComparison.Ordinal);

    /// <summary>The property that sets a resource's name; null for types that have no name.</summary>
    public static string? NameProperty(string type) => type switch
    {
        Alarm => "AlarmName",
        Function => "FunctionName",
        Queue => "QueueName",
        Stream => "Name",
        Table => "TableName",
        _ => null,
    };
}
