using System.Text.Json;
using Amazon.Runtime;
using Amazon.Standins;

namespace Amazon.Kinesis.Model;

public partial class GetRecordsRequest : AmazonKinesisRequest
{
    /// <summary>1 to 10,000; 10,000 if null.</summary>
    public int? Limit { get; set; }

    public string ShardIterator { get; set; }

    public string StreamARN { get; set; }

    public string StreamId { get; set; }

    internal static void Write(Utf8JsonWriter json, GetRecordsRequest request)
    {
        json.Member("Limit", request.Limit);
        json.Member("ShardIterator", request.ShardIterator);
        json.Member("StreamARN", request.StreamARN);
        json.Member("StreamId", request.StreamId);
    }
}

public partial class GetRecordsResponse : AmazonWebServiceResponse
{
    public List<ChildShard> ChildShards { get; set; }

    /// <summary>How far the reader is behind the tip of the shard, in milliseconds.</summary>
    public long? MillisBehindLatest { get; set; }

    /// <summary>Null once the shard is closed and read to its end. An empty list of records says nothing of the kind.</summary>
    public string NextShardIterator { get; set; }

    public List<Record> Records { get; set; }

    internal static GetRecordsResponse Read(JsonElement json) => new()
    {
        ChildShards = json.List("ChildShards", ChildShard.Read),
        MillisBehindLatest = json.Long("MillisBehindLatest"),
        NextShardIterator = json.String("NextShardIterator"),
        Records = json.List("Records", Record.Read),
    };
}

public partial class ChildShard
{
    public HashKeyRange HashKeyRange { get; set; }

    public List<string> ParentShards { get; set; }

    public string ShardId { get; set; }

    internal static ChildShard Read(JsonElement json) => new()
    {
        HashKeyRange = json.Object("HashKeyRange", HashKeyRange.Read),
        ParentShards = json.List("ParentShards", JsonReading.AsString),
        ShardId = json.String("ShardId"),
    };
}
