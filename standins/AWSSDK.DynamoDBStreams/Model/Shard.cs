using System.Text.Json;
using Amazon.Standins;

namespace Amazon.DynamoDBStreams.Model;

public partial class Shard
{
    public string ParentShardId { get; set; }

    public string ShardId { get; set; }

    internal static Shard Read(JsonElement json) => new()
    {
        ParentShardId = json.String("ParentShardId"),
        ShardId = json.String("ShardId"),
    };
}
