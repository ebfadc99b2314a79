using System.Globalization;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Analytics.Core.Windows;
using Analytics.Functions.Comparison;
using Analytics.Local;
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
/// Runs the product's <c>rebuild</c> while everything else continues, over a range or over all documents. It may be killed at any step.
/// </summary>
/// <param name="system">The system to repair.</param>
/// <param name="ledger">Knows the orders that DynamoDB TTL removed.</param>
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

    private readonly HashSet<SimulatedProcess> _running = [];

    // Documents rebuilt since the last comparison from which TTL had not removed any order by then.
    private readonly HashSet<DocumentKey> _rebuilt = [];

    /// <summary>Whether anything was rebuilt since the last comparison.</summary>
    public bool HasRebuilt { get; private set; }

    /// <summary>Starts a rebuild, which runs as a process of its own.</summary>
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
    /// Compares and repairs as the command does after a rebuild. The rebuild may have counted an edit by another writer twice if the edit
    /// was in flight, because its id could not be known.
    /// </summary>
    /// <param name="time">The clock.</param>
    /// <param name="isRight">Checks whether the answers about a minute are right.</param>
    public async Task RepairAsync(TimeProvider time, Func<long, Task<bool>> isRight)
    {
        HasRebuilt = _running.Count > 0;
        var (rebuilder, comparer) = (Rebuilder(time), new AggregateComparer(Orders(time), Minutes(), Rollups(), time));
        for (var pass = 1; pass <= MaxPasses; pass++)
        {
            var found = await comparer.RunAsync(null, new Silence(), CancellationToken.None);
            var result = await rebuilder.RunAsync(
                found.WrongDocuments, found.WrongRollups, AsTheTableSays, new Silence(), CancellationToken.None);
            system.World.Tell("operator", string.Create(
                CultureInfo.InvariantCulture,
                $"repaired {Plural.Of(result.Repaired.Count, "document")}, left {result.Orphaned.Count} alone"));
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

    // A document that counts orders no longer in the table is repaired from the table if its error has any cause other than TTL removal. In
    // a rebuilt document two errors can cancel out: an in-flight edit counted twice hides the removed order, and the sums match the table
    // by accident.
    private async Task RepairOrphansAsync(Rebuilder rebuilder, List<DocumentKey> orphaned, Func<long, Task<bool>> isRight)
    {
        // An order that was placed again is in the table, so the state that TTL removed no longer counts.
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

    private async Task RunAsync(SimulatedProcess process, IDisposable underWay)
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

            // Removed orders stay counted: the command leaves them alone unless an option says otherwise.
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

    // The documents that count orders removed by TTL.
    private IEnumerable<DocumentKey> Expired() => ledger.Expired.Select(Document).OfType<DocumentKey>();

    private static DocumentKey? Document(Dictionary<string, AttributeValue> item) =>
        TrueOrder.Read(item) is { } order ? new DocumentKey(order.Lane, new Minute(order.Minute)) : null;

    private Rebuilder Rebuilder(TimeProvider time) => new(Orders(time), Minutes(), Rollups(), time, new Random(_random.Next()));

    private OrderTableReader Orders(TimeProvider time) => new(
        new OrderScan(system.DynamoDb, SimulatedTables.Orders, Segments), new OrderIndex(system.DynamoDb, SimulatedTables.Orders, time),
        time);

    private DynamoMinuteStore Minutes() => new(system.DynamoDb, SimulatedTables.Aggregates);

    private DynamoRollupStore Rollups() => new(system.DynamoDb, SimulatedTables.Aggregates, new Random(_random.Next()));

    /// <summary>Every stored document, of any minute.</summary>
    private HashSet<DocumentKey> Documents() =>
    [
        .. system.Aggregates.All
            .Where(item => item["pk"].S.StartsWith("minute#", StringComparison.Ordinal))
            .Select(item => Minute.TryParse(item["sk"].S, out var minute)
                ? new DocumentKey(int.Parse(item["pk"].S.Split('#')[1], CultureInfo.InvariantCulture), minute)
                : throw new FormatException(item["sk"].S)),
    ];

    // Neighbouring documents, as in a range. A failed request ends the rebuild; in a small range more documents are written before one
    // fails.
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
