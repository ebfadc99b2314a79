using Amazon.DynamoDBv2.Model;
using Analytics.Core.Changes;
using Analytics.Core.Orders;
using Analytics.Core.Windows;
using Analytics.Functions.Comparison;
using Analytics.Storage;
using Analytics.Tests.Storage;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Operations.Comparison;

[Trait(TestKind.Name, TestKind.Process)]
public class AggregateComparerTests(DynamoDbFixture dynamoDb) : IClassFixture<DynamoDbFixture>, IAsyncLifetime
{
    private static readonly Minute Noon = Minute.Of(Some.At("12:00"));

    private ShopTables _shop = null!;

    public async Task InitializeAsync() => _shop = await ShopTables.NewAsync(dynamoDb);

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Orders_that_are_all_counted_make_no_difference()
    {
        var cancelled = Some.Order(2, "12:01");
        await _shop.StoreAsync(Some.Order(1));
        await _shop.StoreAsync(Some.Cancel(cancelled));
        await _shop.CountAsync(Some.Placed(Some.Order(1)), Some.Placed(cancelled), Some.Cancelled(cancelled));

        var result = await _shop.CompareAsync();

        Assert.Equal((2L, 2), (result.Orders, result.Minutes));
        Assert.Empty(result.Differences);
    }

    [Fact]
    public async Task Everything_that_differs_is_named()
    {
        await _shop.StoreAsync(Some.Order(1, lines: [new("tea", 2, 350), new("mug", 1, 900)]));
        await _shop.CountAsync(Some.Placed(Some.Order(3, lines: new OrderLine("tea", 1, 350))));

        var result = await _shop.CompareAsync();

        Assert.Equal(
            [
                new Difference(Noon, "units", "3", "1"),
                new Difference(Noon, "revenue USD", "16.00", "3.50"),
                new Difference(Noon, "item mug: orders", "1", "0"),
                new Difference(Noon, "item mug: units", "1", "0"),
                new Difference(Noon, "item mug: revenue USD", "9.00", "0.00"),
                new Difference(Noon, "item tea: units", "2", "1"),
                new Difference(Noon, "item tea: revenue USD", "7.00", "3.50"),
                new Difference(Noon, "changes known", "1", "0"),
            ],
            result.Differences);
        Assert.NotEmpty(result.WrongDocuments);
    }

    [Fact]
    public async Task A_change_that_is_forgotten_is_a_difference_before_it_does_harm()
    {
        await _shop.StoreAsync(Some.Order(1));
        await _shop.CountAsync(Some.Placed(Some.Order(1)));
        await _shop.EditAsync(
            MinuteItem.KeyOf(ShopTables.KeyOf(Some.Order(1))), item =>
                item[MinuteItem.ChangeIds] = new AttributeValue { B = new MemoryStream() });

        Assert.Equal([new Difference(Noon, "changes known", "1", "0")], (await _shop.CompareAsync()).Differences);
    }

    [Fact]
    public async Task An_order_that_was_only_in_flight_makes_no_difference()
    {
        await _shop.StoreAsync(Some.Order(1, "12:50"));
        var looks = 0;

        var result = await _shop.CompareAsync(say: _ =>
        {
            if (++looks == 2)
            {
                _shop.CountAsync(Some.Placed(Some.Order(1, "12:50"))).GetAwaiter().GetResult();
            }
        });

        Assert.Empty(result.Differences);
        Assert.Equal((2, true), (looks, result.Settled > 0));
    }

    [Fact]
    public async Task What_differs_in_old_minutes_and_stays_as_it_is_is_believed_at_the_second_look()
    {
        await _shop.StoreAsync(Some.Order(1, "12:00"));
        var looks = 1;

        Assert.NotEmpty((await _shop.CompareAsync(say: _ => looks++)).Differences);

        Assert.Equal(2, looks);
    }

    [Fact]
    public async Task Only_the_range_that_was_asked_for_is_compared()
    {
        await _shop.StoreAsync(Some.Order(1, "11:59"));
        await _shop.StoreAsync(Some.Order(2, "12:00"));
        await _shop.StoreAsync(Some.Order(3, "12:01"));

        var result = await _shop.CompareAsync(new MinuteRange(Noon, Noon.Plus(1)));

        Assert.Equal(1, result.Orders);
        Assert.All(result.Differences, difference => Assert.Equal(Noon, difference.Minute));
    }

    [Fact]
    public async Task Customers_that_differ_are_named_of_documents_and_of_rollups()
    {
        var order = Some.Order(1, "09:00");
        await _shop.StoreAsync(order);
        await _shop.StoreAsync(Some.Order(2, "09:00") with { CustomerId = "c-2" });
        await _shop.CountAsync(Some.Placed(order), Some.Placed(Some.Order(2, "09:00")));
        await _shop.TodayAsync();
        var (minute, quarter) = (Minute.Of(order.PlacedAt), RollupPeriod.Of(RollupLength.Quarter, Minute.Of(order.PlacedAt)));

        var result = await _shop.CompareAsync();

        Assert.Equal(
            [new Difference(minute, "customers", "2", "1"), new Difference(minute, "quarter: customers", "2", "1")], result.Differences);
        Assert.Equal([quarter], result.WrongRollups);
        Assert.Equal([ShopTables.KeyOf(order)], result.WrongDocuments);
    }

