using System.Text.Json;
using Amazon.Runtime;
using Amazon.Standins;

namespace Amazon.DynamoDBStreams.Model;

public partial class DescribeStreamRequest : AmazonDynamoDBStreamsRequest
{
    public string ExclusiveStartShardId { get; set; }

    public string StreamArn { get; set; }

    internal static void Write(Utf8JsonWriter json, DescribeStreamRequest request)
    {
        json.Member("ExclusiveStartShardId", request.ExclusiveStartShardId);
        json.Member("StreamArn", request.StreamArn);
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
    public string LastEvaluatedShardId { get; set; }

    public List<Shard> Shards { get; set; }

    internal static StreamDescription Read(JsonElement json) => new()
    {
        LastEvaluatedShardId = json.String("LastEvaluatedShardId"),
        Shards = json.List("Shards", Shard.Read),
    };
}
