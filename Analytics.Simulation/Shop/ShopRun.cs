using Amazon.DynamoDBv2.Model;
using Analytics.Simulation.Checking;
using Analytics.Simulation.Client;
using Analytics.Simulation.Injection;
using Analytics.Simulation.Reference;
using Analytics.Simulation.Running;
using Analytics.Simulation.Stack;
using Analytics.Simulation.Terms;

namespace Analytics.Simulation.Shop;

/// <summary>Plays a history against a simulated system and compares everything at each rest.</summary>
internal sealed class ShopRun
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly SimulatedSystem _system;
    private readonly Scenario _scenario;
    private readonly ShopLedger _ledger = new();
    private readonly OrderActions _orderer;
    private readonly ShopClient _client;
    private readonly Operator _operator;
    private readonly Importer _importer;
    private readonly Checker _checker;
    private readonly Visibility _visibility;
    private readonly AnswerWatch _watch;
    private readonly SimulatedProcess _process;
    private readonly Random _random;
    private readonly List<Task> _pending = [];

    public ShopRun(SimulatedSystem system, Scenario scenario, SimulatedProcess process)
    {
        _system = system;
        _scenario = scenario;
        _process = process;
        _random = system.World.RandomStreams.Source("shop run");
        _client = new ShopClient(system.World, process, system.OrdersFleet, system.AggregatesFleet);
        _orderer = new OrderActions(system, _client, _ledger, process);
        _operator = new Operator(system, _ledger);
        _importer = new Importer(system);
        _checker = new Checker(system, _client, _ledger);
        var history = new OrderHistory(system, scenario.Actions);
        _visibility = new Visibility(system, _ledger, history);
        _watch = new AnswerWatch(system, _client, _ledger, history, scenario.HasTenUnits);
    }

    /// <summary>Counts of what was checked.</summary>
    public Evidence Evidence => _watch.Evidence;

    /// <summary>Runs the history to its end.</summary>
    /// <exception cref="CheckFailedException">A check at rest failed.</exception>
    public async Task RunAsync()
    {
        _system.BeginMapping(isKinesis: true);
        _system.BeginMapping(isKinesis: false);
        foreach (var action in _scenario.Actions)
        {
            if (_system.Shape.Start + action.At - _system.World.Now is { Ticks: > 0 } ahead)
            {
                await Task.Delay(ahead, _process.Time);
            }

            _system.World.Tell("history", action.ToString());
            await BeginAsync(action);
        }
    }

    private Task BeginAsync(ShopAction action)
    {
        switch (action)
        {
            case ShopAction.Rest:
                return RestAsync();
            case ShopAction.Poison poison:
                PutPoison(poison);
                break;
            case ShopAction.Ask:
                _pending.Add(_watch.AskAsync());
                break;
            case ShopAction.Rebuild:
                _operator.Rebuild();
                break;
            case ShopAction.ImportCounted import:
                _importer.Begin(import);
                break;
            case ShopAction.Deploy deploy:
                _system.FaultInjection.Count(Fault.LaneChanges);
                _system.Deployment.Lanes = deploy.Lanes;
                break;
            case ShopAction.Reshard reshard:
                _system.Reshard(reshard.OnKinesis);
                break;
            case ShopAction.Hold hold:
                _system.Hold(hold.OnKinesis, hold.Length);
                break;
            case ShopAction.Forget forget:
                _system.FaultInjection.Count(Fault.CheckpointsLost);
                _system.BeginMapping(forget.OnKinesis);
                break;
            default:
                _pending.Add(_orderer.DoAsync(action));
                break;
        }

        return Task.CompletedTask;
    }

    private async Task RestAsync()
    {
        _system.FaultInjection.IsCalm = true;
        _system.Kinesis.Stream.Release();
        _system.TableStreams.Stream.Release();
        await Task.WhenAll(_pending);
        _pending.Clear();
        while (_importer.IsRunning)
        {
            await Task.Delay(Look, _process.Time);
        }

        if (_operator.HasRebuilt)
        {
            await Task.Delay(Visibility.Bound, _process.Time);
            await _operator.RepairAsync(_process.Time, _checker.IsRightAsync);
        }
        else
        {
            await SeeEverythingAsync(calmSince: _system.World.Now);

            // Anything that arrives after this must change nothing.
            await Task.Delay(Visibility.Bound, _process.Time);
        }

        await _checker.CheckAsync();
        _system.FaultInjection.IsCalm = false;
        if (_system.FaultInjection.Strikes(Fault.RecordsTrimmed))
        {
            // All records are processed by now, so trimming affects only a mapping that starts over.
            var before = _system.World.Now - _random.Span(TimeSpan.FromMinutes(1), TimeSpan.FromDays(1));
            _system.Kinesis.Stream.Trim(before);
            _system.TableStreams.Stream.Trim(before);
        }
    }

    private async Task SeeEverythingAsync(DateTimeOffset calmSince)
    {
        while (!_visibility.IsComplete())
        {
            await Task.Delay(Look, _process.Time);
            if (_system.World.Now - _visibility.Since(calmSince) > Visibility.Bound)
            {
                // The following checks describe what is wrong in terms of an answer.
                await _checker.CheckAsync();
                throw new CheckFailedException($"Not everything is visible {Visibility.Bound:c} after the last fault.");
            }
        }

        var lasted = _system.World.Now - _visibility.Since(calmSince);
        Evidence.LongestToVisible = lasted > Evidence.LongestToVisible ? lasted : Evidence.LongestToVisible;
    }

    private void PutPoison(ShopAction.Poison poison)
    {
        _system.FaultInjection.Count(
            poison.Bytes > PoisonRecords.BytesUsual ? Fault.HugePoison : poison.OnKinesis ? Fault.PoisonOnKinesis
                : Fault.PoisonOnTableStream);
        if (poison.OnKinesis)
        {
            var data = PoisonRecords.OnKinesis(poison);
            _system.Poison.OnKinesis.Add(data);
            _system.Kinesis.Put($"poison {poison.Number}", data);
            return;
        }

        Dictionary<string, AttributeValue> item = PoisonRecords.OnTableStream(poison);
        _system.Orders.Replace(_system.Orders.KeyOf(item), item, _system.World.Now);
    }
}
