using Analytics.Core.Orders;
using Analytics.Functions.Aggregates;
using Analytics.Functions.Counting;
using Analytics.Functions.Metrics;
using Analytics.Functions.Orders;
using Analytics.Simulation.DynamoDb;
using Analytics.Simulation.Lambda;
using Analytics.Simulation.Running;
using Analytics.Simulation.Streams;
using Analytics.Storage;

namespace Analytics.Simulation.Stack;

/// <summary>
/// Composes the product's functions as a cold start does, with the simulated services, the instance's own clock and its own randomness.
/// </summary>
internal sealed class Deployment(
    SimulatedDynamoDb dynamoDb, SimulatedKinesis kinesis, SimulatedCloudWatch cloudWatch, Random random, CommitOptions commits)
{
    private const string MetricNamespace = "Simulated";
    private const int LanesReadAtOnce = 16;

    private static readonly EmbeddedMetricSink LoggedMetrics = new(_ => { }, MetricNamespace);

    /// <summary>Number of lanes over which new instances of the orders function spread orders.</summary>
    public required int Lanes { get; set; }

    public OrdersFunction Orders(SimulatedProcess process)
    {
        var ids = new Random(random.Next());
        return new OrdersFunction(
            new OrdersHandler(
                new DynamoOrderStore(dynamoDb, SimulatedTables.Orders, process.Time),
                new KinesisOrderEventPublisher(kinesis, SimulatedKinesis.StreamName, LoggedMetrics, process.Time),
                Lanes,
                () => NewId(ids),
                ids,
                process.Time,
                registry: new DimensionRegistry(dynamoDb, SimulatedTables.Aggregates)),
            new OrderMetrics(LoggedMetrics, process.Time),
            process.Time);
    }

    public AnalyticsFunction Analytics(SimulatedProcess process)
    {
        var store = new DynamoMinuteStore(dynamoDb, SimulatedTables.Aggregates);
        return new AnalyticsFunction(
            new BatchCounter(
                new Committer(store, commits, process.Time, new Random(random.Next())),
                new DynamoQuarantine(dynamoDb, SimulatedTables.Aggregates, new Random(random.Next())),
                commits.Concurrency,
                process.Time),
            new CloudWatchSink(() => cloudWatch, MetricNamespace, process.Time),
            MetricItems.None,
            process.Time);
    }

    public AggregatesFunction Aggregates(SimulatedProcess process)
    {
        var cache = new ItemCache();
        var minutes = new DynamoMinuteStore(dynamoDb, SimulatedTables.Aggregates, cache);
        var rollups = new RollupReader(
            new DynamoRollupStore(dynamoDb, SimulatedTables.Aggregates, new Random(random.Next()), cache), minutes, LanesReadAtOnce);
        return new AggregatesFunction(
            new AggregatesHandler(
                new AggregateReader(minutes, rollups, LanesReadAtOnce, process.Time), new ChangeWaiter(minutes, process.Time),
                process.Time),
            process.Time);
    }

    private static OrderId NewId(Random ids)
    {
        var bytes = new byte[16];
        ids.NextBytes(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x70);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new OrderId(new Guid(bytes, bigEndian: true));
    }
}
