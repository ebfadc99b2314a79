using Amazon.DynamoDBv2.Model;
using Analytics.Core.Orders;
using Analytics.Storage;
using Analytics.Tests.Functions.Fakes;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Storage;

/// <summary>What every store of orders does about those that another writer has edited; run on the fake and on the emulator.</summary>
public abstract class EditedOrderContract
{
    private static readonly Order Order = Some.Order(1);

    private protected abstract Task<IEditedOrders> NewAsync();

    [Fact]
    public async Task A_cancellation_keeps_what_another_writer_edited_after_the_order_was_found()
    {
        var (orders, found) = await PlacedAsync();
        await orders.EditAsync(item =>
        {
            item[OrderItem.Lines].L[0].M[OrderItem.Quantity].N = "9";
            item["note"] = new AttributeValue { S = "fragile" };
        });

        var written = Assert.IsType<OrderUpdate.Written>(await orders.Store.TryUpdateAsync(found, Of(Some.Cancel(Order)), default));

        var edited = Order with { Lines = [new OrderLine("tea", 9, 350)] };
        Assert.Equal((edited, false), (written.Before.Stored!.Order, written.Before.IsAsWritten));
        Assert.Equal(Some.Cancel(Order) with { Lines = edited.Lines }, (await orders.Store.FindAsync(Order.Id, default))!.Stored!.Order);
        await orders.EditAsync(item => Assert.Equal(("fragile", "hash"), (item["note"].S, item[OrderItem.RequestHash].S)));
    }

    [Fact]
    public async Task New_lines_are_not_written_over_lines_that_another_writer_edited_after_the_order_was_found()
    {
        var (orders, found) = await PlacedAsync();
        await orders.EditAsync(item => item[OrderItem.Lines].L[0].M[OrderItem.Quantity].N = "9");
        var refunded = Order.Amend(Some.Change(Order.Id, 2), Order.UpdatedAt, Refund.OfAmount(Order.Lines, 100));

        var lost = Assert.IsType<OrderUpdate.Lost>(await orders.Store.TryUpdateAsync(found, Of(refunded), default));

        Assert.Equal(9, lost.Current!.Stored!.Order.Lines[0].Quantity);
        var again = await orders.Store.TryUpdateAsync(lost.Current, Of(refunded), default);
        Assert.Equal(refunded.Lines, Assert.IsType<OrderUpdate.Written>(again).After.Stored!.Order.Lines);
    }

    [Theory]
    [InlineData(OrderItem.Status, "CANCELLED")]
    [InlineData(OrderItem.Currency, "EUR")]
    [InlineData(OrderItem.PlacedAt, "2026-11-23T12:00:00.001Z")]
    public async Task An_edit_of_what_counts_is_seen_in_the_digest(string attribute, string value)
    {
        var (orders, _) = await PlacedAsync();
        await orders.EditAsync(item => item[attribute].S = value);

        Assert.False((await orders.Store.FindAsync(Order.Id, default))!.IsAsWritten);
    }

    [Theory]
    [InlineData(OrderItem.Sku, "mug")]
    [InlineData(OrderItem.Quantity, "3")]
    [InlineData(OrderItem.UnitPrice, "3.51")]
    public async Task An_edit_of_a_line_is_seen_in_the_digest(string attribute, string value)
    {
        var (orders, _) = await PlacedAsync();
        await orders.EditAsync(item => item[OrderItem.Lines].L[0].M[attribute] =
            attribute == OrderItem.Sku ? new AttributeValue { S = value } : new AttributeValue { N = value });

        Assert.False((await orders.Store.FindAsync(Order.Id, default))!.IsAsWritten);
    }

