using System.Globalization;
using Amazon.Runtime;
using Analytics.Cli.Comparison;
using Analytics.Cli.Rebuild;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Functions.Orders;
using Analytics.Functions.Storage;
using Analytics.Simulation.Lambda;
using Analytics.Simulation.Running;

namespace Analytics.Simulation.Shop;

/// <summary>Runs the product's <c>rebuild</c> whatever else is going on, over every document there is, and may be ended at any step.</summary>
internal sealed class Operator(SimulatedSystem system)
{
    private const int Segments = 3;
    private const int StepsToTheEndMax = 400;
    private const double CrashRate = 0.2;

    private readonly Random _random = system.World.Chances.Source("operator");

    /// <summary>Begins a rebuild; it runs by itself.</summary>
    public void Rebuild()
    {
        system.Mischief.Count(Fault.Rebuilds);
        var process = system.World.NewProcess("operator", TimeSpan.FromMilliseconds(_random.Next(-2_000, 2_000)));
        var underWay = system.Mischief.Begin(Operation.Rebuild);
        if (system.Mischief.IsOn(Fault.Crash) && _random.Chance(CrashRate))
        {
            process.After(_random.Next(StepsToTheEndMax), () =>
            {
                system.Mischief.Count(Fault.Crash, Operation.Rebuild);
                process.Kill();
                underWay.Dispose();
            });
        }

        process.Operation = Operation.Rebuild;
        process.Start(() => _ = RunAsync(process, underWay));
    }

    private async Task RunAsync(Process process, IDisposable underWay)
    {
        using var ends = underWay;
        var rebuilder = new Rebuilder(
            new OrderReader(
                new OrderScan(system.DynamoDb, Deployment.OrdersTable, Segments), new OrderIndex(system.DynamoDb, Deployment.OrdersTable, process.Time), process.Time),
            new DynamoMinuteStore(system.DynamoDb, Deployment.AggregatesTable),
            new DynamoRollupStore(system.DynamoDb, Deployment.AggregatesTable, new Random(_random.Next())),
            process.Time,
            new Random(_random.Next()));
        try
        {
            var documents = Documents();
            if (documents.Count == 0)
            {
                return;
            }

            // Orders that were removed stay counted, as the command leaves them without its option for that.
            var result = await rebuilder.RunAsync(
                documents, [], new RebuildOptions(Write: true, WithOrphans: false), new Silence(), CancellationToken.None);
            system.World.Tell(process.Name, string.Create(
                CultureInfo.InvariantCulture, $"rebuilt {result.Repaired.Count} of {documents.Count} documents"));
        }
        catch (Exception failure) when (failure is AmazonServiceException or HttpRequestException or OperationCanceledException or IOException)
        {
            system.World.Tell(process.Name, $"rebuild ended: {failure.Message}");
        }
        catch (Exception bug)
        {
            system.World.Fail(bug);
        }
    }

    /// <summary>Every document that is stored, whatever minute it is of.</summary>
    private HashSet<DocumentKey> Documents() =>
    [
        .. system.Aggregates.All
            .Where(item => item["pk"].S.StartsWith("minute#", StringComparison.Ordinal))
            .Select(item => Minute.TryParse(item["sk"].S, out var minute)
                ? new DocumentKey(int.Parse(item["pk"].S.Split('#')[1], CultureInfo.InvariantCulture), minute)
                : throw new FormatException(item["sk"].S)),
    ];

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

        public void End()
        {
        }
    }
}
