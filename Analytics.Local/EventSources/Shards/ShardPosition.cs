using Analytics.Local.EventSources.Mappings;

namespace Analytics.Local.EventSources.Shards;

/// <summary>The position from which a shard is read. A closed set of cases.</summary>
public abstract record ShardPosition
{
    private ShardPosition()
    {
    }

    /// <summary>At the oldest available record.</summary>
    public sealed record TrimHorizon : ShardPosition;

    /// <summary>After the newest record.</summary>
    public sealed record Latest : ShardPosition;

    /// <summary>At the first record at or after a given time.</summary>
    public sealed record At(DateTimeOffset Moment) : ShardPosition;

    /// <summary>After the record with this sequence number.</summary>
    public sealed record After(string SequenceNumber) : ShardPosition;

    /// <summary>At the end: all records of the shard are done.</summary>
    public sealed record Ended : ShardPosition;

    /// <summary>The starting position for shards that exist when the mapping first lists them.</summary>
    public static ShardPosition Starting(EventSourceMappingDefinition mapping) => mapping.StartingPosition switch
    {
        StartingPosition.TrimHorizon => new TrimHorizon(),
        StartingPosition.Latest => new Latest(),
        StartingPosition.AtTimestamp when mapping.Kind == EventSourceKind.Kinesis && mapping.StartingPositionTimestamp is { } moment =>
            new At(moment),
        _ => throw new ArgumentException($"{mapping.Name}: AT_TIMESTAMP takes a Kinesis stream and a StartingPositionTimestamp."),
    };
}