    [Fact]
    public async Task An_edit_of_the_lane_is_seen_in_the_digest_and_one_of_the_customer_is_not_since_it_does_not_count()
    {
        var (orders, _) = await PlacedAsync();
        await orders.EditAsync(item => item[OrderItem.CustomerId].S = "c-2");
        Assert.True((await orders.Store.FindAsync(Order.Id, default))!.IsAsWritten);

        await orders.EditAsync(item => item[OrderItem.Lane].N = "9");
        Assert.False((await orders.Store.FindAsync(Order.Id, default))!.IsAsWritten);
    }

    // They do not count, so another program may put anything there.
    [Fact]
    public async Task An_order_is_valid_whatever_its_reference_metadata_and_names_are()
    {
        var (orders, _) = await PlacedAsync();
        await orders.EditAsync(item =>
        {
            item[OrderItem.Reference] = new AttributeValue { N = "7" };
            item[OrderItem.Metadata] = new AttributeValue
            {
                M = new() { ["b"] = new() { S = "two" }, ["n"] = new() { N = "1" }, ["a"] = new() { S = "\u0001" } },
            };
            item[OrderItem.Lines].L[0].M[OrderItem.Name] = new AttributeValue { L = [new() { S = "tea" }] };
        });
        var found = (await orders.Store.FindAsync(Order.Id, default))!;

        Assert.True(found.IsAsWritten);
        Assert.Equal(
            Order with { Metadata = [KeyValuePair.Create("a", "\u0001"), KeyValuePair.Create("b", "two")] }, found.Stored!.Order);
        await orders.EditAsync(item => item[OrderItem.Metadata] = new AttributeValue { L = [] , IsLSet = true });
        Assert.Empty((await orders.Store.FindAsync(Order.Id, default))!.Stored!.Order.Metadata);
    }

    // What other writers leave in the place of the change ids.
    [Theory]
    [InlineData("none")]
    [InlineData("empty list")]
    [InlineData("list of numbers")]
    [InlineData("text")]
    [InlineData("null")]
    public async Task An_order_is_cancelled_whatever_stands_in_the_place_of_its_change_ids(string kind)
    {
        var (orders, _) = await PlacedAsync();
        await orders.EditAsync(item =>
        {
            item.Remove(OrderItem.ChangeIds);
            if (kind != "none")
            {
                item[OrderItem.ChangeIds] = kind switch
                {
                    "empty list" => new AttributeValue { L = [], IsLSet = true },
                    "list of numbers" => new AttributeValue { L = [new() { N = "1" }] },
                    "text" => new AttributeValue { S = "id" },
                    _ => new AttributeValue { NULL = true },
                };
            }
        });
        var found = (await orders.Store.FindAsync(Order.Id, default))!;
        var cancelled = found.Stored!.Order.Cancel(Some.Change(1, 2), Some.At("12:30"));

        Assert.Empty(found.Stored.Order.ChangeIds);
        Assert.IsType<OrderUpdate.Written>(await orders.Store.TryUpdateAsync(found, Of(cancelled), default));
        Assert.Equal([Some.Change(1, 2)], (await orders.Store.FindAsync(Order.Id, default))!.Stored!.Order.ChangeIds);
    }

    [Theory]
    [InlineData("10000", 10_000)]
    [InlineData("1000000000000000", 1_000_000_000_000_000)]
    [InlineData("0", 0)]
    [InlineData("-1", 0)]
    [InlineData("1.5", 0)]
    [InlineData("99999999999999999999999999", 0)]
    [InlineData(null, 0)]
    public async Task A_version_is_what_it_is_or_0_and_an_order_of_any_is_cancelled(string? written, long read)
    {
        var (orders, _) = await PlacedAsync();
        await orders.EditAsync(item =>
        {
            item.Remove(OrderItem.Version);
            if (written is not null)
            {
                item[OrderItem.Version] = new AttributeValue { N = written };
            }
        });
        var found = (await orders.Store.FindAsync(Order.Id, default))!;

        Assert.Equal((read, true), (found.Stored!.Order.Version, found.IsAsWritten));
        Assert.IsType<OrderUpdate.Written>(await orders.Store.TryUpdateAsync(found, Of(Some.Cancel(found.Stored.Order)), default));
        Assert.Equal(
            read + 1 <= OrderRules.MaxVersion ? read + 1 : 0, (await orders.Store.FindAsync(Order.Id, default))!.Stored!.Order.Version);
    }

