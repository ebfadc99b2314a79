namespace Analytics.Local.Templates;

/// <summary>Reads an <c>AWS::SQS::Queue</c>.</summary>
internal static class QueueReader
{
    private const string NothingReceives = "the queue is a file that is only appended to";

    private static readonly Dictionary<string, string> WithoutEffect = new()
    {
        ["DelaySeconds"] = NothingReceives,
        ["KmsDataKeyReusePeriodSeconds"] = "the data is on the developer's own disk",
        ["KmsMasterKeyId"] = "the data is on the developer's own disk",
        ["MaximumMessageSize"] = "what is given up is described in some 1 KB",
        ["MessageRetentionPeriod"] = NothingReceives,
        ["ReceiveMessageWaitTimeSeconds"] = NothingReceives,
        ["SqsManagedSseEnabled"] = "the data is on the developer's own disk",
        ["Tags"] = "nothing here reads tags",
        ["VisibilityTimeout"] = NothingReceives,
    };

    public static QueueDefinition Read(string logicalId, string name, string arn, PropertyReader properties)
    {
        properties.Text("QueueName");
        properties.Accept(WithoutEffect);
        return new QueueDefinition(logicalId, name, arn);
    }
}
