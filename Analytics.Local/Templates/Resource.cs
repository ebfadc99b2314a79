namespace Analytics.Local.Templates;

/// <summary>An entry of the template's <c>Resources</c>.</summary>
internal sealed record Resource(string LogicalId, string Type, int Line, TemplateNode.Mapping? Properties)
{
    /// <summary>What the template's author notes about it; null for nothing.</summary>
    public TemplateNode.Mapping? Metadata { get; init; }
}

/// <summary>The resource types that the local host supports.</summary>
internal static class ResourceTypes
{
    public const string Alarm = "AWS::CloudWatch::Alarm";
    public const string Api = "AWS::ApiGatewayV2::Api";
    public const string Authorizer = "AWS::ApiGatewayV2::Authorizer";
    public const string EventSourceMapping = "AWS::Lambda::EventSourceMapping";
    public const string Function = "AWS::Serverless::Function";
    public const string FunctionUrl = "AWS::Lambda::Url";
    public const string HttpApi = "AWS::Serverless::HttpApi";
    public const string Integration = "AWS::ApiGatewayV2::Integration";
    public const string Queue = "AWS::SQS::Queue";
    public const string Route = "AWS::ApiGatewayV2::Route";
    public const string Stage = "AWS::ApiGatewayV2::Stage";
    public const string Stream = "AWS::Kinesis::Stream";
    public const string Table = "AWS::DynamoDB::Table";

    /// <summary>The API that SAM creates for HTTP events that do not specify one.</summary>
    public const string ImplicitHttpApi = "ServerlessHttpApi";

    public static readonly string[] Understood =
        [Function, FunctionUrl, EventSourceMapping, HttpApi, Api, Stage, Route, Integration, Authorizer, Queue, Stream, Table, Alarm];

    /// <summary>Types that are accepted but have no effect here, each with the reason.</summary>
    private static readonly Dictionary<string, string> WithoutMeaning = new()
    {
        ["AWS::ApiGatewayV2::ApiMapping"] = "the API is at this machine's own name",
        ["AWS::ApiGatewayV2::DomainName"] = "the API is at this machine's own name",
        ["AWS::Budgets::Budget"] = "nothing here costs anything",
        ["AWS::CloudWatch::CompositeAlarm"] = "a local stack sends no notifications",
        ["AWS::CloudWatch::Dashboard"] = "the dashboards are drawn from the files that the deployment also uses",
        ["AWS::Lambda::Permission"] = "the gateway here may invoke every function",
        ["AWS::Logs::LogGroup"] = "logs go to the host's own output",
        ["AWS::Logs::MetricFilter"] = "logs go to the host's own output",
        ["AWS::SNS::Topic"] = "a local stack sends no notifications",
    };

    /// <summary>Whether resources of a type are HTTP APIs.</summary>
    public static bool IsApi(string type) => type is HttpApi or Api;

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
