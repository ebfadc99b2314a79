using System.Text;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Changes;
using Analytics.Core.Documents;
using Analytics.Core.Orders;
using Analytics.Core.Windows;
using Analytics.Functions.Counting;
using Analytics.Storage;
using Analytics.Tests.Storage;
using Analytics.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Functions.Counting;

/// <summary>
/// Holds what orders cost in DynamoDB, which no noise of a machine changes: 10,000 SKUs, 4 lanes, batches of a batching window.
/// </summary>
[Trait(TestKind.Name, TestKind.Process)]
public class UnitsTests(DynamoDbFixture dynamoDb) : IClassFixture<DynamoDbFixture>
{
    private const int Skus = 10_000;
    private const int LaneCount = 4;

    [Theory]
    [InlineData(1, 1, 1.5)]
    [InlineData(10, 1, 0.8)]
    [InlineData(100, 1, 0.2)]
    [InlineData(1_000, 1, 0.05)]
    [InlineData(1, 5, 1.2)]
    [InlineData(10, 5, 0.35)]
    [InlineData(100, 5, 0.08)]
    [InlineData(1_000, 5, 0.027)]
    public async Task An_order_costs_so_many_write_units_and_the_second_source_none(int rate, int window, double maxUnits)
    {
        var orders = Orders(rate, seconds: rate >= 100 ? 20 : 150);
        var (units, unitsOfTableStream) = await UnitsAsync(orders, window);

        Assert.InRange(units / orders.Count, 0, maxUnits);
        Assert.Equal(0, unitsOfTableStream);
    }

    // Four channels and five countries, some more often than others, whatever the customer buys: in a large batch, most sales of an item
    // are a row of their own.
    [Theory]
    [InlineData(1, 1, 1.15)]
    [InlineData(10, 1, 1.15)]
    [InlineData(100, 1, 1.4)]
    [InlineData(1_000, 1, 1.4)]
    [InlineData(1, 5, 1.15)]
    [InlineData(10, 5, 1.15)]
    [InlineData(100, 5, 1.4)]
    [InlineData(1_000, 5, 1.4)]
    public async Task Two_dimensions_cost_so_many_times_the_write_units(int rate, int window, double maxFactor)
    {
        var orders = Orders(rate, seconds: rate >= 100 ? 20 : 150);
        var random = new Random(8);
        var sliced = orders.ConvertAll(order => order with
        {
            Slice = Some.Slice(Often(random, "web", "app", "store", "phone"), Often(random, "de", "at", "ch", "fr", "nl")),
        });
        var (without, _) = await UnitsAsync(orders, window);
        var (with, _) = await UnitsAsync(sliced, window);

        Assert.True(with <= without * maxFactor, $"{with / orders.Count:F4} write units an order instead of {without / orders.Count:F4}");

        static string Often(Random random, params string[] values) => values[(int)(values.Length * Math.Pow(random.NextDouble(), 2))];
    }

    private async Task<(double Kinesis, double TableStream)> UnitsAsync(List<Order> orders, int window)
    {
        var store = new DynamoMinuteStore(dynamoDb.Client, await dynamoDb.NewAggregatesTableAsync());
        var (kinesis, tableStream) = (Committer(store, 1), Committer(store, 2));
        var (units, unitsOfTableStream) = (0.0, 0.0);
        foreach (var batch in orders.GroupBy(order => order.PlacedAt.Ticks / TimeSpan.FromSeconds(window).Ticks))
        {
            units += await UnitsAsync(kinesis, ChangeSource.Kinesis, batch);
            unitsOfTableStream += await UnitsAsync(tableStream, ChangeSource.TableStream, batch);
        }

        return (units, unitsOfTableStream);
    }

    [Fact]
    public async Task Ten_times_the_orders_are_no_more_to_read_for_totals()
    {
        var (some, many) = (await HeadBytesAsync(rate: 1), await HeadBytesAsync(rate: 10));

        Assert.InRange((double)many / some, 0.5, 1.2);
    }

    // All of the heads of two minutes, which is what a reading of their totals is charged for.
    private async Task<int> HeadBytesAsync(int rate)
    {
        var store = new DynamoMinuteStore(dynamoDb.Client, await dynamoDb.NewAggregatesTableAsync());
        var committer = Committer(store, 1);
        var orders = Orders(rate, seconds: 120);
        foreach (var batch in orders.GroupBy(order => order.PlacedAt.Ticks / TimeSpan.TicksPerSecond))
        {
            await UnitsAsync(committer, ChangeSource.Kinesis, batch);
        }

        var bytes = 0;
        for (var lane = 0; lane < LaneCount; lane++)
        {
            await foreach (var head in store.ReadHeadsAsync(
                lane, new MinuteRange(Minute.Of(Some.At("12:00")), Minute.Of(Some.At("12:02"))), null, default))
            {
                bytes += MinuteItem.Write(head).Sum(attribute => Encoding.UTF8.GetByteCount(attribute.Key) + BytesOf(attribute.Value));
            }
        }

        return bytes;
    }

    private static async Task<double> UnitsAsync(Committer committer, ChangeSource source, IEnumerable<Order> batch)
    {
        var units = 0.0;
        var table = ChangeTable.Of(
            batch.Select((order, index) => source == ChangeSource.Kinesis ? Some.Placed(order) : Some.Streamed(null, order, index)));
        foreach (var document in DocumentBatch.Sort(table, Enumerable.Range(0, table.Count)).First)
        {
            var result = await committer.CommitAsync(document, source, default);
            units += result.WriteUnits + result.Conflicts;
        }

        return units;
    }

    private static Committer Committer(DynamoMinuteStore store, int seed) =>
        new(store, new CommitOptions { MaxFirstDelay = TimeSpan.Zero }, new FakeTimeProvider(Some.At("12:03")), new Random(seed));

    // One to five lines; the item of rank r is wanted as r^-1.1.
    private static List<Order> Orders(int rate, int seconds)
    {
        var random = new Random(7);
        var demand = new double[Skus];
        for (var (rank, sum) = (0, 0.0); rank < Skus; rank++)
        {
            demand[rank] = sum += Math.Pow(rank + 1, -1.1);
        }

        return
        [
            .. Enumerable.Range(0, rate * seconds).Select(number => Some.Order(number) with
            {
                PlacedAt = Some.At("12:00").AddSeconds((double)number / rate),
                UpdatedAt = Some.At("12:00").AddSeconds((double)number / rate),
                Lane = Lanes.Of(Some.Id(number), LaneCount),
                Currency = random.NextDouble() < 0.85 ? Some.Usd : Some.Eur,
                Lines = [.. Enumerable.Range(0, random.Next(1, 6)).Select(
                    _ => new OrderLine($"SKU-{Rank(random.NextDouble()):D5}", random.Next(1, 5), random.Next(100, 20_100)))],
            }),
        ];

        int Rank(double chance) => Array.BinarySearch(demand, chance * demand[^1]) is var found && found < 0 ? ~found : found;
    }

    // DynamoDB Developer Guide, "Item sizes and formats".
    private static int BytesOf(AttributeValue value) => value switch
    {
        { S: { } text } => Encoding.UTF8.GetByteCount(text),
        { N: { } number } => (number.TrimStart('-').Length + 1) / 2 + 1,
        { B: { } bytes } => (int)bytes.Length,
        { M: { } map } => 3 + map.Sum(entry => 1 + Encoding.UTF8.GetByteCount(entry.Key) + BytesOf(entry.Value)),
        _ => 1,
    };
}
