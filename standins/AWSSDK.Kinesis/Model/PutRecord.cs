using System.Text.Json;
using Amazon.Runtime;
using Amazon.Standins;

namespace Amazon.Kinesis.Model;

public partial class PutRecordRequest : AmazonKinesisRequest
{
    public MemoryStream Data { get; set; }

    public string ExplicitHashKey { get; set; }

    public string PartitionKey { get; set; }

    public string SequenceNumberForOrdering { get; set; }

    public string StreamARN { get; set; }

    public string StreamId { get; set; }

    public string StreamName { get; set; }

    internal static void Write(Utf8JsonWriter json, PutRecordRequest request)
    {
        json.Member("Data", request.Data);
        json.Member("ExplicitHashKey", request.ExplicitHashKey);
        json.Member("PartitionKey", request.PartitionKey);
        json.Member("SequenceNumberForOrdering", request.SequenceNumberForOrdering);
        json.Member("StreamARN", request.StreamARN);
        json.Member("StreamId", request.StreamId);
        json.Member("StreamName", request.StreamName);
    }
}

public partial class PutRecordResponse : AmazonWebServiceResponse
{
    public EncryptionType EncryptionType { get; set; }

    public string SequenceNumber { get; set; }

    public string ShardId { get; set; }

    internal static PutRecordResponse Read(JsonElement json) => new()
    {
        EncryptionType = json.String("EncryptionType"),
        SequenceNumber = json.String("SequenceNumber"),
        ShardId = json.String("ShardId"),
    };
}
