using System.Text.Json;
using Amazon.Runtime;
using Amazon.Standins;

namespace Amazon.DynamoDBStreams.Model;

public partial class DescribeStreamRequest : AmazonDynamoDBStreamsRequest
{
    public string ExclusiveStartShardId { get; set; }

    public int? Limit { get; set; }

    public ShardFilter ShardFilter { get; set; }

    public string StreamArn { get; set; }

    internal static void Write(Utf8JsonWriter json, DescribeStreamRequest request)
    {
        json.Member("ExclusiveStartShardId", request.ExclusiveStartShardId);
        json.Member("Limit", request.Limit);
        json.Member("ShardFilter", request.ShardFilter, ShardFilter.Write);
        json.Member("StreamArn", request.StreamArn);
    }
}

public partial class ShardFilter
{
    public string ShardId { get; set; }

    public ShardFilterType Type { get; set; }

    internal static void Write(Utf8JsonWriter json, ShardFilter value)
    {
        json.Member("ShardId", value.ShardId);
        json.Member("Type", value.Type);
    }
}

public partial class DescribeStreamResponse : AmazonWebServiceResponse
{
    public StreamDescription StreamDescription { get; set; }

    internal static DescribeStreamResponse Read(JsonElement json) => new()
    {
        StreamDescription = json.Object("StreamDescription", StreamDescription.Read),
    };
}

public partial class StreamDescription
{
    public DateTime? CreationRequestDateTime { get; set; }

    public List<KeySchemaElement> KeySchema { get; set; }

    public string LastEvaluatedShardId { get; set; }

    public List<Shard> Shards { get; set; }

    public string StreamArn { get; set; }

    public string StreamLabel { get; set; }

    public StreamStatus StreamStatus { get; set; }

    public StreamViewType StreamViewType { get; set; }

    public string TableName { get; set; }

    internal static StreamDescription Read(JsonElement json) => new()
    {
        CreationRequestDateTime = json.Timestamp("CreationRequestDateTime"),
        KeySchema = json.List("KeySchema", KeySchemaElement.Read),
        LastEvaluatedShardId = json.String("LastEvaluatedShardId"),
        Shards = json.List("Shards", Shard.Read),
        StreamArn = json.String("StreamArn"),
        StreamLabel = json.String("StreamLabel"),
        StreamStatus = json.String("StreamStatus"),
        StreamViewType = json.String("StreamViewType"),
        TableName = json.String("TableName"),
    };
}

public partial class KeySchemaElement
{
    public string AttributeName { get; set; }

    public KeyType KeyType { get; set; }

    internal static KeySchemaElement Read(JsonElement json) => new()
    {
        AttributeName = json.String("AttributeName"),
        KeyType = json.String("KeyType"),
    };
}
