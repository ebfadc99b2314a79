using System.Diagnostics;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;
using Analytics.Cli.Rebuild;
using Analytics.Cli.Reconcile;
using Analytics.Cli.Tables;
using Analytics.Core.Changes;
using Analytics.Core.Documents;
using Analytics.Core.Orders;
using Analytics.Core.Windows;
using Analytics.Functions.Comparison;
using Analytics.Functions.Counting;
using Analytics.Local;
using Analytics.Operations.Rebuild;
using Analytics.Storage;
using Analytics.Tests.Operations.Comparison;
using Analytics.Tests.Storage;
using Analytics.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;
using Xunit.Abstractions;

namespace Analytics.Tests.Operations.Rebuild;

/// <summary>
/// The commands as an operator runs them, on a large table in the emulator: of 6,000 orders, or of as many as the environment variable
/// <c>LargeTable_Orders</c> says.
/// </summary>
[Trait(TestKind.Name, TestKind.Process)]
public sealed class LargeTableTests(DynamoDbFixture dynamoDb, ITestOutputHelper output) : IClassFixture<DynamoDbFixture>, IDisposable
{
    private static readonly int Orders =
        int.TryParse(Environment.GetEnvironmentVariable("LargeTable_Orders"), out var orders) ? orders : 6_000;

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("analytics large ");
    private readonly FakeTimeProvider _time = new(Some.At("13:00")) { AutoAdvanceAmount = TimeSpan.FromMilliseconds(1) };

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task Whatever_is_wrong_in_a_large_table_is_found_and_repaired()
    {
        var shop = await ShopTables.NewAsync(dynamoDb);
        var orders = Enumerable.Range(1, Orders).Select(OrderOf).ToList();
        await FillAsync(shop, orders);
        new LocalEndpoints(
            null, new Uri(((Amazon.DynamoDBv2.AmazonDynamoDBClient)dynamoDb.Client)
                .Config.ServiceURL), new Uri("http://127.0.0.1:1"), new Uri("http://127.0.0.1:1"), "us-east-1",
            new Dictionary<string, string> { ["OrdersTable"] = shop.OrdersTable, ["AggregatesTable"] = shop.AggregatesTable },
            new Dictionary<string, string>(), 0).Write(Path.Combine(_data.FullName, "endpoints.json"));

        Assert.Equal((ReconcileSession.Agreed, 0), await ReconcileAsync());

        var (total, missing, twice) = (orders[0], orders[Orders / 3], orders[Orders / 2]);
        await shop.EditAsync(MinuteItem.KeyOf(ShopTables.KeyOf(total)), item => item[MinuteItem.Units].N = "1");
        await shop.RemoveAsync(MinuteItem.KeyOf(ShopTables.KeyOf(missing)));
        await shop.EditAsync(await shop.FirstSegmentAsync(ShopTables.KeyOf(twice)), item => item[MinuteItem.ChangeIds] = new AttributeValue
        {
            B = new MemoryStream(item[MinuteItem.ChangeIds].B.ToArray()[8..]),
        });
        var forgotten = orders.First(order => ShopTables.KeyOf(order) == ShopTables.KeyOf(twice));
        await shop.CountAsync(Some.Placed(forgotten));

        var (code, wrong) = await ReconcileAsync();
        Assert.Equal((ReconcileSession.Differs, true), (code, wrong > 3));
        var (rebuilt, said) = await RebuildAsync();
        Assert.Equal(RebuildSession.Right, rebuilt);
        Assert.Contains("Repaired: 3 minute documents.", said, StringComparison.Ordinal);
        Assert.Equal((ReconcileSession.Agreed, 0), await ReconcileAsync());
    }

