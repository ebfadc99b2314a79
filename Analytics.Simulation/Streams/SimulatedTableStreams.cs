using Amazon.DynamoDBStreams;
using Amazon.DynamoDBStreams.Model;
using Amazon.Runtime;
using Analytics.Simulation.DynamoDb;
using Analytics.Simulation.Injection;
using Analytics.Simulation.Running;
using Images = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBStreams.Model.AttributeValue>;
using TableValue = Amazon.DynamoDBv2.Model.AttributeValue;

namespace Analytics.Simulation.Streams;

/// <summary>The DynamoDB stream of a simulated table, with new and old images.</summary>
internal sealed class SimulatedTableStreams : AmazonDynamoDBStreamsClient
{
    public const string StreamArn = "arn:aws:dynamodb:us-east-1:000000000000:table/orders/stream/2026-01-01T00:00:00.000";

    private readonly World _world;
    private readonly GuardRemoval _removal;
    private readonly SimulatedTable _table;
    private readonly ulong _idPrefix;
    private long _deliveries;

    public SimulatedTableStreams(World world, FaultInjection injection, GuardRemoval removal, SimulatedTable table)
        : base(
            new BasicAWSCredentials("simulated", "simulated"), new AmazonDynamoDBStreamsConfig { ServiceURL = "http://simulated.invalid" })
    {
        _world = world;
        _removal = removal;
        _table = table;
        var name = new Digest();
        name.Add(table.Name);
        _idPrefix = name.Value;
        Stream = new SimulatedStream<Record>(world, injection, "table", canMerge: false);
        table.Changed = Add;
    }

    public SimulatedStream<Record> Stream { get; }

    /// <summary>Called with each new record and its sequence number.</summary>
    public Action<TableChange, string>? Recorded { get; set; }

    public override Task<DescribeStreamResponse> DescribeStreamAsync(
        DescribeStreamRequest request, CancellationToken cancellationToken = default)
    {
        Stream.AssertInReach();
        return Task.FromResult(new DescribeStreamResponse
        {
            StreamDescription = new StreamDescription
            {
                Shards = [.. Stream.Shards.Select(
                    shard => new Shard { ShardId = shard.Id, ParentShardId = shard.Parents.ElementAtOrDefault(0)?.Id })],
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
        return new GetRecordsResponse { Records = [.. entries.Select(entry => Delivered(entry.Record))], NextShardIterator = next };
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
        UserIdentity = change.ByTimeToLive && _removal != GuardRemoval.TimeToLive
            ? new Identity { Type = "Service", PrincipalId = "dynamodb.amazonaws.com" } : null,
        Dynamodb = new StreamRecord
        {
            ApproximateCreationDateTime = CreatedAt().UtcDateTime,
            Keys = Image(_table.KeyAt(change.Key.Partition, new Place(change.Key.Sort))),
            NewImage = change.After is { } after ? WithOwnIds(Image(after)) : null,
            OldImage = change.Before is { } before ? Tampered(Image(before)) : null,
            SequenceNumber = sequenceNumber,

            // Records without SizeBytes do not have the usual form, so that the validating parser is exercised, too.
            SizeBytes = sequenceNumber[^1] == '7' ? null : 540,
            StreamViewType = StreamViewType.NEW_AND_OLD_IMAGES,
        },
    };

    // Unique across the records of all tables.
    private string EventId(string sequenceNumber) =>
        _removal == GuardRemoval.EventIdUnique ? $"{_idPrefix:x16}" : $"{_idPrefix:x16}{sequenceNumber[^16..]}";

    private DateTimeOffset CreatedAt() => _removal == GuardRemoval.EventIdUnique
        ? DateTimeOffset.FromUnixTimeSeconds(1_700_000_000)
        : DateTimeOffset.FromUnixTimeSeconds(_world.Now.ToUnixTimeSeconds());

    // Quarantined records are compared byte for byte. Removals never go to quarantine, so only they get a new id per delivery.
    private Record Delivered(Record record) =>
        _removal != GuardRemoval.EventIdLasting || record.EventName != OperationType.REMOVE ? record : new Record
    {
        EventID = $"{++_deliveries:x32}",
        EventName = record.EventName,
        EventVersion = record.EventVersion,
        EventSource = record.EventSource,
        UserIdentity = record.UserIdentity,
        Dynamodb = record.Dynamodb,
    };

    private Images WithOwnIds(Images image)
    {
        if (_removal == GuardRemoval.OrderHash && image.GetValueOrDefault("changeIds")?.L is { } ids
            && Core.Orders.OrderId.TryParse(image.GetValueOrDefault("orderId")?.S, out var order))
        {
            var own = Core.Orders.ChangeId.HashOf(order).ToString("x8", System.Globalization.CultureInfo.InvariantCulture);
            ids.ForEach(id => id.S = id.S is { Length: 16 } text ? own + text[8..] : id.S);
        }

        return image;
    }

    private Images Tampered(Images before)
    {
        if (_removal == GuardRemoval.ImageBefore && before.ContainsKey("status"))
        {
            before["status"] = new AttributeValue { S = "CANCELLED" };
        }

        if (_removal == GuardRemoval.OwnRule)
        {
            before.Remove("changeIds");
        }

        return WithOwnIds(before);
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
