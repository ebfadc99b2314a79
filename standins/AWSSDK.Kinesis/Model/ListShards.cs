using System.Text.Json;
using Amazon.Runtime;
using Amazon.Standins;

namespace Amazon.Kinesis.Model;

public partial class ListShardsRequest : AmazonKinesisRequest
{
    public string ExclusiveStartShardId { get; set; }

    public int? MaxResults { get; set; }

    public string NextToken { get; set; }

    public ShardFilter ShardFilter { get; set; }

    public DateTime? StreamCreationTimestamp { get; set; }

    public string StreamARN { get; set; }

    public string StreamId { get; set; }

    public string StreamName { get; set; }

    internal static void Write(Utf8JsonWriter json, ListShardsRequest request)
    {
        json.Member("ExclusiveStartShardId", request.ExclusiveStartShardId);
        json.Member("MaxResults", request.MaxResults);
        json.Member("NextToken", request.NextToken);
        json.Member("ShardFilter", request.ShardFilter, ShardFilter.Write);
        json.Member("StreamCreationTimestamp", request.StreamCreationTimestamp);
        json.Member("StreamARN", request.StreamARN);
        json.Member("StreamId", request.StreamId);
        json.Member("StreamName", request.StreamName);
    }
}

public partial class ShardFilter
{
    public string ShardId { get; set; }

    public DateTime? Timestamp { get; set; }

    public ShardFilterType Type { get; set; }

    internal static void Write(Utf8JsonWriter json, ShardFilter value)
    {
        json.Member("ShardId", value.ShardId);
        json.Member("Timestamp", value.Timestamp);
        json.Member("Type", value.Type);
    }
}

public partial class ListShardsResponse : AmazonWebServiceResponse
{
    public string NextToken { get; set; }

    public List<Shard> Shards { get; set; }

    internal static ListShardsResponse Read(JsonElement json) => new()
    {
        NextToken = json.String("NextToken"),
        Shards = json.List("Shards", Shard.Read),
    };
}
