using System.Text.Json;
using Amazon.Standins;

namespace Amazon.DynamoDBStreams.Model;

public partial class Shard
{
    public string ParentShardId { get; set; }

    public SequenceNumberRange SequenceNumberRange { get; set; }

    public string ShardId { get; set; }

    internal static Shard Read(JsonElement json) => new()
    {
        ParentShardId = json.String("ParentShardId"),
        SequenceNumberRange = json.Object("SequenceNumberRange", SequenceNumberRange.Read),
        ShardId = json.String("ShardId"),
    };
}

public partial class SequenceNumberRange
{
    /// <summary>Null while the shard is open.</summary>
    public string EndingSequenceNumber { get; set; }

    public string StartingSequenceNumber { get; set; }

    internal static SequenceNumberRange Read(JsonElement json) => new()
    {
        EndingSequenceNumber = json.String("EndingSequenceNumber"),
        StartingSequenceNumber = json.String("StartingSequenceNumber"),
    };
}
