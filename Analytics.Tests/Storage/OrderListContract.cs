using Amazon.DynamoDBv2.Model;
using Analytics.Core.Orders;
using Analytics.Storage;
using Analytics.Tests.Functions.Fakes;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Storage;

/// <summary>What every store of orders lists; run on the fake and on the emulator.</summary>
public abstract class OrderListContract
{
    private static readonly OrderList All = new(Some.Day.AddDays(-60), Some.Day.AddDays(1), 7);

    private protected abstract Task<(IOrderStore Store, Func<OrderId, Task> BreakAsync)> NewAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public async Task Pages_have_every_order_once_and_the_newest_first(int limit)
    {
        var (store, _) = await NewAsync();
        var orders = await AddAsync(store, Enumerable.Range(1, 60));

        Assert.Equal(Sorted(orders), await ReadAllAsync(store, All with { Limit = limit }));
    }

    [Fact]
    public async Task Orders_of_one_millisecond_are_paged_by_their_id()
    {
        var (store, _) = await NewAsync();
        var orders = Enumerable.Range(1, 40).Select(number => Order(number) with { PlacedAt = Some.At("10:00") }).ToList();
        foreach (var order in orders)
        {
            await store.TryAddAsync(new StoredOrder(order, "hash"), default);
        }

        foreach (var customer in new[] { null, "c-1" })
        {
            var listed = orders.Where(order => customer is null || order.CustomerId == customer);
            Assert.Equal(Sorted(listed), await ReadAllAsync(store, All with { Limit = 3, CustomerId = customer }));
        }
    }

    [Fact]
    public async Task A_page_neither_repeats_nor_loses_an_order_while_orders_come_in()
    {
        var (store, _) = await NewAsync();
        var orders = await AddAsync(store, Enumerable.Range(1, 40));
        var next = 100;
        var read = await ReadAllAsync(
            store, All, () => AddAsync(store, [next++], Some.At("23:00")));

        Assert.Equal(Sorted(orders), read);
    }

    [Fact]
    public async Task A_list_has_the_orders_of_its_customer_status_and_time()
    {
        var (store, _) = await NewAsync();
        var orders = (await AddAsync(store, Enumerable.Range(1, 60))).ToDictionary(order => order.Id);
        foreach (var order in orders.Values.Where((_, index) => index % 4 == 0).ToList())
        {
            var found = (await store.FindAsync(order.Id, default))!;
            orders[order.Id] = Some.Cancel(order);
            await store.TryUpdateAsync(found, found.Stored! with { Order = orders[order.Id] }, default);
        }

        var lists = new[]
        {
            All with { CustomerId = "c-1" }, All with { CustomerId = "c-none" }, All with { Status = OrderStatus.Cancelled },
            All with { CustomerId = "c-2", Status = OrderStatus.Placed }, All with { From = Some.Day.AddDays(-20).AddHours(13) },
            All with { To = Some.Day.AddDays(-20).AddHours(13).AddMinutes(30) },
            All with { CustomerId = "c-0", From = Some.Day.AddDays(-30), To = Some.Day.AddDays(-10) },
        };
        foreach (var list in lists)
        {
            Assert.Equal(Sorted(orders.Values.Where(list.Has)), await ReadAllAsync(store, list));
        }
    }

    [Fact]
    public async Task From_is_part_of_a_list_and_to_is_not()
    {
        var (store, _) = await NewAsync();
        var order = (await AddAsync(store, [1]))[0];

        Assert.Single((await store.ListAsync(All with { From = order.PlacedAt, To = order.PlacedAt.AddMilliseconds(1) }, default)).Orders);
        Assert.Empty((await store.ListAsync(All with { To = order.PlacedAt }, default)).Orders);
        Assert.Empty((await store.ListAsync(All with { From = order.PlacedAt.AddMilliseconds(1) }, default)).Orders);
    }

    [Fact]
    public async Task An_order_that_another_writer_broke_is_left_out()
    {
        var (store, breakAsync) = await NewAsync();
        var orders = await AddAsync(store, Enumerable.Range(1, 10));
        await breakAsync(orders[3].Id);

        Assert.Equal(Sorted(orders.Where(order => order != orders[3])), await ReadAllAsync(store, All with { Limit = 2 }));
    }

