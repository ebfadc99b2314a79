using Analytics.Core.Orders;
using Analytics.Storage;
using Analytics.Tests.Functions.Fakes;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Storage;

/// <summary>What every store of orders keeps to; run on the fake and on the emulator.</summary>
public abstract class OrderStoreContract
{
    private protected abstract Task<IOrderStore> NewStoreAsync();

    [Fact]
    public async Task An_order_reads_back_as_it_was_stored()
    {
        var store = await NewStoreAsync();
        var order = new StoredOrder(
            Some.Order(
                1, "12:00:00.123", Currency.Parse("KWD"), new("抹茶", 1_000_000, 1_000_000_000), new("b", 1, 0) { Name = "A \"b\"" }) with
            {
                Lane = 255,
                ChangeIds = [.. Enumerable.Range(1, OrderRules.MaxChangeIds).Select(number => Some.Change(1, number))],
                Reference = "A-1001",
                Metadata = [KeyValuePair.Create("Gift", ""), KeyValuePair.Create("note", "two\nlines")],
            },
            "hash")
        { DetailsDigest = "0123456789abcdef" };

        Assert.Null(await store.TryAddAsync(order, default));
        var found = await store.FindAsync(order.Order.Id, default);
        Assert.Equal((order, true, order.Order.Id.ToString()), (found!.Stored, found.IsAsWritten, found.Id));
        Assert.Empty(found.Errors);
        Assert.Null(await store.FindAsync(Some.Id(2), default));
    }

    [Fact]
    public async Task An_id_that_is_taken_shows_who_has_it()
    {
        var store = await NewStoreAsync();
        var first = new StoredOrder(Some.Order(1), "first");
        await store.TryAddAsync(first, default);

        Assert.Equal(first, (await store.TryAddAsync(first with { RequestHash = "second" }, default))?.Stored);
    }

    [Fact]
    public async Task An_order_is_cancelled_once_and_the_order_before_is_returned()
    {
        var store = await NewStoreAsync();
        var placed = new StoredOrder(Some.Order(1), "hash");
        var cancelled = placed with { Order = Some.Cancel(placed.Order) };
        await store.TryAddAsync(placed, default);
        var found = (await store.FindAsync(Some.Id(1), default))!;

        var written = Assert.IsType<OrderUpdate.Written>(await store.TryUpdateAsync(found, cancelled, default));
        var lost = Assert.IsType<OrderUpdate.Lost>(await store.TryUpdateAsync(found, cancelled, default));

        Assert.Equal((placed, true), (written.Before.Stored, written.Before.IsAsWritten));
        Assert.Equal(cancelled, lost.Current?.Stored);
        var now = await store.FindAsync(Some.Id(1), default);
        Assert.Equal((cancelled, true), (now!.Stored, now.IsAsWritten));
    }

    [Fact]
    public async Task An_amendment_is_stored_with_its_log_and_the_requests_that_it_remembers()
    {
        var store = await NewStoreAsync();
        var placed = new StoredOrder(Some.Order(1), "hash");
        await store.TryAddAsync(placed, default);
        var found = (await store.FindAsync(Some.Id(1), default))!;
        var amended = placed.Order.Amend(Some.Change(1, 2), Some.At("12:10"), [new OrderLine("mug", 1, 900) { Name = "Mug" }]);
        var request = KeyedRequest.Of("k", "amend");
        var changed = placed.Changed(amended, ChangeKind.Amended, request) with { DetailsDigest = "0123456789abcdef" };

        var written = Assert.IsType<OrderUpdate.Written>(await store.TryUpdateAsync(found, changed, default));
        var now = (await store.FindAsync(Some.Id(1), default))!;

        Assert.Equal((placed, changed, changed), (written.Before.Stored, written.After.Stored, now.Stored));
        Assert.Equal(["placed", "amended"], now.Stored!.Log.Select(change => change.Kind.ToWire()));
        Assert.True(now.IsAsWritten);
    }

    [Fact]
    public async Task An_order_that_another_change_has_overtaken_is_not_cancelled()
    {
        var store = await NewStoreAsync();
        var old = Some.Order(1);
        var current = old.Changed(Some.Change(1, 7), Some.At("12:10"));
        await store.TryAddAsync(new StoredOrder(current, "hash"), default);
        var found = (await store.FindAsync(Some.Id(1), default))! with { ChangeIds = OrderItem.Write(old.ChangeIds) };

        var lost = Assert.IsType<OrderUpdate.Lost>(await store.TryUpdateAsync(found, new StoredOrder(Some.Cancel(old), "hash"), default));

        Assert.Equal(current, lost.Current?.Stored?.Order);
    }

    [Fact]
    public async Task An_order_that_has_become_another_customers_is_not_cancelled()
    {
        var store = await NewStoreAsync();
        var order = Some.Order(1);
        await store.TryAddAsync(new StoredOrder(order with { CustomerId = "c-9" }, "hash"), default);
        var found = (await store.FindAsync(Some.Id(1), default))! with { Stored = new StoredOrder(order, "hash") };

        var lost = Assert.IsType<OrderUpdate.Lost>(await store.TryUpdateAsync(found, new StoredOrder(Some.Cancel(order), "hash"), default));

        Assert.Equal("c-9", lost.Current?.Stored?.Order.CustomerId);
    }

    [Fact]
    public async Task An_amendment_to_the_same_lines_does_not_take_another_writers_lines_for_them()
    {
        var store = await NewStoreAsync();
        var order = Some.Order(1);
        await store.TryAddAsync(new StoredOrder(order with { Lines = [new OrderLine("mug", 1, 900)] }, "hash"), default);
        var placed = new StoredOrder(order, "hash");
        var found = (await store.FindAsync(Some.Id(1), default))! with
        {
            Stored = placed, Lines = OrderItem.Write(placed)[OrderItem.Lines],
        };
        var amended = placed.Changed(order.Amend(Some.Change(1, 2), Some.At("12:10"), order.Lines), ChangeKind.Amended, null);

        Assert.IsType<OrderUpdate.Lost>(await store.TryUpdateAsync(found, amended, default));
    }

    [Fact]
    public async Task An_order_that_is_gone_is_not_cancelled()
    {
        var store = await NewStoreAsync();
        var order = Some.Order(1);
        var found = new FoundOrder(order.Id.ToString(), new StoredOrder(order, ""), []) { ChangeIds = OrderItem.Write(order.ChangeIds) };

        var update = await store.TryUpdateAsync(found, new StoredOrder(Some.Cancel(order), ""), default);

        Assert.Null(Assert.IsType<OrderUpdate.Lost>(update).Current);
        Assert.Null(await store.FindAsync(order.Id, default));
    }
}

public class InMemoryOrderStoreTests : OrderStoreContract
{
    private protected override Task<IOrderStore> NewStoreAsync() => Task.FromResult<IOrderStore>(new InMemoryOrderStore());
}

[Trait(TestKind.Name, TestKind.Process)]
public class DynamoOrderStoreTests(DynamoDbFixture dynamoDb) : OrderStoreContract, IClassFixture<DynamoDbFixture>
{
    private protected override async Task<IOrderStore> NewStoreAsync() =>
        new DynamoOrderStore(dynamoDb.Client, await dynamoDb.NewOrdersTableAsync(), TimeProvider.System);
}