    [Fact]
    public async Task An_item_that_is_no_valid_order_says_what_is_wrong_with_it()
    {
        var (orders, _) = await PlacedAsync();
        await orders.EditAsync(item =>
        {
            item.Remove(OrderItem.CustomerId);
            item[OrderItem.Currency].S = "XXX";
            item[OrderItem.Lines].L[0] = new AttributeValue { S = "tea" };
        });

        var found = (await orders.Store.FindAsync(Order.Id, default))!;
        var taken = await orders.Store.TryAddAsync(new StoredOrder(Order, "hash"), default);

        Assert.Equal((Order.Id.ToString(), null), (found.Id, found.Stored));
        Assert.Equal(
            ["#/customerId", "#/currency", "#/lines/0/sku", "#/lines/0/quantity", "#/lines/0/unitPrice"], found.Errors.Select(
                error => error.Pointer));
        Assert.Equal(found.Errors, taken!.Errors);
    }

    [Fact]
    public async Task An_order_that_became_invalid_before_it_was_cancelled_is_reported_as_such()
    {
        var (orders, found) = await PlacedAsync();
        await orders.EditAsync(item => item[OrderItem.Currency].S = "XXX");

        var written = Assert.IsType<OrderUpdate.Written>(await orders.Store.TryUpdateAsync(found, Of(Some.Cancel(Order)), default));

        Assert.Equal(["#/currency"], written.Before.Errors.Select(error => error.Pointer));
    }

    private static StoredOrder Of(Order order) => new(order, "hash");

    private async Task<(IEditedOrders Orders, FoundOrder Found)> PlacedAsync()
    {
        var orders = await NewAsync();
        Assert.Null(await orders.Store.TryAddAsync(new StoredOrder(Order, "hash"), default));
        return (orders, (await orders.Store.FindAsync(Order.Id, default))!);
    }

    /// <summary>A store with a hand that reaches past it into the item of its one order.</summary>
    private protected interface IEditedOrders
    {
        IOrderStore Store { get; }

        Task EditAsync(Action<Dictionary<string, AttributeValue>> edit);
    }

    private protected static OrderId Id => Order.Id;
}

public class InMemoryEditedOrderTests : EditedOrderContract
{
    private protected override Task<IEditedOrders> NewAsync() => Task.FromResult<IEditedOrders>(new Edited());

    private sealed class Edited : IEditedOrders
    {
        private readonly InMemoryOrderStore _store = new();

        public IOrderStore Store => _store;

        public Task EditAsync(Action<Dictionary<string, AttributeValue>> edit)
        {
            _store.Edit(Id, edit);
            return Task.CompletedTask;
        }
    }
}

[Trait(TestKind.Name, TestKind.Process)]
public class DynamoEditedOrderTests(DynamoDbFixture dynamoDb) : EditedOrderContract, IClassFixture<DynamoDbFixture>
{
    private protected override async Task<IEditedOrders> NewAsync() => new Edited(dynamoDb, await dynamoDb.NewOrdersTableAsync());

    private sealed class Edited(DynamoDbFixture dynamoDb, string table) : IEditedOrders
    {
        public IOrderStore Store { get; } = new DynamoOrderStore(dynamoDb.Client, table, TimeProvider.System);

        public async Task EditAsync(Action<Dictionary<string, AttributeValue>> edit)
        {
            var item = (await dynamoDb.Client.GetItemAsync(table, OrderItem.KeyOf(Id), consistentRead: true)).Item;
            edit(item);
            await dynamoDb.Client.PutItemAsync(table, item);
        }
    }
}
