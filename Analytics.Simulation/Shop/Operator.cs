using System.Globalization;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Analytics.Core.Windows;
using Analytics.Operations.Comparison;
using Analytics.Operations.Rebuild;
using Analytics.Simulation.Client;
using Analytics.Simulation.DynamoDb;
using Analytics.Simulation.Injection;
using Analytics.Simulation.Reference;
using Analytics.Simulation.Running;
using Analytics.Simulation.Stack;
using Analytics.Storage;

namespace Analytics.Simulation.Shop;

/// <summary>
/// Runs the product's <c>rebuild</c> whatever else is going on, over a range or every document there is, and may be ended at any step.
/// </summary>
/// <param name="system">What is repaired.</param>
/// <param name="ledger">Knows what the time to live removed.</param>
internal sealed class Operator(SimulatedSystem system, ShopLedger ledger)
{
    private const int Segments = 3;
    private const int MaxStepsToTheEnd = 400;
    private const int MaxPasses = 4;
    private const int MaxRange = 8;
    private const double CrashRate = 0.2;
    private const double RangeRate = 0.8;

    private static readonly RebuildOptions AsTheTableSays = new(Write: true, WithOrphans: false, OrdersFrom.Table);

    private static readonly TimeSpan BetweenPasses = TimeSpan.FromSeconds(5);

    private readonly Random _random = system.World.RandomStreams.Source("operator");

    private readonly HashSet<Process> _running = [];

    // Documents that were rebuilt since the last comparison, and had lost no order to the time to live by then.
    private readonly HashSet<DocumentKey> _rebuilt = [];

    /// <summary>Whether anything was rebuilt that was not compared since.</summary>
    public bool HasRebuilt { get; private set; }

    /// <summary>Begins a rebuild; it runs by itself.</summary>
    public void Rebuild()
    {
        HasRebuilt = true;
        system.FaultInjection.Count(Fault.Rebuilds);
        var process = system.World.NewProcess("operator", TimeSpan.FromMilliseconds(_random.Next(-2_000, 2_000)));
        var underWay = system.FaultInjection.Begin(Operation.Rebuild);
        if (system.FaultInjection.IsOn(Fault.Crash) && _random.Chance(CrashRate))
        {
            process.After(_random.Next(MaxStepsToTheEnd), () =>
            {
                system.FaultInjection.Count(Fault.Crash, Operation.Rebuild);
                process.Kill();
                _running.Remove(process);
                underWay.Dispose();
            });
        }

        _running.Add(process);
        process.Operation = Operation.Rebuild;
        process.Start(() => _ = RunAsync(process, underWay));
    }

    /// <summary>
    /// Compares and repairs as the command does after something was rebuilt: an edit by another writer that was in flight then counted
    /// twice, since its id could not be known.
    /// </summary>
    /// <param name="time">The clock.</param>
    /// <param name="isRight">Whether the answers about a minute are right.</param>
    public async Task RepairAsync(TimeProvider time, Func<long, Task<bool>> isRight)
    {
        HasRebuilt = _running.Count > 0;
        var (rebuilder, comparer) = (Rebuilder(time), new Comparer(Orders(time), Minutes(), Rollups(), time));
        for (var pass = 1; pass <= MaxPasses; pass++)
        {
            var found = await comparer.RunAsync(null, new Silence(), CancellationToken.None);
            var result = await rebuilder.RunAsync(
                found.WrongDocuments, found.WrongRollups, AsTheTableSays, new Silence(), CancellationToken.None);
            system.World.Tell("operator", string.Create(
                CultureInfo.InvariantCulture, $"repaired {result.Repaired.Count} documents, left {result.Orphaned.Count} alone"));
            if (result.Repaired.Count == 0)
            {
                await RepairOrphansAsync(rebuilder, [.. result.Orphaned.Union(_rebuilt.Intersect(Expired()))], isRight);
                _rebuilt.Clear();
                return;
            }

            await Task.Delay(BetweenPasses, time);
        }

        throw new CheckFailedException($"After {MaxPasses} repairs at rest there is still something to repair.");
    }

