using System.Diagnostics;
using System.Globalization;
using Analytics.Benchmarks.Workloads;
using Analytics.Core.Tallies;

namespace Analytics.Benchmarks.Commit;

/// <summary>What do the aggregates of an order cost in DynamoDB, here and done otherwise, by how many orders come?</summary>
/// <remarks>
/// Each way keeps the aggregates of the same changes in a table of its own in the emulator, which says what each call takes. The clock is
/// set to when each batch would come, so a rate is no matter of this machine; batches a second are what it gets through when they come one
/// after another. What a table says at the end is compared with the orders.
/// </remarks>
internal sealed class CommitBenchmark(CommitBenchmarkOptions options, TextWriter output)
{
    public async Task<int> RunAsync()
    {
        await using var dynamoDb = await BenchmarkDynamoDb.StartAsync();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, 
            $"{options.Skus:N0} SKUs, {SampleShop.Lanes} lanes, 1% of the changes twice, 2% cancellations, 2% late; "
                + $"units an order, dollars a "
                + $"million orders\n"));
        output.WriteLine("| orders a second | window | way | write units | read units | dollars | batches a second | totals |");
        output.WriteLine("| ---: | ---: | --- | ---: | ---: | ---: | ---: | --- |");
        foreach (var window in options.Windows)
        {
            foreach (var rate in options.Rates)
            {
                var count = (int)Math.Min(options.Changes, Math.Max(rate * options.Seconds, 1_200));
                var traffic = new Traffic(count, rate, TimeSpan.FromSeconds(window), options.Skus);
                await MeasureAsync(
                    "Kinesis alone", traffic, rate, window, dynamoDb,
                    table => new ProductCommits(dynamoDb.Client, table, bothSources: false));
                await MeasureAsync(
                    "both sources", traffic, rate, window, dynamoDb,
                    table => new ProductCommits(dynamoDb.Client, table, bothSources: true));
            }
        }

        // What an order takes of these does not go by the rate, and at a thousand a second the emulator would be busy for an hour.
        var few = new Traffic(Math.Min(options.Changes, 3_000), 10, TimeSpan.FromSeconds(1), options.Skus);
        await MeasureAsync("UpdateItem ADD for each line", few, null, null, dynamoDb, table => new AddPerLineWay(dynamoDb.Client, table));
        await MeasureAsync("transaction with a ledger", few, null, null, dynamoDb, table => new LedgerWay(dynamoDb.Client, table));
        return 0;
    }

    private async Task MeasureAsync(
        string name, Traffic traffic, double? rate, double? window, BenchmarkDynamoDb dynamoDb, Func<string, CommitWay> create)
    {
        var way = create(await dynamoDb.NewTableAsync());
        dynamoDb.Client.Take();
        var begun = Stopwatch.GetTimestamp();
        foreach (var batch in traffic.Batches)
        {
            await way.TakeAsync(batch);
        }

        await way.FinishAsync();
        var time = Stopwatch.GetElapsedTime(begun);
        var each = dynamoDb.Client.Take().Over(traffic.Orders);
        var verdict = Verdict(await way.TotalsAsync(), traffic.Tally.Totals);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {(rate is null ? "any" : rate)} | {(window is null ? "any" : $"{window} s")} | {name} | {each.Writes:F3} | "
                + $"{each.Reads:F3} | {each.DollarsAMillion:F3} | {traffic.Batches.Count / time.TotalSeconds:F0} | {verdict} |"));
    }

    private static string Verdict(Totals actual, Totals expected) => (actual.Orders - expected.Orders, actual.Units - expected.Units) switch
    {
        (0, 0) when actual.Revenue.Equals(expected.Revenue) => "exact",
        var (orders, units) => string.Create(CultureInfo.InvariantCulture, $"{orders:+#;-#;0} orders, {units:+#;-#;0} units"),
    };
}

/// <summary>What is to be measured.</summary>
/// <param name="Rates">Orders a second.</param>
/// <param name="Windows">Batching windows in seconds.</param>
/// <param name="Seconds">How long each rate is kept up.</param>
/// <param name="Changes">How many changes at the most.</param>
/// <param name="Skus">How many items the shop has.</param>
internal sealed record CommitBenchmarkOptions(double[] Rates, double[] Windows, int Seconds, int Changes, int Skus);