    [Fact]
    public async Task The_last_page_says_that_it_is_the_last()
    {
        var (store, _) = await NewAsync();
        await AddAsync(store, Enumerable.Range(1, 5));
        var page = await store.ListAsync(All with { Limit = 5, CustomerId = "c-1" }, default);

        Assert.Equal((2, null), (page.Orders.Count, page.End));
    }

    // In three customers' turn, and some of them of the same day.
    private static Order Order(int number) => Some.Order(number) with
    {
        CustomerId = $"c-{number % 3}",
        PlacedAt = Some.Day.AddDays(-number % 20 * 3).AddHours(number % 24).AddMilliseconds(number),
        UpdatedAt = Some.Day.AddDays(1),
    };

    private static async Task<List<Order>> AddAsync(IOrderStore store, IEnumerable<int> numbers, DateTimeOffset? placedAt = null)
    {
        var orders = numbers.Select(Order).Select(order => order with { PlacedAt = placedAt ?? order.PlacedAt }).ToList();
        foreach (var order in orders)
        {
            Assert.Null(await store.TryAddAsync(new StoredOrder(order, "hash"), default));
        }

        return orders;
    }

    private static List<Order> Sorted(IEnumerable<Order> orders) =>
        [.. orders.OrderByDescending(order => order.PlacedAt).ThenByDescending(order => $"{order.Id}", StringComparer.Ordinal)];

    private static async Task<List<Order>> ReadAllAsync(IOrderStore store, OrderList list, Func<Task>? meanwhile = null)
    {
        var orders = new List<Order>();
        OrderPosition? end = null;
        do
        {
            var page = await store.ListAsync(list with { After = end }, default);
            Assert.InRange(page.Orders.Count, 0, list.Limit);
            Assert.True(end is not { } before || page.End is not { } now || now > before);
            orders.AddRange(page.Orders.Select(found => found.Stored!.Order));
            end = page.End;
            await (meanwhile?.Invoke() ?? Task.CompletedTask);
        }
        while (end is not null);
        return orders;
    }
}

public class InMemoryOrderListTests : OrderListContract
{
    private protected override Task<(IOrderStore Store, Func<OrderId, Task> BreakAsync)> NewAsync()
    {
        var store = new InMemoryOrderStore();
        return Task.FromResult<(IOrderStore, Func<OrderId, Task>)>((store, BreakAsync));

        Task BreakAsync(OrderId id)
        {
            store.Edit(id, item => item[OrderItem.Currency] = new AttributeValue { S = "XXX" });
            return Task.CompletedTask;
        }
    }
}

[Trait(TestKind.Name, TestKind.Process)]
public class DynamoOrderListTests(DynamoDbFixture dynamoDb) : OrderListContract, IClassFixture<DynamoDbFixture>
{
    private protected override async Task<(IOrderStore Store, Func<OrderId, Task> BreakAsync)> NewAsync()
    {
        var table = await dynamoDb.NewOrdersTableAsync();
        return (new DynamoOrderStore(dynamoDb.Client, table, TimeProvider.System), BreakAsync);

        async Task BreakAsync(OrderId id)
        {
            var item = (await dynamoDb.Client.GetItemAsync(table, OrderItem.KeyOf(id), consistentRead: true)).Item;
            item[OrderItem.Currency] = new AttributeValue { S = "XXX" };
            await dynamoDb.Client.PutItemAsync(table, item);
        }
    }

    [Fact]
    public async Task An_order_that_another_writer_moved_to_a_later_day_is_not_listed_by_its_old_one()
    {
        var table = await dynamoDb.NewOrdersTableAsync();
        var store = new DynamoOrderStore(dynamoDb.Client, table, TimeProvider.System);
        var order = Some.Order(1) with { PlacedAt = Some.At("10:00").AddDays(-3) };
        await store.TryAddAsync(new StoredOrder(order, "hash"), default);
        var item = (await dynamoDb.Client.GetItemAsync(table, OrderItem.KeyOf(order.Id), consistentRead: true)).Item;
        item[OrderItem.PlacedAt] = new AttributeValue { S = Timestamps.Format(Some.At("10:00")) };
        await dynamoDb.Client.PutItemAsync(table, item);

        Assert.Empty((await store.ListAsync(new OrderList(Some.Day.AddDays(-5), Some.Day.AddDays(1), 10), default)).Orders);
    }
}
