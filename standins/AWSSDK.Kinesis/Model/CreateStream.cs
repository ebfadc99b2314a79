using System.Text.Json;
using Amazon.Runtime;
using Amazon.Standins;

namespace Amazon.Kinesis.Model;

public partial class CreateStreamRequest : AmazonKinesisRequest
{
    public int? MaxRecordSizeInKiB { get; set; }

    public int? ShardCount { get; set; }

    public StreamModeDetails StreamModeDetails { get; set; }

    public string StreamName { get; set; }

    public Dictionary<string, string> Tags { get; set; }

    public int? WarmThroughputMiBps { get; set; }

    internal static void Write(Utf8JsonWriter json, CreateStreamRequest request)
    {
        json.Member("MaxRecordSizeInKiB", request.MaxRecordSizeInKiB);
        json.Member("ShardCount", request.ShardCount);
        json.Member("StreamModeDetails", request.StreamModeDetails, StreamModeDetails.Write);
        json.Member("StreamName", request.StreamName);
        json.Member("Tags", request.Tags);
        json.Member("WarmThroughputMiBps", request.WarmThroughputMiBps);
    }
}

/// <summary>The stream is created asynchronously and is not yet ACTIVE.</summary>
public partial class CreateStreamResponse : AmazonWebServiceResponse
{
}
