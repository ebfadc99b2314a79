using System.Text.Json;
using Amazon.Runtime;
using Amazon.Standins;

namespace Amazon.Kinesis.Model;

public partial class DescribeStreamSummaryRequest : AmazonKinesisRequest
{
    public string StreamARN { get; set; }

    public string StreamId { get; set; }

    public string StreamName { get; set; }

    internal static void Write(Utf8JsonWriter json, DescribeStreamSummaryRequest request)
    {
        json.Member("StreamARN", request.StreamARN);
        json.Member("StreamId", request.StreamId);
        json.Member("StreamName", request.StreamName);
    }
}

public partial class DescribeStreamSummaryResponse : AmazonWebServiceResponse
{
    public StreamDescriptionSummary StreamDescriptionSummary { get; set; }

    internal static DescribeStreamSummaryResponse Read(JsonElement json) => new()
    {
        StreamDescriptionSummary = json.Object("StreamDescriptionSummary", StreamDescriptionSummary.Read),
    };
}

public partial class StreamDescriptionSummary
{
    public int? ConsumerCount { get; set; }

    public EncryptionType EncryptionType { get; set; }

    public List<EnhancedMetrics> EnhancedMonitoring { get; set; }

    public string KeyId { get; set; }

    public int? MaxRecordSizeInKiB { get; set; }

    public int? OpenShardCount { get; set; }

    public int? RetentionPeriodHours { get; set; }

    public string StreamARN { get; set; }

    public DateTime? StreamCreationTimestamp { get; set; }

    public string StreamId { get; set; }

    public StreamModeDetails StreamModeDetails { get; set; }

    public string StreamName { get; set; }

    public StreamStatus StreamStatus { get; set; }

    public WarmThroughputObject WarmThroughput { get; set; }

    internal static StreamDescriptionSummary Read(JsonElement json) => new()
    {
        ConsumerCount = json.Int("ConsumerCount"),
        EncryptionType = json.String("EncryptionType"),
        EnhancedMonitoring = json.List("EnhancedMonitoring", EnhancedMetrics.Read),
        KeyId = json.String("KeyId"),
        MaxRecordSizeInKiB = json.Int("MaxRecordSizeInKiB"),
        OpenShardCount = json.Int("OpenShardCount"),
        RetentionPeriodHours = json.Int("RetentionPeriodHours"),
        StreamARN = json.String("StreamARN"),
        StreamCreationTimestamp = json.Timestamp("StreamCreationTimestamp"),
        StreamId = json.String("StreamId"),
        StreamModeDetails = json.Object("StreamModeDetails", StreamModeDetails.Read),
        StreamName = json.String("StreamName"),
        StreamStatus = json.String("StreamStatus"),
        WarmThroughput = json.Object("WarmThroughput", WarmThroughputObject.Read),
    };
}
