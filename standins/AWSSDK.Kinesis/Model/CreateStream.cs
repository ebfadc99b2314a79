using System.Text.Json;
using Amazon.Runtime;
using Amazon.Standins;

namespace Amazon.Kinesis.Model;

public partial class CreateStreamRequest : AmazonKinesisRequest
{
    public int? ShardCount { get; set; }

    public string StreamName { get; set; }

    internal static void Write(Utf8JsonWriter json, CreateStreamRequest request)
    {
        json.Member("ShardCount", request.ShardCount);
        json.Member("StreamName", request.StreamName);
    }
}

/// <summary>The stream is created asynchronously and is not yet ACTIVE.</summary>
public partial class CreateStreamResponse : AmazonWebServiceResponse
{
}
