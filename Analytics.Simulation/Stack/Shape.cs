using Analytics.Functions.Counting;
using Analytics.Local.EventSources.Mappings;
using Analytics.Simulation.Injection;
using Analytics.Simulation.Running;
using Analytics.Simulation.Streams;

namespace Analytics.Simulation.Stack;

/// <summary>The random configuration of a world, within what a deployment allows: shards, batches, lanes and limits of commits.</summary>
internal sealed class Shape
{
    private static readonly int[] BatchSizes = [2, 10, 40, 200, 1000];
    private static readonly int[] LaneCounts = [1, 2, 4, 8];

    private readonly Random _random;

    public Shape(RandomStreams random, FaultInjection injection)
    {
        _random = random.Source("shape");
        Start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) + TimeSpan.FromSeconds(_random.Next(300 * 86_400));
        Lanes = _random.Of(LaneCounts);
        KinesisShards = _random.Next(1, 4);
        TableStreamShards = _random.Next(1, 4);
        KinesisGivesUp = _random.Next(2) == 0;
        Commits = new CommitOptions
        {
            MaxHeadBytes = _random.Of<int>([250, 400, 1_000, 4_000]),
            MaxDeltaBytes = _random.Of<int>([1, 300, 100_000]),
            Concurrency = _random.Of<int>([1, 3, 16]),
            MaxDocuments = _random.Of<int>([1, 5, 256]),
        };
        KinesisMapping = Mapping("Kinesis", EventSourceKind.Kinesis, SimulatedKinesis.StreamArn, injection) with
        {
            MaximumRetryAttempts = KinesisGivesUp ? 20 : null,
            MaximumRecordAge = KinesisGivesUp ? TimeSpan.FromHours(1) : null,
        };
        TableStreamMapping = Mapping("TableStream", EventSourceKind.DynamoDb, SimulatedTableStreams.StreamArn, injection);
    }

    public DateTimeOffset Start { get; init; }

    public int Lanes { get; init; }

    public int KinesisShards { get; init; }

    public int TableStreamShards { get; init; }

    /// <summary>Whether the Kinesis mapping drops records that it cannot deliver, as the template's mapping does.</summary>
    public bool KinesisGivesUp { get; }

    public CommitOptions Commits { get; init; }

    public EventSourceMappingDefinition KinesisMapping { get; init; }

    public EventSourceMappingDefinition TableStreamMapping { get; init; }

    private EventSourceMappingDefinition Mapping(string name, EventSourceKind kind, string streamArn, FaultInjection injection) => new()
    {
        Name = name,
        Kind = kind,
        StreamArn = streamArn,
        StartingPosition = StartingPosition.TrimHorizon,
        BatchSize = _random.Of(BatchSizes),
        MaximumBatchingWindow = TimeSpan.FromSeconds(_random.Next(0, 6)),
        ParallelizationFactor = injection.StrikesEvenInCalm(Fault.BatchesSideBySide) ? _random.Next(2, 5) : 1,
        MaximumRetryAttempts = null,
        BisectBatchOnFunctionError = _random.Next(2) == 0,
        ReportBatchItemFailures = true,
    };
}
