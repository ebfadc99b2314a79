using Analytics.Core.Changes;
using Analytics.Core.Documents;
using Analytics.Core.Orders;
using Analytics.Core.Windows;
using Analytics.Functions.Counting;
using Analytics.Operations.Import;
using Analytics.Storage;
using Analytics.Tests.Operations.Comparison;
using Analytics.Tests.Storage;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Operations.Import;

/// <summary>Imports into tables in the emulator.</summary>
[Trait(TestKind.Name, TestKind.Process)]
public sealed class OrderImporterTests(DynamoDbFixture dynamoDb) : IClassFixture<DynamoDbFixture>
{
    private const int Lanes = 4;

    private int _importers;

    [Fact]
    public async Task Orders_are_written_with_the_documents_that_count_them_and_the_streams_find_them_counted()
    {
        var shop = await ShopTables.NewAsync(dynamoDb);
        var orders = Orders(400);

        var result = await Importer(shop).WriteCountedAsync(orders, Lanes, new Told(), default);

        Assert.Equal((400, 0, 0), (result.Written, result.Known, result.Conflicts.Count));
        await AssertCountedAsync(shop, 400);
        Assert.Equal(0, await StreamAsync(shop, orders));
        await AssertCountedAsync(shop, 400);
    }

    [Fact]
    public async Task Orders_that_are_only_written_are_counted_by_the_streams()
    {
        var shop = await ShopTables.NewAsync(dynamoDb);
        var orders = Orders(250);

        var result = await Importer(shop).WriteAsync(orders, Lanes, new Told(), default);

        Assert.Equal((250, 0), (result.Written, result.Known));
        Assert.Equal(250, await StreamAsync(shop, orders));
        await AssertCountedAsync(shop, 250);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_import_that_was_interrupted_goes_on_and_repeats_nothing(bool isCounted)
    {
        var shop = await ShopTables.NewAsync(dynamoDb);
        var orders = Orders(300);
        await Write(shop, isCounted, [.. orders.Where((_, index) => index % 3 == 0)]);

        var result = await Write(shop, isCounted, orders);
        var again = await Write(shop, isCounted, orders);

        Assert.Equal((200, 100, 0), (result.Written, result.Known, result.Conflicts.Count));
        Assert.Equal((0, 300, 0), (again.Written, again.Known, again.Conflicts.Count));
        Assert.Equal(300, (await dynamoDb.Client.ScanAsync(shop.OrdersTable, [OrderItem.Key])).Items.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_order_that_is_there_with_other_content_is_left_alone_and_reported(bool isCounted)
    {
        var shop = await ShopTables.NewAsync(dynamoDb);
        var orders = Orders(3);
        await Write(shop, isCounted, orders);
        var later = orders[1].PlacedAt.AddSeconds(1);

        var result = await Write(
            shop, isCounted,
            [
                orders[0] with { Terms = orders[0].Terms with { CustomerId = "c-9" } }, orders[1] with { PlacedAt = later },
                orders[2] with { CancelledAt = orders[2].PlacedAt },
            ]);

        Assert.Equal((0, 0), (result.Written, result.Known));
        Assert.Equal(
            [
                $"is in the table with other content, as {orders[0].Id}",
                $"is in the table with another placedAt, as {orders[1].Id}: {Timestamps.Format(orders[1].PlacedAt)}",
                $"is in the table as {orders[2].Id} and is not cancelled there; cancel it with the API",
            ],
            orders.Take(3).Select(order => result.Conflicts.Single(conflict => conflict.Order.Id == order.Id).Reason));
    }

    [Fact]
    public async Task Orders_are_added_to_documents_that_others_write_to_at_the_same_time()
    {
        var shop = await ShopTables.NewAsync(dynamoDb);
        var live = Enumerable.Range(5_000, 60).Select(number => Some.Order(number, $"10:{number % 10:D2}")).ToList();
        var traffic = Task.Run(async () =>
        {
            foreach (var order in live)
            {
                await shop.StoreAsync(order);
                await shop.CountAsync(Some.Placed(order));
            }
        });

        var result = await Importer(shop).WriteCountedAsync(Orders(200, minutes: 10), 1, new Told(), default);

        await traffic;
        Assert.Equal(200, result.Written);
        await AssertCountedAsync(shop, 260);
    }

    [Fact]
    public async Task A_busy_minute_with_many_lines_and_items_overflows_into_segments()
    {
        var shop = await ShopTables.NewAsync(dynamoDb);
        var orders = Enumerable.Range(1, 60).Select(number => Order(number, Some.At("10:00"), Enumerable.Range(0, 90).Select(
            line => new OrderLine($"{new string('s', 50)}-{number}-{line}", 1, 100)))).ToList();

        await Importer(shop).WriteCountedAsync(orders, 1, new Told(), default);

        await AssertCountedAsync(shop, 60);
    }

    [Fact]
    public async Task Rollups_that_were_summed_before_are_summed_again()
    {
        var shop = await ShopTables.NewAsync(dynamoDb);
        shop.Time.SetUtcNow(Some.Day.AddDays(2));
        Assert.True((await shop.TodayAsync()).IsEmpty);

        await Importer(shop).WriteCountedAsync(Orders(40), Lanes, new Told(), default);

        Assert.Equal(36, (await shop.TodayAsync()).Totals.Orders);
        Assert.Empty((await shop.CompareAsync()).Differences);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Orders_of_one_batch_are_spread_over_time_where_there_is_a_limit(bool isCounted)
    {
        var shop = await ShopTables.NewAsync(dynamoDb);
        var (orders, began) = (Orders(6, minutes: 1), TimeProvider.System.GetTimestamp());

        await Write(shop, isCounted, orders, rate: 5);

        // The last of them waits for five fifths of a second. A timer may end a few milliseconds early.
        Assert.True(TimeProvider.System.GetElapsedTime(began) > TimeSpan.FromSeconds(0.95));
    }

    [Fact]
    public async Task A_damaged_minute_is_left_out_and_named_while_the_others_are_imported()
    {
        var shop = await ShopTables.NewAsync(dynamoDb);
        var orders = Orders(40, minutes: 4);
        var known = orders.Where(order => order.PlacedAt < Some.At("10:01")).Take(2).ToList();
        await Importer(shop).WriteCountedAsync(known, 1, new Told(), default);
        var damaged = MinuteItem.KeyOf(new DocumentKey(0, Minute.Of(Some.At("10:00"))));
        await shop.DamageAsync(damaged, item => item[MinuteItem.Orders].N = "7");

        var result = await Importer(shop).WriteCountedAsync(orders, 1, new Told(), default);

        Assert.Equal((30, 2, 8), (result.Written, result.Known, result.Conflicts.Count));
        Assert.All(
            result.Conflicts, conflict => Assert.Equal("was not written because minute 2026-11-23T10:00Z is unreadable", conflict.Reason));
        Assert.Equal((Minute.Of(Some.At("10:00")), false), (
            Assert.Single(result.Unreadable).Key.Minute, result.Unreadable[0].IsNewer));

        await shop.RemoveAsync(damaged);
        Assert.Equal(8, (await Importer(shop).WriteCountedAsync(orders, 1, new Told(), default)).Written);
    }

    [Theory]
    [InlineData(40, 100, 64)]
    [InlineData(97, 18, 2)]
    public async Task Orders_of_great_size_are_written_in_transactions_that_hold_them(int count, int lines, int skuLength)
    {
        var shop = await ShopTables.NewAsync(dynamoDb);

        var result = await Importer(shop).WriteCountedAsync(LargeOrders.Of(count, lines, skuLength), 1, new Told(), default);

        Assert.Equal(count, result.Written);
        await AssertCountedAsync(shop, count);
    }

    [Fact]
    public async Task Progress_comes_to_all_orders()
    {
        var shop = await ShopTables.NewAsync(dynamoDb);
        var told = new Told();

        await Importer(shop).WriteCountedAsync(Orders(150), Lanes, told, default);

        Assert.Equal((150, 150, true), (told.Total, told.Sum, told.IsComplete));
    }

    private Task<ImportResult> Write(
        ShopTables shop, bool isCounted, IReadOnlyList<ImportedOrder> orders, int? rate = null) => isCounted
        ? Importer(shop, rate).WriteCountedAsync(orders, Lanes, new Told(), default)
        : Importer(shop, rate).WriteAsync(orders, Lanes, new Told(), default);

    private OrderImporter Importer(ShopTables shop, int? rate = null) => shop.Importer(++_importers, rate);

    // Every tenth order is cancelled and every seventh amended.
    private static List<ImportedOrder> Orders(int count, int minutes = 180) =>
    [
        .. Enumerable.Range(1, count).Select(number =>
        {
            var order = Order(
                number, Some.At("10:00").AddMinutes(number % minutes).AddSeconds(number % 60),
                [new OrderLine($"sku-{number % 7}", 1 + number % 3, 250), new OrderLine("tea", 1, 450)]);
            return order with
            {
                CancelledAt = number % 10 == 0 ? order.PlacedAt.AddHours(1) : null,
                Amendment = number % 7 == 0 ? (order.PlacedAt.AddMinutes(3), [new OrderLine("mug", 2, 1200)]) : null,
            };
        }),
    ];

    private static ImportedOrder Order(int number, DateTimeOffset at, IEnumerable<OrderLine> lines) => new(
        OrderId.FromReference($"{number}"), new OrderTerms($"c-{number}", number % 4 == 0 ? Some.Eur : Some.Usd, [.. lines]), at);

    // Counts the orders as the table stream delivers them, and returns how many were new.
    private async Task<int> StreamAsync(ShopTables shop, List<ImportedOrder> orders)
    {
        var items = (await dynamoDb.Client.ScanAsync(new Amazon.DynamoDBv2.Model.ScanRequest(shop.OrdersTable))).Items;
        Assert.Equal(orders.Count, items.Count);
        var table = ChangeTable.Of(items.Select((item, index) => Some.Streamed(null, OrderItem.Read(item).Stored!.Order, index)));
        var (first, _) = DocumentBatch.Sort(table, Enumerable.Range(0, table.Count));
        var counted = 0;
        foreach (var document in first)
        {
            var result = new CommitResult();
            await new Committer(shop.Minutes, new CommitOptions(), shop.Impatient, new Random(1)).CommitAsync(
                document, ChangeSource.TableStream, result, default);
            counted += result.Counted.Count;
        }

        return counted;
    }

    private static async Task AssertCountedAsync(ShopTables shop, int orders)
    {
        var result = await shop.CompareAsync();
        Assert.Equal((orders, 0), (result.Orders, result.Differences.Count));
    }

    private sealed class Told : IImportProgress
    {
        private int _sum;

        public int Total { get; private set; }

        public int Sum => _sum;

        public bool IsComplete { get; private set; }

        public void Begin(int orders) => Total = orders;

        public void Handled(int orders) => Interlocked.Add(ref _sum, orders);

        public void Complete() => IsComplete = true;
    }
}
