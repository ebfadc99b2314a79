using System.Text.Json;
using Amazon.Runtime;
using Amazon.Standins;

namespace Amazon.Kinesis.Model;

public partial class DeleteStreamRequest : AmazonKinesisRequest
{
    public bool? EnforceConsumerDeletion { get; set; }

    public string StreamARN { get; set; }

    public string StreamId { get; set; }

    public string StreamName { get; set; }

    internal static void Write(Utf8JsonWriter json, DeleteStreamRequest request)
    {
        json.Member("EnforceConsumerDeletion", request.EnforceConsumerDeletion);
        json.Member("StreamARN", request.StreamARN);
        json.Member("StreamId", request.StreamId);
        json.Member("StreamName", request.StreamName);
    }
}

public partial class DeleteStreamResponse : AmazonWebServiceResponse
{
}
