using Analytics.Local.EventSources.Mappings;

namespace Analytics.Local.EventSources.Shards;

/// <summary>From where a shard is read: a closed set.</summary>
public abstract record ShardPosition
{
    private ShardPosition()
    {
    }

    /// <summary>From the oldest record there is.</summary>
    public sealed record TrimHorizon : ShardPosition;

    /// <summary>After the newest record there is.</summary>
    public sealed record Latest : ShardPosition;

    /// <summary>From the first record not older than a moment.</summary>
    public sealed record At(DateTimeOffset Moment) : ShardPosition;

    /// <summary>After a record.</summary>
    public sealed record After(string SequenceNumber) : ShardPosition;

    /// <summary>Nowhere: everything in the shard is done.</summary>
    public sealed record Ended : ShardPosition;

    /// <summary>Where a mapping begins with the shards that are there when it is created.</summary>
    public static ShardPosition Starting(EventSourceMappingDefinition mapping) => mapping.StartingPosition switch
    {
        StartingPosition.TrimHorizon => new TrimHorizon(),
        StartingPosition.Latest => new Latest(),
        StartingPosition.AtTimestamp when mapping.Kind == EventSourceKind.Kinesis && mapping.StartingPositionTimestamp is { } moment =>
            new At(moment),
        _ => throw new ArgumentException($"{mapping.Name}: AT_TIMESTAMP takes a Kinesis stream and a StartingPositionTimestamp."),
    };
}
