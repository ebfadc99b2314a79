using Analytics.Core.Orders;
using Analytics.Functions.Counting;
using Analytics.Local.EventSources.Mappings;
using Analytics.Simulation.Checking;
using Analytics.Simulation.Client;
using Analytics.Simulation.DynamoDb;
using Analytics.Simulation.Injection;
using Analytics.Simulation.Reference;
using Analytics.Simulation.Running;
using Analytics.Simulation.Stack;
using Analytics.Simulation.Streams;
using Analytics.Simulation.Terms;

namespace Analytics.Simulation.Steady;

/// <summary>Measures latency and cost of counting in a fault-free simulated world, at any order rate.</summary>
/// <remarks>
/// Functions and event source mappings are the product's own, with the mapping parameters of <c>template.yaml</c>. Time is simulated: each
/// request has a random network latency, functions take no time themselves, and both streams contain a record as soon as it is written.
/// </remarks>
public sealed class SteadyShop
{
    private const int Lanes = 4;
    private const double CancelRate = 0.03;
    private const long MaxSteps = 1_000_000_000;

    private static readonly DateTimeOffset Start = new(2026, 3, 2, 12, 0, 20, TimeSpan.Zero);
    private static readonly TimeSpan MaxTimeToCancel = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan MaxTimeToCount = TimeSpan.FromMinutes(5);

    // Slightly more than Lambda's one second. With equal intervals, both pollers would keep the same offset for the whole run.
    private static readonly TimeSpan KinesisPollInterval = TimeSpan.FromMilliseconds(1_013);

    private readonly SteadyShopOptions _options;
    private readonly SimulatedSystem _system;
    private readonly SimulatedProcess _process;
    private readonly ShopClient _client;
    private readonly CountingWatch _watch;
    private readonly CapacityCounter _meter = new();
    private readonly Random _random;
    private readonly List<TimeSpan> _latencies = [];
    private int _orders;
    private int _cancellations;

    private SteadyShop(SteadyShopOptions options, SimulatedSystem system)
    {
        _options = options;
        _system = system;
        _process = system.World.NewProcess("shop", TimeSpan.Zero);
        _client = new ShopClient(system.World, _process, system.OrdersFleet, system.AggregatesFleet);
        _watch = new CountingWatch(system, _latencies);
        _random = system.World.RandomStreams.Source("steady shop");
        system.Aggregates.Meter = _meter;
        system.CloudWatch.CountsLines = true;
        system.Kinesis.Stream.AnswersAtOnce = system.TableStreams.Stream.AnswersAtOnce = true;
    }

