using System.Text.Json;
using Amazon.Runtime;
using Amazon.Standins;

namespace Amazon.Kinesis.Model;

public partial class GetShardIteratorRequest : AmazonKinesisRequest
{
    public string ShardId { get; set; }

    public ShardIteratorType ShardIteratorType { get; set; }

    public string StartingSequenceNumber { get; set; }

    public string StreamName { get; set; }

    public DateTime? Timestamp { get; set; }

    internal static void Write(Utf8JsonWriter json, GetShardIteratorRequest request)
    {
        json.Member("ShardId", request.ShardId);
        json.Member("ShardIteratorType", request.ShardIteratorType);
        json.Member("StartingSequenceNumber", request.StartingSequenceNumber);
        json.Member("StreamName", request.StreamName);
        json.Member("Timestamp", request.Timestamp);
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
