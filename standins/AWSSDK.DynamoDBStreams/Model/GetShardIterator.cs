using System.Text.Json;
using Amazon.Runtime;
using Amazon.Standins;

namespace Amazon.DynamoDBStreams.Model;

public partial class GetShardIteratorRequest : AmazonDynamoDBStreamsRequest
{
    public string SequenceNumber { get; set; }

    public string ShardId { get; set; }

    public ShardIteratorType ShardIteratorType { get; set; }

    public string StreamArn { get; set; }

    internal static void Write(Utf8JsonWriter json, GetShardIteratorRequest request)
    {
        json.Member("SequenceNumber", request.SequenceNumber);
        json.Member("ShardId", request.ShardId);
        json.Member("ShardIteratorType", request.ShardIteratorType);
        json.Member("StreamArn", request.StreamArn);
    }
}

public partial class GetShardIteratorResponse : AmazonWebServiceResponse
{
    public string ShardIterator { get; set; }

    internal static GetShardIteratorResponse Read(JsonElement json) => new()
    {
        ShardIterator = json.String("ShardIterator"),
    };
}
