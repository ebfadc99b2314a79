namespace Analytics.Local.Templates;

/// <summary>Reads an <c>AWS::Kinesis::Stream</c>.</summary>
internal static class StreamDefinitionReader
{
    private static readonly Dictionary<string, string> WithoutEffect = new()
    {
        ["DesiredShardLevelMetrics"] = "shard metrics are the deployed stream's",
        ["RetentionPeriodHours"] = "the emulator keeps records for as long as it keeps its data",
        ["StreamEncryption"] = "the data is on the developer's own disk",
        ["Tags"] = "nothing here reads tags",
    };

    public static StreamDefinition Read(string logicalId, string name, PropertyReader properties)
    {
        properties.Text("Name");
        properties.Accept(WithoutEffect);
        var shards = properties.Integer("ShardCount", 1, 1_000);
        var mode = properties.Object(
            "StreamModeDetails", details => details.OneOf("StreamMode", "PROVISIONED", "PROVISIONED", "ON_DEMAND"));
        if (mode == "ON_DEMAND" && shards is not null)
        {
            properties.Reject("ShardCount", "A stream on demand has none.");
        }

        return new StreamDefinition(logicalId, name, mode == "ON_DEMAND" ? null : shards ?? 1);
    }
}
