using System.Text.Json;
using Amazon.Runtime;
using Amazon.Standins;

namespace Amazon.Kinesis.Model;

public partial class GetRecordsRequest : AmazonKinesisRequest
{
    /// <summary>1 to 10,000; 10,000 if null.</summary>
    public int? Limit { get; set; }

    public string ShardIterator { get; set; }

    internal static void Write(Utf8JsonWriter json, GetRecordsRequest request)
    {
        json.Member("Limit", request.Limit);
        json.Member("ShardIterator", request.ShardIterator);
    }
}

public partial class GetRecordsResponse : AmazonWebServiceResponse
{
    /// <summary>Null once the shard is closed and read to its end. An empty list of records says nothing of the kind.</summary>
    public string NextShardIterator { get; set; }

    public List<Record> Records { get; set; }

    internal static GetRecordsResponse Read(JsonElement json) => new()
    {
        NextShardIterator = json.String("NextShardIterator"),
        Records = json.List("Records", Record.Read),
    };
}
