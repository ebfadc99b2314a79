using System.Text.Json;
using Amazon.Runtime;
using Amazon.Standins;

namespace Amazon.Kinesis.Model;

public partial class PutRecordRequest : AmazonKinesisRequest
{
    public MemoryStream Data { get; set; }

    public string PartitionKey { get; set; }

    public string StreamName { get; set; }

    internal static void Write(Utf8JsonWriter json, PutRecordRequest request)
    {
        json.Member("Data", request.Data);
        json.Member("PartitionKey", request.PartitionKey);
        json.Member("StreamName", request.StreamName);
    }
}

public partial class PutRecordResponse : AmazonWebServiceResponse
{
    public string SequenceNumber { get; set; }

    internal static PutRecordResponse Read(JsonElement json) => new()
    {
        SequenceNumber = json.String("SequenceNumber"),
    };
}