    // A document that counted orders which are no longer there is repaired as the table stands, if it is wrong for any other reason than
    // that the time to live removed them. In a rebuilt one the two may hide each other: an edit in flight counted twice, and the sums are
    // those of the table by accident, without the removed order.
    private async Task RepairOrphansAsync(Rebuilder rebuilder, List<DocumentKey> orphaned, Func<long, Task<bool>> isRight)
    {
        // An order that was placed again is in the table: what the time to live removed of it does not count any more.
        ledger.Expired.RemoveAll(item => system.Orders.Find(system.Orders.KeyOf(item))?.Current is not null);
        foreach (var minute in orphaned.GroupBy(document => document.Minute))
        {
            if (!await isRight(minute.Key.Number))
            {
                await rebuilder.RunAsync(
                    [.. minute], [], AsTheTableSays with { WithOrphans = true }, new Silence(), CancellationToken.None);
                ledger.Expired.RemoveAll(item => Document(item) is { } document && minute.Contains(document));
            }
        }
    }

    private async Task RunAsync(Process process, IDisposable underWay)
    {
        using var ends = underWay;
        var rebuilder = Rebuilder(process.Time);
        try
        {
            var documents = Some(Documents());
            if (documents.Count == 0)
            {
                return;
            }

            _rebuilt.UnionWith(documents.Except(Expired()));

            // Orders that were removed stay counted, as the command leaves them without its option for that.
            var result = await rebuilder.RunAsync(
                documents, [], AsTheTableSays with { From = OrdersFrom.Index }, new Silence(), CancellationToken.None);
            system.World.Tell(process.Name, string.Create(
                CultureInfo.InvariantCulture, $"rebuilt {result.Repaired.Count} of {documents.Count} documents"));
        }
        catch (Exception failure) when (
            failure is AmazonServiceException or HttpRequestException or OperationCanceledException or IOException)
        {
            system.World.Tell(process.Name, $"rebuild ended: {failure.Message}");
        }
        catch (Exception bug)
        {
            system.World.Fail(bug);
        }
        finally
        {
            _running.Remove(process);
        }
    }

    // The documents that count orders which the time to live removed.
    private IEnumerable<DocumentKey> Expired() => ledger.Expired.Select(Document).OfType<DocumentKey>();

    private static DocumentKey? Document(Dictionary<string, AttributeValue> item) =>
        TrueOrder.Read(item) is { } order ? new DocumentKey(order.Lane, new Minute(order.Minute)) : null;

    private Rebuilder Rebuilder(TimeProvider time) => new(Orders(time), Minutes(), Rollups(), time, new Random(_random.Next()));

    private OrderTableReader Orders(TimeProvider time) => new(
        new OrderScan(system.DynamoDb, SimulatedTables.Orders, Segments), new OrderIndex(system.DynamoDb, SimulatedTables.Orders, time),
        time);

    private DynamoMinuteStore Minutes() => new(system.DynamoDb, SimulatedTables.Aggregates);

    private DynamoRollupStore Rollups() => new(system.DynamoDb, SimulatedTables.Aggregates, new Random(_random.Next()));

    /// <summary>Every document that is stored, whatever minute it is of.</summary>
    private HashSet<DocumentKey> Documents() =>
    [
        .. system.Aggregates.All
            .Where(item => item["pk"].S.StartsWith("minute#", StringComparison.Ordinal))
            .Select(item => Minute.TryParse(item["sk"].S, out var minute)
                ? new DocumentKey(int.Parse(item["pk"].S.Split('#')[1], CultureInfo.InvariantCulture), minute)
                : throw new FormatException(item["sk"].S)),
    ];

    // Neighbours, as in a range. A request that fails ends the rebuild, and of a few documents more are written before one does.
    private HashSet<DocumentKey> Some(HashSet<DocumentKey> documents)
    {
        if (documents.Count == 0 || !_random.Chance(RangeRate))
        {
            return documents;
        }

        var ordered = documents.OrderBy(document => document.Minute).ThenBy(document => document.Lane).ToList();
        return [.. ordered.Skip(_random.Next(ordered.Count)).Take(_random.Next(1, MaxRange + 1))];
    }

    private sealed class Silence : IComparisonProgress
    {
        public void Say(string line)
        {
        }

        public void Begin(long estimate)
        {
        }

        public void Scanned(int items)
        {
        }

        public void Complete()
        {
        }
    }
}
