using System.Diagnostics;
using System.Globalization;
using Amazon.Lambda.APIGatewayEvents;
using Analytics.Benchmarks.Commit;
using Analytics.Benchmarks.Workloads;
using Analytics.Core.Orders;
using Analytics.Functions.Aggregates;
using Analytics.Storage;

namespace Analytics.Benchmarks.Query;

/// <summary>
/// What does an answer of the aggregates endpoint cost in time and read units, by what is asked and by how much was sold?
/// </summary>
/// <remarks>
/// The product counts some hours of a shop at each rate, in batches. Then each question is asked of a function that has
/// just started, and of one that has been asked before; rollups are there, as after the first question of the day. The clock stands at the
/// end of the traffic.
/// </remarks>
internal sealed class QueryBenchmark(QueryBenchmarkOptions options, TextWriter output)
{
    private static readonly IReadOnlyList<Slice> Channels =
        [.. new[] { "web", "app", "store", "market" }.Select(channel => Slice.Of([new("channel", channel)]))];

    private static readonly (string Name, string Path, string Query)[] Kinds =
    [
        ("totals", "totals", ""), ("totals by channel", "totals", "&groupBy=channel"),
        ("series, short steps", "series", "&step={short}"), ("series, long steps", "series", "&step={long}"),
        ("top 10 items", "items", "&top=10"), ("top 100 items", "items", "&top=100"), ("one item", "item", ""),
        ("totals, compared", "totals", "&compare=previous"), ("an item, long steps", "series", "&step={long}&sku=SKU-00001"),
        ("summary, long steps", "summary", "&step={long}"), ("summary, compared", "summary", "&step={long}&compare=previous"),
        ("all pages of 100 items", "pages", "&by=sku&top=100"),
    ];

    public async Task<int> RunAsync()
    {
        await using var dynamoDb = await BenchmarkDynamoDb.StartAsync();
        output.WriteLine(FormattableString.Invariant(
            $"{options.Hours} h of a shop, {SampleShop.Lanes} lanes; {options.Rounds} rounds: read units, medians, and p99 of warm\n"));
        output.WriteLine("| SKUs | orders a second | question | window | units, cold | units, warm | ms, cold | ms, warm | p99 |");
        output.WriteLine("| ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var skus in options.Skus)
        {
            foreach (var rate in options.Rates)
            {
                await MeasureAsync(dynamoDb, await FillAsync(dynamoDb, rate, skus), rate, skus);
            }
        }

        return 0;
    }

    private async Task<string> FillAsync(BenchmarkDynamoDb dynamoDb, double rate, int skus)
    {
        var table = await dynamoDb.NewTableAsync();
        var traffic = new Traffic(
            (int)(rate * options.Hours * 3600), rate, options.Batch, skus, options.HasChannels ? Channels : null);
        var product = new ProductCommits(dynamoDb.Client, table, bothSources: false);
        foreach (var batch in traffic.Batches)
        {
            await product.TakeAsync(batch);
        }

        return table;
    }

    private async Task MeasureAsync(BenchmarkDynamoDb dynamoDb, string table, double rate, int skus)
    {
        var clock = new SetClock { Now = SampleShop.Start.AddHours(options.Hours).AddSeconds(-1) };
        foreach (var (name, path, query) in Kinds)
        {
            foreach (var window in options.Windows)
            {
                // A series of many days by the minute has more points than an answer may have.
                var (shortStep, longStep) = window.EndsWith('d') ? ("1h", "1d") : ("1m", "15m");
                var text = $"window={window}{query}".Replace("{short}", shortStep).Replace("{long}", longStep);
                await AskAsync(Function(dynamoDb, table, clock), path, text);
                var warm = Function(dynamoDb, table, clock);
                await AskAsync(warm, path, text);
                var (cold, hot) = (new List<Cost>(), new List<Cost>());
                for (var round = 0; round < options.Rounds; round++)
                {
                    cold.Add(await CostAsync(dynamoDb, Function(dynamoDb, table, clock), path, text));
                    hot.Add(await CostAsync(dynamoDb, warm, path, text));
                }

                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {skus:N0} | {rate} | {name} | {window} | {cold[0].Units:F1} | {hot[0].Units:F1} | "
                        + $"{Quantile(cold, 0.5):F1} | {Quantile(hot, 0.5):F1} | {Quantile(hot, 0.99):F1} |"));
                output.Flush();
            }
        }
    }

    private static async Task<Cost> CostAsync(BenchmarkDynamoDb dynamoDb, AggregatesHandler function, string path, string query)
    {
        dynamoDb.Client.Take();
        var begun = Stopwatch.GetTimestamp();
        await AskAsync(function, path, query);
        return new Cost(Stopwatch.GetElapsedTime(begun).TotalMilliseconds, dynamoDb.Client.Take().Reads);
    }

    private static async Task AskAsync(AggregatesHandler function, string path, string query)
    {
        var request = new APIGatewayHttpApiV2ProxyRequest
        {
            QueryStringParameters = query.Split('&').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]),
            PathParameters = new Dictionary<string, string> { ["sku"] = "SKU-00001" },
        };
        var answer = await (path switch
        {
            "totals" => function.TotalsAsync(request, default),
            "series" => function.SeriesAsync(request, default),
            "summary" => function.SummaryAsync(request, default),
            "items" or "pages" => function.ItemsAsync(request, default),
            _ => function.ItemAsync(request, default),
        });
        if (answer.StatusCode != 200)
        {
            throw new InvalidOperationException($"{path}?{query}: {answer.Body}");
        }

        if (path == "pages" && answer.Headers.TryGetValue("Next-Cursor", out var cursor))
        {
            await AskAsync(function, path, $"{query.Split("&cursor=")[0]}&cursor={cursor}");
        }
    }

    private static AggregatesHandler Function(BenchmarkDynamoDb dynamoDb, string table, SetClock clock)
    {
        const int lanesAtOnce = 16;
        var cache = new ItemCache();
        var minutes = new DynamoMinuteStore(dynamoDb.Client, table, cache);
        var rollups = new RollupReader(new DynamoRollupStore(dynamoDb.Client, table, new Random(1), cache), minutes, lanesAtOnce);
        return new AggregatesHandler(new AggregateReader(minutes, rollups, lanesAtOnce, clock), new ChangeWaiter(minutes, clock), clock);
    }

    private static double Quantile(List<Cost> costs, double part) =>
        costs.Select(cost => cost.Milliseconds).Order().ElementAt(Math.Min(costs.Count - 1, (int)(costs.Count * part)));

    private readonly record struct Cost(double Milliseconds, double Units);
}

/// <summary>What is to be measured.</summary>
/// <param name="Rates">Orders a second.</param>
/// <param name="Skus">How many items the shop has.</param>
/// <param name="Windows">The windows that are asked for.</param>
/// <param name="Hours">How long the shop has been open.</param>
/// <param name="Rounds">How often each question is asked.</param>
/// <param name="Batch">How much traffic is counted at once.</param>
/// <param name="HasChannels">Whether orders have one of four channels.</param>
internal sealed record QueryBenchmarkOptions(
    double[] Rates, int[] Skus, string[] Windows, double Hours, int Rounds, TimeSpan Batch, bool HasChannels);
