using Analytics.Functions.Aggregates;
using Analytics.Storage;
using Analytics.Tests.Operations.Comparison;
using Analytics.Tests.Storage;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Functions.Aggregates;

/// <summary>The orders that explain an aggregate add up to it, over an orders table that other writers edit.</summary>
[Trait(TestKind.Name, TestKind.Process)]
public class ExplainSumsTests(DynamoDbFixture dynamoDb) : IClassFixture<DynamoDbFixture>
{
    private const string Morning = "from=2026-11-23T08:00Z&to=2026-11-23T13:00Z";

    // The last one is not in the index.
    private static readonly int[] Sorted = [2, 3, 1, 4];

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 7)]
    [InlineData(3, 100)]
    public async Task All_pages_add_up_to_totals_and_items(int seed, int limit)
    {
        var shop = await ShopTables.NewAsync(dynamoDb);
        await new ExplainedShop(shop, seed).AddAsync(40);
        var function = Function(shop);
        foreach (var range in new[] { Morning, "from=2026-11-23T09:07Z&to=2026-11-23T11:41Z" })
        {
            var totals = await function.JsonAsync("totals", range);
            await HoldAsync($"{range}&limit={limit}", WithoutGross(ExplainPages.SumsOf(totals)));
            var groups = (await function.JsonAsync("totals", $"{range}&groupBy=currency"))["groups"]!.AsArray();
            await HoldAsync($"{range}&limit={limit}&currency=EUR,JPY", WithoutGross(ExplainPages.SumsOf(
                groups.Where(group => (string?)group!["currency"] is "EUR" or "JPY").Select(group => group!))));
            foreach (var sku in new[] { "tea", "a%20b", "none" })
            {
                var item = ExplainPages.SumsOf(await function.JsonAsync("items", $"{range}&sku={sku}"));
                await HoldAsync($"{range}&limit={limit}&sku={sku}", item);
                await HoldAsync($"{range}&limit={limit}&sku={sku}&currency=USD", OfUsd(item), OfUsd);
            }
        }

        async Task HoldAsync(
            string query, IDictionary<string, decimal> expected,
            Func<SortedDictionary<string, decimal>, SortedDictionary<string, decimal>>? choose = null)
        {
            var pages = await function.ExplainAsync(query);
            var sums = ExplainPages.SumsOf(pages.Orders());

            Assert.Equal(Text(expected), Text(choose is null ? sums : choose(sums)));
            Assert.Equal(Text(expected), Text(ExplainPages.SumsOf(pages[0]["total"]!)));
            Assert.All(pages, page => Assert.InRange(page["orders"]!.AsArray().Count, 0, limit));
            Assert.All(pages, page => Assert.Null(page["unlisted"]));
            Assert.All(pages.Skip(1), page => Assert.Null(page["total"]));
            Assert.Distinct(pages.Orders().Select(order => (string)order["orderId"]!));
        }
    }

    [Fact]
    public async Task Orders_of_the_index_come_first_and_the_newest_of_them_before_all()
    {
        var shop = await ShopTables.NewAsync(dynamoDb);
        foreach (var (number, at) in new[] { (1, "09:00"), (2, "11:00"), (3, "10:00"), (4, "12:00") })
        {
            var order = Some.Order(number, at);
            var item = OrderItem.Write(new StoredOrder(order, "hash"));
            _ = number == 4 && item.Remove(OrderItem.PlacedIn);
            await shop.StoreAsync(item);
            await shop.CountAsync(Some.Placed(order));
        }

        Assert.Equal(
            Sorted.Select(number => $"{Some.Id(number)}"),
            (await Function(shop).ExplainAsync($"{Morning}&limit=2")).Orders().Select(order => (string)order["orderId"]!));
    }

    // The time to live of DynamoDB removes an order and it stays counted, as the design says.
    [Fact]
    public async Task Orders_that_are_counted_and_gone_are_reported_on_the_last_page()
    {
        var shop = await ShopTables.NewAsync(dynamoDb);
        await shop.StoreAsync(Some.Order(1));
        await shop.CountAsync(Some.Placed(Some.Order(1)), Some.Placed(Some.Order(2)), Some.Placed(Some.Order(3, "12:01")));

        var pages = await Function(shop).ExplainAsync($"{Morning}&limit=1");

        Assert.Equal([$"{Some.Id(1)}"], pages.Orders().Select(order => (string)order["orderId"]!));
        Assert.Equal(2, (int)pages[^1]["unlisted"]!);
    }

    private AggregatesFunction Function(ShopTables shop)
    {
        var reader = new AggregateReader(shop.Minutes, new RollupReader(shop.Rollups, shop.Minutes, 4), 4, shop.Time);
        var waiter = new ChangeWaiter(shop.Minutes, shop.Time);
        return new AggregatesFunction(new AggregatesHandler(reader, waiter, shop.Time), shop.Time)
        {
            Explain = new ExplainHandler(
                new ExplainReader(
                    reader, new DynamoOrderStore(dynamoDb.Client, shop.OrdersTable, TimeProvider.System),
                    new UnindexedOrders(dynamoDb.Client, shop.OrdersTable)),
                waiter, shop.Time),
        };
    }

    private static string Text(IDictionary<string, decimal> sums) => string.Join(", ", sums.Select(sum => $"{sum.Key} {sum.Value}"));

    private static SortedDictionary<string, decimal> WithoutGross(SortedDictionary<string, decimal> sums) =>
        Chosen(sums, name => !name.StartsWith("gross ", StringComparison.Ordinal));

    private static SortedDictionary<string, decimal> OfUsd(SortedDictionary<string, decimal> sums) =>
        Chosen(sums, name => name == "revenue USD");

    private static SortedDictionary<string, decimal> Chosen(SortedDictionary<string, decimal> sums, Func<string, bool> isChosen) =>
        new(sums.Where(sum => isChosen(sum.Key)).ToDictionary(), StringComparer.Ordinal);
}
