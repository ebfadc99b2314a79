using System.Text.Json;
using Amazon.Runtime;
using Analytics.Core.Orders;
using Analytics.Core.Wire;
using Analytics.Operations.Import;
using Analytics.Simulation.DynamoDb;
using Analytics.Simulation.Injection;
using Analytics.Simulation.Running;
using Analytics.Simulation.Stack;
using Analytics.Simulation.Terms;
using Analytics.Storage;

namespace Analytics.Simulation.Shop;

/// <summary>
/// Runs the product's <c>import --rebuild</c> while everything else continues. It may be killed at any step, and is repeated until every
/// order is in the table.
/// </summary>
/// <param name="system">The system that the orders come into.</param>
internal sealed class Importer(SimulatedSystem system)
{
    private const int MaxStepsToTheEnd = 120;
    private const double CrashRate = 0.4;

    private static readonly TimeSpan BeforeRepeat = TimeSpan.FromSeconds(2);

    private readonly Random _random = system.World.RandomStreams.Source("importer");
    private int _running;

    /// <summary>Whether some order of an import is not in the table yet.</summary>
    public bool IsRunning => _running > 0;

    /// <summary>Starts an import.</summary>
    public void Begin(ShopAction.ImportCounted import)
    {
        _running++;
        system.FaultInjection.Count(Fault.CountedImports);
        List<ImportedOrder> orders =
        [
            .. import.Orders.Select((terms, index) =>
                Order(terms, $"import-{import.Number}-{index}", system.World.Now - import.Ages[index])),
        ];
        Run([.. orders.OrderBy(order => order.PlacedAt)]);
    }

    private static ImportedOrder Order(ShopTerms asked, string reference, DateTimeOffset placedAt)
    {
        var errors = new FieldErrors();
        using var json = JsonDocument.Parse(asked.Json());
        var at = placedAt.ToMilliseconds();
        var document = OrderRequestReader.Read(json.RootElement, OrderDimensions.Default, errors) with { Reference = reference };
        var terms = document.CheckTermsPlacedAt(errors, at) ?? throw new InvalidOperationException($"{errors}");
        var isCancelled = reference.EndsWith('3');
        return new ImportedOrder(OrderId.FromReference(reference), terms with { PlacedAt = at }, at)
        {
            CancelledAt = isCancelled ? at.AddMinutes(7) : null,
        };
    }

    private void Run(IReadOnlyList<ImportedOrder> orders)
    {
        var process = system.World.NewProcess("importer", TimeSpan.FromMilliseconds(_random.Next(-2_000, 2_000)));
        var underWay = system.FaultInjection.Begin(Operation.Import);
        if (system.FaultInjection.IsOn(Fault.Crash) && !system.FaultInjection.IsCalm && _random.Chance(CrashRate))
        {
            process.After(_random.Next(MaxStepsToTheEnd), () =>
            {
                system.FaultInjection.Count(Fault.Crash, Operation.Import);
                process.Kill();
                underWay.Dispose();
                Repeat(orders);
            });
        }

        process.Operation = Operation.Import;
        process.Start(() => _ = RunAsync(process, underWay, orders));
    }

    // The operator runs the same command again.
    private void Repeat(IReadOnlyList<ImportedOrder> orders) =>
        system.World.Clock.After(system.World.Services, BeforeRepeat, () => Run(orders));

    private async Task RunAsync(SimulatedProcess process, IDisposable underWay, IReadOnlyList<ImportedOrder> orders)
    {
        using var ends = underWay;
        var importer = new OrderImporter(
            new DynamoOrderStore(system.DynamoDb, SimulatedTables.Orders, process.Time),
            new CountedOrderStore(system.DynamoDb, SimulatedTables.Orders, SimulatedTables.Aggregates, process.Time),
            new DynamoMinuteStore(system.DynamoDb, SimulatedTables.Aggregates), new ImportPace(null, process.Time), process.Time,
            new Random(_random.Next()), new DimensionRegistry(system.DynamoDb, SimulatedTables.Aggregates));
        try
        {
            var result = await importer.WriteCountedAsync(orders, system.Deployment.Lanes, new Silence(), CancellationToken.None);
            system.World.Tell(process.Name, $"imported {result.Added.Count} of {orders.Count} orders");
            _running--;
        }
        catch (Exception failure) when (
            failure is AmazonServiceException or HttpRequestException or OperationCanceledException or IOException)
        {
            system.World.Tell(process.Name, $"import ended: {failure.Message}");
            Repeat(orders);
        }
        catch (Exception bug)
        {
            system.World.Fail(bug);
        }
    }

    private sealed class Silence : IImportProgress
    {
        public void Begin(int orders)
        {
        }

        public void Handled(int orders)
        {
        }

        public void Complete()
        {
        }
    }
}
