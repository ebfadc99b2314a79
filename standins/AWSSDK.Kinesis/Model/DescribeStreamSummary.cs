using System.Text.Json;
using Amazon.Runtime;
using Amazon.Standins;

namespace Amazon.Kinesis.Model;

public partial class DescribeStreamSummaryRequest : AmazonKinesisRequest
{
    public string StreamName { get; set; }

    internal static void Write(Utf8JsonWriter json, DescribeStreamSummaryRequest request)
    {
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
    public int? OpenShardCount { get; set; }

    public string StreamARN { get; set; }

    public StreamStatus StreamStatus { get; set; }

    internal static StreamDescriptionSummary Read(JsonElement json) => new()
    {
        OpenShardCount = json.Int("OpenShardCount"),
        StreamARN = json.String("StreamARN"),
        StreamStatus = json.String("StreamStatus"),
    };
}