    // Of the whole table 1,000 orders are in the hour, however large it is.
    [Fact]
    public async Task A_range_of_a_large_table_costs_what_its_orders_cost_and_finds_and_repairs_what_the_whole_would()
    {
        const int InTheHour = 1_000;
        var shop = await ShopTables.NewAsync(dynamoDb);
        var orders = Enumerable.Range(1, Orders).Select(
            number => number <= InTheHour ? At(OrderOf(number), 11) : At(OrderOf(number), number % 10)).ToList();
        await FillAsync(shop, orders);
        var hour = new MinuteRange(Minute.Of(Some.At("11:00")), Minute.Of(Some.At("12:00")));
        await shop.EditAsync(MinuteItem.KeyOf(ShopTables.KeyOf(orders[0])), item => item[MinuteItem.Units].N = "1");
        await shop.RemoveAsync(MinuteItem.KeyOf(ShopTables.KeyOf(orders[30])));
        await shop.DamageAsync(MinuteItem.KeyOf(ShopTables.KeyOf(orders[45])), item => item[MinuteItem.Units].N = "1");

        var reads = new ReadCounter(dynamoDb.Client);
        var found = await shop.CompareAsync(hour);
        var looks = 2;
        output.WriteLine($"{reads.Items} items read in {looks} looks");
        Assert.Equal(InTheHour, found.Orders);
        Assert.InRange(reads.Items, InTheHour, looks * 5 * InTheHour / 2);
        Assert.Equal((await shop.CompareAsync()).Differences, found.Differences);

        var rebuilder = new Rebuilder(shop.Orders, shop.Minutes, shop.Rollups, shop.Time, new Random(1));
        var options = new RebuildOptions(Write: true, WithOrphans: false, OrdersFrom.Index);
        await rebuilder.RunAsync(found.WrongDocuments, found.WrongRollups, options, new ShopTables.Told(), default);
        reads.Reset();
        Assert.Empty((await shop.CompareAsync(hour)).Differences);
        output.WriteLine($"{reads.Items} items read in one look");
        Assert.InRange(reads.Items, InTheHour, 5 * InTheHour / 2);
        Assert.Empty((await shop.CompareAsync()).Differences);
    }

    private static Order At(Order order, int hour)
    {
        var at = Some.Day.AddHours(hour).AddMinutes(order.PlacedAt.Minute);
        return order with { PlacedAt = at, UpdatedAt = at };
    }

    private static Order OrderOf(int number) => Some.Order(
        number, $"{9 + number % 3:D2}:{number % 60:D2}", number % 5 == 0 ? Some.Eur : Some.Usd,
        new OrderLine($"sku-{number % 997}", 1 + number % 4, 100 + number % 900), new OrderLine($"sku-{number % 31}", 1, 250)) with
    {
        Lane = Lanes.Of(Some.Id(number), 4),
    };

    private async Task FillAsync(ShopTables shop, List<Order> orders)
    {
        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(orders.Chunk(25), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (chunk, token) =>
        {
            await dynamoDb.Client.BatchWriteItemAsync(
                new BatchWriteItemRequest
                {
                    RequestItems = new Dictionary<string, List<WriteRequest>>
                    {
                        [shop.OrdersTable] = [.. chunk.Select(
                            order => new WriteRequest(new PutRequest(OrderItem.Write(new StoredOrder(order, "hash")))))],
                    },
                },
                token);
        });
        var committer = new Committer(shop.Minutes, new CommitOptions(), _time, new Random(1));
        await Parallel.ForEachAsync(orders.GroupBy(ShopTables.KeyOf), new ParallelOptions { MaxDegreeOfParallelism =
            4 }, async (document, token) =>
        {
            await committer.CommitAsync(
                DocumentBatch.Of(document.Key, [.. document.Select(Some.Placed)]), ChangeSource.Kinesis, new CommitResult(), token);
        });
        output.WriteLine($"{orders.Count} orders filled in after {watch.Elapsed}");
    }

    private async Task<(int Code, int Differences)> ReconcileAsync()
    {
        var watch = Stopwatch.StartNew();
        using var result = new StringWriter();
        var options = new ReconcileOptions(new TableNames(_data.FullName), Json: true);
        var code = await ReconcileSession.RunAsync(options, result, TextWriter.Null, new TimeOfTables(_time), default);
        output.WriteLine($"reconcile: {code} after {watch.Elapsed}");
        var json = JsonNode.Parse(result.ToString())!;
        Assert.Equal(Orders, (int)json["orders"]!);
        return (code, json["differences"]!.AsArray().Count);
    }

    private async Task<(int Code, string Said)> RebuildAsync()
    {
        var watch = Stopwatch.StartNew();
        using var result = new StringWriter();
        var request = new RebuildRequest(new TableNames(_data.FullName), Range: null, DryRun: false, Yes: true, WithOrphans: false);
        var code = await RebuildSession.RunAsync(request, TextReader.Null, result, TextWriter.Null, new TimeOfTables(_time), default);
        output.WriteLine($"rebuild: {code} after {watch.Elapsed}");
        return (code, result.ToString());
    }

    /// <summary>The orders' day, with timers that are due when they are in truth.</summary>
    private sealed class TimeOfTables(TimeProvider day) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => day.GetUtcNow();
    }
}
