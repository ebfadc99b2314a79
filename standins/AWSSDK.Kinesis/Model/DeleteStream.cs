using System.Text.Json;
using Amazon.Runtime;
using Amazon.Standins;

namespace Amazon.Kinesis.Model;

public partial class DeleteStreamRequest : AmazonKinesisRequest
{
    public string StreamName { get; set; }

    internal static void Write(Utf8JsonWriter json, DeleteStreamRequest request) => json.Member("StreamName", request.StreamName);
}

/// <summary>The stream is deleted asynchronously and is DELETING meanwhile.</summary>
public partial class DeleteStreamResponse : AmazonWebServiceResponse
{
}