    /// <summary>Runs the shop on the calling thread. Equal options give equal results.</summary>
    public static SteadyShopResult Run(SteadyShopOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Rate);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.TableStreamShards);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Window, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.Length, TimeSpan.Zero);
        var random = new RandomStreams(options.Seed);
        var faults = new FaultInjection(Faults.None.With(Fault.WarmInstances, 1).With(Fault.InstancesAtOnce, 1), random);
        var shape = new Shape(random, faults)
        {
            Start = Start,
            Lanes = Lanes,
            KinesisShards = 1,
            TableStreamShards = options.TableStreamShards,
            Commits = new CommitOptions(),
            KinesisMapping = Mapping("Kinesis", EventSourceKind.Kinesis, SimulatedKinesis.StreamArn) with
            {
                MaximumRetryAttempts = 20,
                MaximumRecordAge = TimeSpan.FromHours(1),
            },
            TableStreamMapping = Mapping("TableStream", EventSourceKind.DynamoDb, SimulatedTableStreams.StreamArn) with
            {
                MaximumBatchingWindow = options.Window,
                MaximumRecordAge = TimeSpan.FromHours(23),
            },
        };
        var world = new World(random, shape.Start) { MaxSteps = MaxSteps };
        using var system = new SimulatedSystem(world, faults, shape, GuardRemoval.None) { KinesisPollInterval = KinesisPollInterval };
        var shop = new SteadyShop(options, system);
        SteadyShopResult? result = null;
        world.Run(shop._process, async () => result = await shop.RunAsync());
        return result!;
    }

    private static EventSourceMappingDefinition Mapping(string name, EventSourceKind kind, string streamArn) => new()
    {
        Name = name,
        Kind = kind,
        StreamArn = streamArn,
        StartingPosition = StartingPosition.TrimHorizon,
        BatchSize = 1_000,
        BisectBatchOnFunctionError = true,
        ReportBatchItemFailures = true,
    };

    private async Task<SteadyShopResult> RunAsync()
    {
        if (_options.HasOrderStream)
        {
            _system.BeginMapping(isKinesis: true);
        }

        _system.BeginMapping(isKinesis: false);
        await TradeAsync();
        for (var waited = TimeSpan.Zero; !_watch.IsComplete && waited < MaxTimeToCount; waited += KinesisPollInterval)
        {
            await Task.Delay(KinesisPollInterval, _process.Time);
        }

        // By then the other source has delivered every change too, and its reads that find duplicates are metered.
        await Task.Delay((_options.Window + KinesisPollInterval) * 3, _process.Time);
        _latencies.Sort();
        return new SteadyShopResult
        {
            Orders = _orders,
            Cancellations = _cancellations,
            LatencyP50 = Percentile(0.5),
            LatencyP99 = Percentile(0.99),
            MaxLatency = Percentile(1),
            WriteUnits = _meter.WriteUnits,
            ReadUnits = _meter.ReadUnits,
            Conflicts = _meter.Conflicts,
            Invocations = _system.AnalyticsInvocations,
            MetricLines = _system.CloudWatch.Lines,
            MetricBytes = _system.CloudWatch.Bytes,
            CountedByTableStream = (double)_watch.FromTableStream / Math.Max(1, _watch.Counted),
            IsExact = await IsExactAsync(),
        };
    }

    private async Task TradeAsync()
    {
        var catalogue = new SteadyCatalogue(
            _system.World.RandomStreams.Source("steady catalogue"),
            _options.HasDimensions ? _system.World.RandomStreams.Source("steady dimensions") : null);
        var customers = new List<Task>();
        var due = TimeSpan.Zero;
        while ((due += TimeSpan.FromSeconds(-Math.Log(1 - _random.NextDouble()) / _options.Rate)) < _options.Length)
        {
            if (Start + due - _system.World.Now is { Ticks: > 0 } ahead)
            {
                await Task.Delay(ahead, _process.Time);
            }

            customers.Add(BuyAsync(catalogue.Terms(++_orders)));
        }

        await Task.WhenAll(customers);
    }

    private async Task BuyAsync(ShopTerms terms)
    {
        var cancelsAfter = _random.Chance(CancelRate) ? MaxTimeToCancel * _random.NextDouble() : (TimeSpan?)null;
        var answer = await _client.PlaceAsync(terms, key: null);
        _watch.Accepted(ChangeOf(answer), isMeasured: true);
        if (cancelsAfter is { } delay)
        {
            await Task.Delay(delay, _process.Time);
            _watch.Accepted(ChangeOf(await _client.CancelAsync(answer.Order().Id)), isMeasured: false);
            _cancellations++;
        }
    }

    private static ulong ChangeOf(ClientResponse answer) => answer.Change is { } header && ChangeToken.TryParse(header, out var token)
        ? token.Change.Value
        : throw new InvalidOperationException($"The orders API should have answered with a change, and answered {answer}.");

    private async Task<bool> IsExactAsync()
    {
        var ledger = new ShopLedger();
        var checker = new Checker(_system, _client, ledger);
        if (!_watch.IsComplete || _watch.Counted != _orders + _cancellations || !Visibility.AreTotalsExact(_system, ledger))
        {
            return false;
        }

        for (var minute = Minutes.Of(Start); minute <= Minutes.Of(Start + _options.Length + MaxTimeToCancel); minute++)
        {
            if (!await checker.IsRightAsync(minute))
            {
                return false;
            }
        }

        return true;
    }

    // Nearest-rank percentile.
    private TimeSpan Percentile(double share) =>
        _latencies.Count == 0 ? TimeSpan.Zero : _latencies[(int)Math.Ceiling(share * _latencies.Count) - 1];
}
