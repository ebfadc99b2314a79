using Analytics.Core.Orders;
using Analytics.Functions.Orders;
using Analytics.Tests.Functions.Fakes;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Functions.Storage;

/// <summary>What every store of orders keeps to; run on the fake and on the emulator.</summary>
public abstract class OrderStoreContract
{
    private protected abstract Task<IOrderStore> NewStoreAsync();

    [Fact]
    public async Task An_order_reads_back_as_it_was_stored()
    {
        var store = await NewStoreAsync();
        var order = new StoredOrder(
            Some.Order(1, "12:00:00.123", Currency.Parse("KWD"), new("抹茶", 1_000_000, 1_000_000_000), new("b", 1, 0)), "hash");

        Assert.Null(await store.TryAddAsync(order, default));
        Assert.Equal(order, await store.FindAsync(order.Order.Id, default));
        Assert.Null(await store.FindAsync(Some.Id(2), default));
    }

    [Fact]
    public async Task An_id_that_is_taken_shows_who_has_it()
    {
        var store = await NewStoreAsync();
        var first = new StoredOrder(Some.Order(1), "first");
        await store.TryAddAsync(first, default);

        Assert.Equal(first, await store.TryAddAsync(first with { RequestHash = "second" }, default));
    }

    [Fact]
    public async Task An_order_is_replaced_by_its_next_version_only()
    {
        var store = await NewStoreAsync();
        var placed = new StoredOrder(Some.Order(1), "hash");
        var cancelled = placed with { Order = placed.Order.Cancel(Some.At("12:30")) };
        await store.TryAddAsync(placed, default);

        Assert.Null(await store.TryReplaceAsync(cancelled, default));
        Assert.Equal(cancelled, await store.TryReplaceAsync(cancelled, default));
        Assert.Equal(cancelled, await store.FindAsync(Some.Id(1), default));
    }

    [Fact]
    public async Task An_order_that_is_gone_cannot_be_replaced() =>
        await Assert.ThrowsAsync<InvalidOperationException>(async () =>
            await (await NewStoreAsync()).TryReplaceAsync(new StoredOrder(Some.Order(1).Cancel(Some.At("12:30")), ""), default));
}

public class InMemoryOrderStoreTests : OrderStoreContract
{
    private protected override Task<IOrderStore> NewStoreAsync() => Task.FromResult<IOrderStore>(new InMemoryOrderStore());
}

public class DynamoOrderStoreTests(DynamoDbFixture dynamoDb) : OrderStoreContract, IClassFixture<DynamoDbFixture>
{
    private protected override async Task<IOrderStore> NewStoreAsync() =>
        new DynamoOrderStore(dynamoDb.Client, await dynamoDb.NewOrdersTableAsync());
}
