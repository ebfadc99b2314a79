using System.Text.Json.Nodes;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Amazon.Runtime;
using Analytics.Simulation.Injection;
using Analytics.Simulation.Running;

namespace Analytics.Simulation.Streams;

/// <summary>Kinesis in memory, with one stream.</summary>
internal sealed class SimulatedKinesis : AmazonKinesisClient
{
    public const string StreamName = "order-stream";
    public const string StreamArn = $"arn:aws:kinesis:us-east-1:000000000000:stream/{StreamName}";

    private readonly World _world;
    private readonly FaultInjection _injection;
    private readonly GuardRemoval _removal;
    private readonly Random _random;

    public SimulatedKinesis(World world, FaultInjection injection, GuardRemoval removal)
        : base(new BasicAWSCredentials("simulated", "simulated"), new AmazonKinesisConfig { ServiceURL = "http://simulated.invalid" })
    {
        _world = world;
        _injection = injection;
        _removal = removal;
        _random = world.RandomStreams.Source("kinesis");
        Stream = new SimulatedStream<Record>(world, injection, "kinesis", canMerge: true);
    }

    public SimulatedStream<Record> Stream { get; }

    /// <summary>
    /// Called with the old order of each published change. The change that produced that order shall look counted. Used to remove the gap
    /// rule.
    /// </summary>
    public Action<JsonNode>? Claims { get; set; }

    /// <summary>Adds a record to the stream without any fault.</summary>
    public void Put(string partitionKey, byte[] data)
    {
        Stream.Put(partitionKey, sequenceNumber => new Record
        {
            PartitionKey = partitionKey,
            Data = new MemoryStream(data, writable: false),
            SequenceNumber = sequenceNumber,
            ApproximateArrivalTimestamp = _world.Now.UtcDateTime,
        });
    }

    public override Task<PutRecordResponse> PutRecordAsync(PutRecordRequest request, CancellationToken cancellationToken = default)
    {
        _world.AssertInside();
        var answer = new TaskCompletionSource<PutRecordResponse>();
        cancellationToken.UnsafeRegister(
            static (state, token) => ((TaskCompletionSource<PutRecordResponse>)state!).TrySetCanceled(token), answer);
        var data = Tampered(request.Data.ToArray());
        var (takes, answers) = _injection.Strikes(Fault.KinesisFails) ? (_random.Next(2) == 0, false) : (true, true);
        var refuses = !takes && _random.Next(2) == 0;
        _world.Clock.After(_world.Services, TimeSpan.FromMilliseconds(_random.Next(1, 40)), () =>
        {
            if (takes)
            {
                Put(request.PartitionKey, data);
                if (_injection.Strikes(Fault.RecordTwice))
                {
                    Put(request.PartitionKey, data);
                }
            }

            if (answers)
            {
                answer.TrySetResult(new PutRecordResponse());
            }
            else if (refuses)
            {
                answer.TrySetException(new ProvisionedThroughputExceededException("Rate exceeded for shard."));
            }
        });
        return answer.Task;
    }

    public override Task<ListShardsResponse> ListShardsAsync(ListShardsRequest request, CancellationToken cancellationToken = default)
    {
        Stream.AssertInReach();
        return Task.FromResult(new ListShardsResponse
        {
            Shards =
            [
                .. Stream.Shards.Select(shard => new Shard
                {
                    ShardId = shard.Id,
                    ParentShardId = shard.Parents.ElementAtOrDefault(0)?.Id,
                    AdjacentParentShardId = shard.Parents.ElementAtOrDefault(1)?.Id,
                }),
            ],
        });
    }

    public override Task<GetShardIteratorResponse> GetShardIteratorAsync(
        GetShardIteratorRequest request, CancellationToken cancellationToken = default)
    {
        Stream.AssertInReach();
        var iterator = request.ShardIteratorType.Value switch
        {
            "TRIM_HORIZON" => Stream.IteratorAfter(request.ShardId, null),
            "AFTER_SEQUENCE_NUMBER" => Stream.IteratorAfter(request.ShardId, request.StartingSequenceNumber),
            "AT_TIMESTAMP" => Stream.IteratorAt(request.ShardId, new DateTimeOffset(request.Timestamp!.Value, TimeSpan.Zero)),
            var other => throw new NotSupportedException($"The simulated stream has no iterator of type {other}."),
        };
        return Task.FromResult(new GetShardIteratorResponse
        {
            ShardIterator = iterator ?? throw new InvalidArgumentException("The sequence number is not known."),
        });
    }

    public override async Task<GetRecordsResponse> GetRecordsAsync(GetRecordsRequest request, CancellationToken cancellationToken = default)
    {
        var (entries, next) = await Stream.ReadAsync(request.ShardIterator, request.Limit ?? 1_000, cancellationToken)
            ?? throw new ExpiredIteratorException("Iterator expired.");
        return new GetRecordsResponse { Records = [.. entries.Select(entry => entry.Record)], NextShardIterator = next };
    }

    private byte[] Tampered(byte[] data)
    {
        if (_removal is not (GuardRemoval.ImageBefore or GuardRemoval.GapRule)
            || JsonNode.Parse(data) is not { } json || json["data"]?["before"] is not { } before)
        {
            return data;
        }

        if (_removal == GuardRemoval.GapRule)
        {
            Claims?.Invoke(before);
            return data;
        }

        before["status"] = "CANCELLED";
        return System.Text.Encoding.UTF8.GetBytes(json.ToJsonString());
    }
}