    [Fact]
    public async Task Other_customers_are_a_difference_although_they_are_as_many()
    {
        await _shop.StoreAsync(Some.Order(1));
        await _shop.CountAsync(Some.Placed(Some.Order(1) with { CustomerId = "c-2" }));

        Assert.Equal([new Difference(Noon, "customers", "1", "1, not the same")], (await _shop.CompareAsync()).Differences);
    }

    [Fact]
    public async Task A_rollup_that_is_believed_and_wrong_is_named()
    {
        await _shop.StoreAsync(Some.Order(1, "09:00"));
        await _shop.CountAsync(Some.Placed(Some.Order(1, "09:00")));
        await _shop.TodayAsync();
        var quarter = new RollupPeriod(RollupLength.Quarter, Minute.Of(Some.At("09:00")));
        await _shop.EditAsync(RollupItem.KeyOf(quarter), item => item[MinuteItem.Units].N = "9");

        var result = await _shop.CompareAsync();

        Assert.Equal([new Difference(quarter.Start, "quarter: units", "2", "9")], result.Differences);
        Assert.Equal([quarter], result.WrongRollups);
        Assert.Empty(result.WrongDocuments);
    }

    [Fact]
    public async Task An_item_that_is_no_valid_order_counts_nowhere_and_is_named()
    {
        await _shop.StoreAsync(new Dictionary<string, AttributeValue> { ["orderId"] = new("nonsense") });

        var result = await _shop.CompareAsync();

        Assert.Contains("nonsense", Assert.Single(result.Invalid), StringComparison.Ordinal);
        Assert.Empty(result.Differences);
    }

    [Fact]
    public async Task An_order_that_another_program_made_without_an_index_key_is_found_in_a_range_once_it_is_counted()
    {
        var order = Some.Order(1) with { ChangeIds = [] };
        var item = OrderItem.Write(new StoredOrder(order, ""));
        item.Remove(OrderItem.PlacedIn);
        await _shop.StoreAsync(item);
        await _shop.CountAsync(ChangeSource.TableStream, Some.Streamed(null, order));
        var said = new List<string>();

        Assert.Empty((await _shop.CompareAsync(new MinuteRange(Noon, Noon.Plus(1)), said.Add)).Differences);
        Assert.Contains(said, line => line.Contains("not in the index", StringComparison.Ordinal));
        Assert.Empty((await _shop.CompareAsync()).Differences);
    }

    [Fact]
    public async Task An_order_that_another_program_moved_is_compared_where_it_is_now()
    {
        var (order, moved) = (Some.Order(1), Some.Order(1, "12:05") with { UpdatedAt = Some.At("12:00"), Lane = 3 });
        await _shop.StoreAsync(moved);
        await _shop.CountAsync(Some.Placed(order));
        await _shop.CountAsync(ChangeSource.TableStream, Some.Streamed(order, moved));

        Assert.Empty((await _shop.CompareAsync()).Differences);
        Assert.Empty((await _shop.CompareAsync(new MinuteRange(Noon, Noon.Plus(1)))).Differences);
        Assert.Empty((await _shop.CompareAsync(new MinuteRange(Noon.Plus(5), Noon.Plus(6)))).Differences);
    }

    [Fact]
    public async Task A_range_reads_the_orders_of_the_range_and_not_the_table()
    {
        foreach (var number in Enumerable.Range(1, 40))
        {
            var order = Some.Order(number, number <= 5 ? "12:00" : "10:00");
            await _shop.StoreAsync(order);
            await _shop.CountAsync(Some.Placed(order));
        }

        var said = new ShopTables.Told();
        var result = await new AggregateComparer(_shop.Orders, _shop.Minutes, _shop.Rollups, _shop.Impatient).RunAsync(
            new MinuteRange(Noon, Noon.Plus(1)), said, default);

        Assert.Equal((5, 0L), (result.Orders, said.Items));
        Assert.Empty(result.Differences);
    }

    [Fact]
    public async Task A_damaged_document_is_a_difference_and_its_numbers_are_not_compared()
    {
        await _shop.StoreAsync(Some.Order(1));
        await _shop.CountAsync(Some.Placed(Some.Order(1)));
        await _shop.DamageAsync(MinuteItem.KeyOf(ShopTables.KeyOf(Some.Order(1))), item => item[MinuteItem.Units].N = "9");

        var result = await _shop.CompareAsync();

        Assert.Equal([new Difference(Noon, "document of lane 0", "whole", "damaged")], result.Differences);
        Assert.Equal([ShopTables.KeyOf(Some.Order(1))], result.WrongDocuments);
    }

    [Fact]
    public async Task Orders_that_are_too_old_to_be_counted_are_named()
    {
        for (var number = 7; number > 0; number--)
        {
            await _shop.StoreAsync(Some.Order(number) with { PlacedAt = Some.Day.AddDays(-500), UpdatedAt = Some.Day.AddDays(-500) });
        }

        var result = await _shop.CompareAsync();

        Assert.Equal((7, 0), (result.TooOld, result.Differences.Count));
        Assert.Equal(Enumerable.Range(1, 5).Select(Some.Id), result.TooOldOrders);
    }
}
