using System.Text.Json;
using Amazon.Standins;

namespace Amazon.Kinesis.Model;

public partial class Shard
{
    public string AdjacentParentShardId { get; set; }

    public string ParentShardId { get; set; }

    public string ShardId { get; set; }

    internal static Shard Read(JsonElement json) => new()
    {
        AdjacentParentShardId = json.String("AdjacentParentShardId"),
        ParentShardId = json.String("ParentShardId"),
        ShardId = json.String("ShardId"),
    };
}
