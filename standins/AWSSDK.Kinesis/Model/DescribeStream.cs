using System.Text.Json;
using Amazon.Runtime;
using Amazon.Standins;

namespace Amazon.Kinesis.Model;

public partial class DescribeStreamRequest : AmazonKinesisRequest
{
    public string ExclusiveStartShardId { get; set; }

    public int? Limit { get; set; }

    public string StreamARN { get; set; }

    public string StreamId { get; set; }

    public string StreamName { get; set; }

    internal static void Write(Utf8JsonWriter json, DescribeStreamRequest request)
    {
        json.Member("ExclusiveStartShardId", request.ExclusiveStartShardId);
        json.Member("Limit", request.Limit);
        json.Member("StreamARN", request.StreamARN);
        json.Member("StreamId", request.StreamId);
        json.Member("StreamName", request.StreamName);
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
    public EncryptionType EncryptionType { get; set; }

    public List<EnhancedMetrics> EnhancedMonitoring { get; set; }

    public bool? HasMoreShards { get; set; }

    public string KeyId { get; set; }

    public int? RetentionPeriodHours { get; set; }

    public List<Shard> Shards { get; set; }

    public string StreamARN { get; set; }

    public DateTime? StreamCreationTimestamp { get; set; }

    public StreamModeDetails StreamModeDetails { get; set; }

    public string StreamName { get; set; }

    public StreamStatus StreamStatus { get; set; }

    internal static StreamDescription Read(JsonElement json) => new()
    {
        EncryptionType = json.String("EncryptionType"),
        EnhancedMonitoring = json.List("EnhancedMonitoring", EnhancedMetrics.Read),
        HasMoreShards = json.Bool("HasMoreShards"),
        KeyId = json.String("KeyId"),
        RetentionPeriodHours = json.Int("RetentionPeriodHours"),
        Shards = json.List("Shards", Shard.Read),
        StreamARN = json.String("StreamARN"),
        StreamCreationTimestamp = json.Timestamp("StreamCreationTimestamp"),
        StreamModeDetails = json.Object("StreamModeDetails", StreamModeDetails.Read),
        StreamName = json.String("StreamName"),
        StreamStatus = json.String("StreamStatus"),
    };
}
