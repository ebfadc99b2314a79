using System.Globalization;
using Analytics.Functions.Aggregates;
using Analytics.Functions.Counting;
using Analytics.Functions.Orders;
using Analytics.Local.EventSources;
using Analytics.Local.EventSources.Mappings;
using Analytics.Local.Hosting;
using Analytics.Simulation.DynamoDb;
using Analytics.Simulation.Injection;
using Analytics.Simulation.Lambda;
using Analytics.Simulation.Running;
using Analytics.Simulation.Streams;

namespace Analytics.Simulation.Stack;

/// <summary>The whole system in one world: the product's functions and event source mappings over simulated services.</summary>
internal sealed class SimulatedSystem : IDisposable
{
    private const string Region = "us-east-1";

    private static readonly TimeSpan MaxZombie = TimeSpan.FromHours(8);

    // For GuardRemoval.FinalizationDelay: longer than any change may be late without invalidating a rollup.
    private static readonly TimeSpan ClocksBehind = TimeSpan.FromHours(6);

    private readonly Dictionary<string, SimulatedProcess> _mappings = [];
    private readonly Random _random;
    private readonly AnalyticsInvoker _invoker;
    private readonly SimulatedCloudWatch _cloudWatch;

    public SimulatedSystem(World world, FaultInjection injection, Shape shape, GuardRemoval removal)
    {
        World = world;
        FaultInjection = injection;
        Shape = shape;
        _random = world.RandomStreams.Source("mappings");
        Orders = new SimulatedTable(
            SimulatedTables.Orders, "orderId", null,
            new SimulatedIndexDefinition("byMinute", "placedIn", "placedAt", IndexProjection.KeysOnly));
        Aggregates = new SimulatedTable(SimulatedTables.Aggregates, "pk", "sk");
        DynamoDb = new SimulatedDynamoDb(world, new Network(world, injection), injection, removal, Orders, Aggregates);
        Kinesis = new SimulatedKinesis(world, injection, removal);
        Kinesis.Claims = before => DynamoDb.Tampering.Claim(
            before["lane"]?.GetValue<int>() ?? 0, $"{before["placedAt"]!.GetValue<string>()[..16]}Z",
            ulong.Parse(before["changeId"]!.GetValue<string>(), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        TableStreams = new SimulatedTableStreams(world, injection, removal, Orders);
        _cloudWatch = new SimulatedCloudWatch(injection, world.RandomStreams.Source("cloudwatch"));
        Kinesis.Stream.Create(shape.KinesisShards);
        TableStreams.Stream.Create(shape.TableStreamShards);
        Deployment = new Deployment(DynamoDb, Kinesis, _cloudWatch, world.RandomStreams.Source("instances"),
            shape.Commits) { Lanes = shape.Lanes };
        Poison = new PoisonLog();
        ItemHistory = new ItemHistory();
        TableStreams.Recorded = (change, sequenceNumber) =>
        {
            ItemHistory.Add(change, world.Now);
            Poison.Recorded(change, sequenceNumber);
        };

        // Timeouts as in the template. Requests do not resume while the world is at rest: a change during the comparison would look like a
        // wrong answer.
        OrdersFleet = new Fleet<OrdersFunction>(world, injection, "orders", TimeSpan.FromSeconds(10), MaxZombie, Deployment.Orders)
        {
            WakesInCalm = false,
        };
        AggregatesFleet = new Fleet<AggregatesFunction>(
            world, injection, "aggregates", TimeSpan.FromSeconds(29), MaxZombie, Deployment.Aggregates);
        _invoker = new AnalyticsInvoker(
            new Fleet<AnalyticsFunction>(world, injection, "analytics", TimeSpan.FromSeconds(60), MaxZombie, Deployment.Analytics)
            {
                Behind = removal == GuardRemoval.FinalizationDelay ? ClocksBehind : TimeSpan.Zero,
            },
            injection, shape, Poison.Delivering);
    }

    public World World { get; }

    public FaultInjection FaultInjection { get; }

    public Shape Shape { get; }

    public SimulatedTable Orders { get; }

    public SimulatedTable Aggregates { get; }

    public SimulatedDynamoDb DynamoDb { get; }

    public SimulatedKinesis Kinesis { get; }

    public SimulatedTableStreams TableStreams { get; }

    public Deployment Deployment { get; }

    public PoisonLog Poison { get; }

    /// <summary>Interval between reads of a Kinesis shard. Default one second, as in Lambda.</summary>
    public TimeSpan KinesisPollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Number of invocations of the analytics function.</summary>
    public int AnalyticsInvocations => _invoker.Invocations;

    /// <summary>The metrics that the analytics function reports.</summary>
    public SimulatedCloudWatch CloudWatch => _cloudWatch;

    /// <summary>Every state of every order.</summary>
    public ItemHistory ItemHistory { get; }

    public Fleet<OrdersFunction> OrdersFleet { get; }

    public Fleet<AggregatesFunction> AggregatesFleet { get; }

    /// <summary>Starts the event source mapping of a stream at its oldest record, replacing a mapping that already runs.</summary>
    public void BeginMapping(bool isKinesis)
    {
        var mapping = isKinesis ? Shape.KinesisMapping : Shape.TableStreamMapping;
        if (_mappings.GetValueOrDefault(mapping.Name) is { } before)
        {
            before.Kill();
        }

        var host = _mappings[mapping.Name] = World.NewProcess(mapping.Name, TimeSpan.Zero);
        host.Start(() => _ = BeginAsync(mapping, host));
    }

    public void Reshard(bool isKinesis)
    {
        if (isKinesis)
        {
            Kinesis.Stream.Reshard();
        }
        else
        {
            TableStreams.Stream.Reshard();
        }
    }

    public void Hold(bool isKinesis, TimeSpan length)
    {
        if (isKinesis)
        {
            Kinesis.Stream.Hold(length);
        }
        else
        {
            TableStreams.Stream.Hold(length);
        }
    }

    public void Dispose()
    {
        DynamoDb.Dispose();
        Kinesis.Dispose();
        TableStreams.Dispose();
        _cloudWatch.Dispose();
    }

    private async Task BeginAsync(EventSourceMappingDefinition mapping, SimulatedProcess host)
    {
        try
        {
            await EventSourceMappingService.StartAsync(
                [new EventSourceMappingBinding(mapping, "arn:aws:lambda:us-east-1:000000000000:function:analytics", _invoker)],
                new EventSourceMappingServiceOptions
                {
                    Kinesis = Kinesis,
                    DynamoDbStreams = TableStreams,
                    Region = Region,
                    Logs = new History(World),
                    Random = new Random(_random.Next()),
                    Time = host.Time,
                    ShardDiscoveryInterval = TimeSpan.FromHours(1),
                    KinesisPollInterval = KinesisPollInterval,
                },
                CancellationToken.None);
        }
        catch (Exception bug)
        {
            World.Fail(bug);
        }
    }

    private sealed class History(World world) : ILogSink
    {
        public void Write(string source, string line)
        {
            if (world.IsTold)
            {
                world.Tell(source, line);
            }
        }
    }
}
