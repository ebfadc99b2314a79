using System.Text.Json;
using Amazon.Standins;

namespace Amazon.Kinesis.Model;

public partial class Shard
{
    public string AdjacentParentShardId { get; set; }

    public HashKeyRange HashKeyRange { get; set; }

    public string ParentShardId { get; set; }

    public SequenceNumberRange SequenceNumberRange { get; set; }

    public string ShardId { get; set; }

    internal static Shard Read(JsonElement json) => new()
    {
        AdjacentParentShardId = json.String("AdjacentParentShardId"),
        HashKeyRange = json.Object("HashKeyRange", HashKeyRange.Read),
        ParentShardId = json.String("ParentShardId"),
        SequenceNumberRange = json.Object("SequenceNumberRange", SequenceNumberRange.Read),
        ShardId = json.String("ShardId"),
    };
}

public partial class HashKeyRange
{
    public string EndingHashKey { get; set; }

    public string StartingHashKey { get; set; }

    internal static HashKeyRange Read(JsonElement json) => new()
    {
        EndingHashKey = json.String("EndingHashKey"),
        StartingHashKey = json.String("StartingHashKey"),
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
