using System.Text.Json;
using Amazon.Runtime;
using Amazon.Standins;

namespace Amazon.Kinesis.Model;

public partial class PutRecordsRequest : AmazonKinesisRequest
{
    public List<PutRecordsRequestEntry> Records { get; set; }

    public string StreamARN { get; set; }

    public string StreamId { get; set; }

    public string StreamName { get; set; }

    internal static void Write(Utf8JsonWriter json, PutRecordsRequest request)
    {
        json.Member("Records", request.Records, PutRecordsRequestEntry.Write);
        json.Member("StreamARN", request.StreamARN);
        json.Member("StreamId", request.StreamId);
        json.Member("StreamName", request.StreamName);
    }
}

public partial class PutRecordsRequestEntry
{
    public MemoryStream Data { get; set; }

    public string ExplicitHashKey { get; set; }

    public string PartitionKey { get; set; }

    internal static void Write(Utf8JsonWriter json, PutRecordsRequestEntry value)
    {
        json.Member("Data", value.Data);
        json.Member("ExplicitHashKey", value.ExplicitHashKey);
        json.Member("PartitionKey", value.PartitionKey);
    }
}

/// <summary>
/// One entry for each record of the request, in its order. Records fail one by one: a call that returned may have stored none of them.
/// </summary>
public partial class PutRecordsResponse : AmazonWebServiceResponse
{
    public EncryptionType EncryptionType { get; set; }

    public int? FailedRecordCount { get; set; }

    public List<PutRecordsResultEntry> Records { get; set; }

    internal static PutRecordsResponse Read(JsonElement json) => new()
    {
        EncryptionType = json.String("EncryptionType"),
        FailedRecordCount = json.Int("FailedRecordCount"),
        Records = json.List("Records", PutRecordsResultEntry.Read),
    };
}

/// <summary>Either a sequence number and a shard, or an error.</summary>
public partial class PutRecordsResultEntry
{
    /// <summary>Null if the record was stored.</summary>
    public string ErrorCode { get; set; }

    public string ErrorMessage { get; set; }

    public string SequenceNumber { get; set; }

    public string ShardId { get; set; }

    internal static PutRecordsResultEntry Read(JsonElement json) => new()
    {
        ErrorCode = json.String("ErrorCode"),
        ErrorMessage = json.String("ErrorMessage"),
        SequenceNumber = json.String("SequenceNumber"),
        ShardId = json.String("ShardId"),
    };
}
