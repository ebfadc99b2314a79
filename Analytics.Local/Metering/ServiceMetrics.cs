namespace Analytics.Local.Metering;

/// <summary>The AWS service metrics that the local services report, with AWS's names, each with its dimension.</summary>
internal static class ServiceMetrics
{
    public const string ApiGateway = "AWS/ApiGateway";
    public const string Lambda = "AWS/Lambda";
    public const string Kinesis = "AWS/Kinesis";
    public const string DynamoDb = "AWS/DynamoDB";
    public const string Sqs = "AWS/SQS";

    /// <summary>All metrics.</summary>
    public static IReadOnlyList<(string Namespace, string Dimension, string Name)> All { get; } =
    [
        .. Of(ApiGateway, "ApiId", "Count", "4xx", "5xx", "Latency", "IntegrationLatency"),
        .. Of(Lambda, "FunctionName", "Invocations", "Errors", "Throttles", "Duration", "ConcurrentExecutions", "IteratorAge"),
        .. Of(Kinesis, "StreamName", "GetRecords.Records", "GetRecords.IteratorAgeMilliseconds", "GetRecords.Success"),
        .. Of(DynamoDb, "TableName", "ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits", "ConditionalCheckFailedRequests",
            "ReadThrottleEvents", "WriteThrottleEvents"),
        .. Of(Sqs, "QueueName", "ApproximateNumberOfMessagesVisible"),
    ];

    private static IEnumerable<(string Namespace, string Dimension, string Name)> Of(
        string service, string dimension, params string[] names) =>
        names.Select(name => (service, dimension, name));
}
