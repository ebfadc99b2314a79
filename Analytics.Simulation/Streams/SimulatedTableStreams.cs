using Amazon.DynamoDBStreams;
using Amazon.DynamoDBStreams.Model;
using Amazon.Runtime;
using Analytics.Simulation.DynamoDb;
using Analytics.Simulation.Running;
using Images = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBStreams.Model.AttributeValue>;
using TableValue = Amazon.DynamoDBv2.Model.AttributeValue;

namespace Analytics.Simulation.Streams;

/// <summary>The stream of a simulated table, with new and old images.</summary>
internal sealed class SimulatedTableStreams : AmazonDynamoDBStreamsClient
{
    public const string StreamArn = "arn:aws:dynamodb:us-east-1:000000000000:table/orders/stream/2026-01-01T00:00:00.000";

    private readonly World _world;
    private readonly Sabotage _sabotage;
    private readonly SimulatedTable _table;
    private readonly ulong _idPrefix;

    public SimulatedTableStreams(World world, Mischief mischief, Sabotage sabotage, SimulatedTable table)
        : base(new BasicAWSCredentials("simulated", "simulated"), new AmazonDynamoDBStreamsConfig { ServiceURL = "http://simulated.invalid" })
    {
        _world = world;
        _sabotage = sabotage;
        _table = table;
        var name = new Digest();
        name.Add(table.Name);
        _idPrefix = name.Value;
        Stream = new SimulatedStream<Record>(world, mischief, "table", canMerge: false);
        table.Changed = Add;
    }

    public SimulatedStream<Record> Stream { get; }

    /// <summary>Told of every record that is made, and its sequence number.</summary>
    public Action<TableChange, string>? Recorded { get; set; }

    public override Task<DescribeStreamResponse> DescribeStreamAsync(DescribeStreamRequest request, CancellationToken cancellationToken = default)
    {
        Stream.AssertInReach();
        return Task.FromResult(new DescribeStreamResponse
        {
            StreamDescription = new StreamDescription
            {
                Shards = [.. Stream.Shards.Select(shard => new Shard { ShardId = shard.Id, ParentShardId = shard.Parents.ElementAtOrDefault(0)?.Id })],
            },
        });
    }

    public override Task<GetShardIteratorResponse> GetShardIteratorAsync(
        GetShardIteratorRequest request, CancellationToken cancellationToken = default)
    {
        Stream.AssertInReach();
        var iterator = request.ShardIteratorType.Value switch
        {
            "TRIM_HORIZON" => Stream.IteratorAfter(request.ShardId, null),
            "AT_SEQUENCE_NUMBER" => Stream.IteratorAt(request.ShardId, request.SequenceNumber),
            "AFTER_SEQUENCE_NUMBER" => Stream.IteratorAfter(request.ShardId, request.SequenceNumber),
            var other => throw new NotSupportedException($"The simulated stream has no iterator of type {other}."),
        };
        return Task.FromResult(new GetShardIteratorResponse
        {
            ShardIterator = iterator ?? throw new TrimmedDataAccessException("The requested position is before the trim horizon."),
        });
    }

    public override async Task<GetRecordsResponse> GetRecordsAsync(GetRecordsRequest request, CancellationToken cancellationToken = default)
    {
        var (entries, next) = await Stream.ReadAsync(request.ShardIterator, request.Limit ?? 1_000, cancellationToken)
            ?? throw new ExpiredIteratorException("Iterator expired.");
        return new GetRecordsResponse { Records = [.. entries.Select(entry => entry.Record)], NextShardIterator = next };
    }

    private void Add(TableChange change) => Stream.Put(change.Key.Partition, sequenceNumber =>
    {
        Recorded?.Invoke(change, sequenceNumber);
        return RecordOf(change, sequenceNumber);
    });

    private Record RecordOf(TableChange change, string sequenceNumber) => new()
    {
        EventID = EventId(sequenceNumber),
        EventName = change switch
        {
            { Before: null } => OperationType.INSERT,
            { After: null } => OperationType.REMOVE,
            _ => OperationType.MODIFY,
        },
        EventVersion = "1.1",
        EventSource = "aws:dynamodb",
        UserIdentity = change.ByTimeToLive ? new Identity { Type = "Service", PrincipalId = "dynamodb.amazonaws.com" } : null,
        Dynamodb = new StreamRecord
        {
            ApproximateCreationDateTime = DateTimeOffset.FromUnixTimeSeconds(_world.Now.ToUnixTimeSeconds()).UtcDateTime,
            Keys = Image(_table.KeyAt(change.Key.Partition, new Place(change.Key.Sort))),
            NewImage = change.After is { } after ? Image(after) : null,
            OldImage = change.Before is { } before ? Tampered(Image(before)) : null,
            SequenceNumber = sequenceNumber,

            // One that leaves it out is not in the usual form, so that records are read the thorough way as well as the fast one.
            SizeBytes = sequenceNumber[^1] == '7' ? null : 540,
            StreamViewType = StreamViewType.NEW_AND_OLD_IMAGES,
        },
    };

    // Unique among the records of all tables.
    private string EventId(string sequenceNumber) => $"{_idPrefix:x16}{sequenceNumber[^16..]}";

    private Images Tampered(Images before)
    {
        if (_sabotage == Sabotage.RetractionDisabled && before.ContainsKey("status"))
        {
            before["status"] = new AttributeValue { S = "CANCELLED" };
        }

        return before;
    }

    private static Images Image(Dictionary<string, TableValue> item) => item.ToDictionary(pair => pair.Key, pair => Value(pair.Value));

    private static AttributeValue Value(TableValue value) => value switch
    {
        { S: not null } => new AttributeValue { S = value.S },
        { N: not null } => new AttributeValue { N = value.N },
        { B: not null } => new AttributeValue { B = value.B },
        { BOOL: not null } => new AttributeValue { BOOL = value.BOOL },
        { NULL: true } => new AttributeValue { NULL = true },
        { IsMSet: true } => new AttributeValue { M = Image(value.M) },
        { IsLSet: true } => new AttributeValue { L = value.L.ConvertAll(Value) },
        _ => throw new NotSupportedException("The simulated table takes no sets."),
    };
}
