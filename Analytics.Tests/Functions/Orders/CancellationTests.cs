using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Orders;
using Analytics.Storage;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Functions.Orders;

/// <summary>POST /orders/{orderId}/cancel, also beside other writers.</summary>
public class CancellationTests : OrdersHandlerContext
{
    [Fact]
    public async Task Cancelling_twice_is_the_same_as_once()
    {
        var id = (string)JsonNode.Parse((await PlaceAsync(Body)).Body)!["orderId"]!;
        Time.Advance(TimeSpan.FromMinutes(1));
        var first = await CancelAsync(id);
        Time.Advance(TimeSpan.FromMinutes(1));
        var second = await CancelAsync(id);

        Assert.Equal((first.Body, "\"2\""), (second.Body, second.Headers["ETag"]));
        Assert.Equal("2026-11-23T12:01:00.123Z", (string?)JsonNode.Parse(first.Body)!["updatedAt"]);
        Assert.Equal(2, Publisher.Published.Count);
    }

    [Fact]
    public async Task A_cancellation_that_meets_another_shows_the_other()
    {
        var id = (string)JsonNode.Parse((await PlaceAsync(Body)).Body)!["orderId"]!;
        Store.BeforeUpdate = () => CancelAsync(id).GetAwaiter().GetResult();
        var answer = await CancelAsync(id);

        Assert.Equal((200, "\"2\"", 2), (answer.StatusCode, answer.Headers["ETag"], Publisher.Published.Count));
    }

    [Fact]
    public async Task A_cancellation_keeps_another_writers_edit_and_leaves_it_to_the_table_stream()
    {
        var id = await PlacedAsync();
        Store.BeforeUpdate = () => EditQuantity(id, "9");
        var answer = await CancelAsync($"{id}");

        Assert.Equal(
            (200, "CANCELLED", 9), (answer.StatusCode, (string?)Json(answer)["status"], (int)Json(answer)["lines"]![0]!["quantity"]!));
        Assert.Equal([9, 1], Store.Orders.Single().Lines.Select(line => line.Quantity));
        Assert.Single(Publisher.Published);
    }

    [Fact]
    public async Task An_order_that_was_edited_before_it_was_found_is_cancelled_and_not_published()
    {
        var id = await PlacedAsync();
        EditQuantity(id, "9");
        var answer = await CancelAsync($"{id}");

        Assert.Equal((200, 9), (answer.StatusCode, (int)Json(answer)["lines"]![0]!["quantity"]!));
        Assert.Single(Publisher.Published);
    }

    // The order as it was found had 2, and right before the cancellation it was renamed in what does not count.
    [Fact]
    public async Task The_order_before_a_cancellation_is_the_one_that_the_table_says_it_was()
    {
        var id = await PlacedAsync();
        Store.BeforeUpdate = () => Store.Edit(id, item => item[OrderItem.CustomerId] = new AttributeValue { S = "c-2" });
        await CancelAsync($"{id}");

        var change = Publisher.Published[^1];
        Assert.Equal(("c-2", "c-2"), (change.Before!.CustomerId, change.After!.CustomerId));
        Assert.Equal(Store.Orders.Single(), change.After);
    }

    [Fact]
    public async Task A_cancellation_appends_its_change_id_and_keeps_the_newest_32()
    {
        var id = await PlacedAsync();
        var ids = Enumerable.Range(1, OrderRules.MaxChangeIds).Select(number => Some.Change(id, number)).ToList();
        Store.Edit(id, item => item[OrderItem.ChangeIds] = OrderItem.Write(ids));
        await CancelAsync($"{id}");

        var kept = Store.Orders.Single().ChangeIds;
        Assert.Equal(OrderRules.MaxChangeIds, kept.Count);
        Assert.Equal(ids.Skip(1), kept.SkipLast(1));
        Assert.DoesNotContain(kept[^1], ids);
        Assert.True(kept[^1].IsOf(id));
    }

    [Fact]
    public async Task An_order_that_is_deleted_while_it_is_cancelled_is_not_found()
    {
        var id = await PlacedAsync();
        Store.BeforeUpdate = () => Store.Delete(id);

        AssertProblem(404, await CancelAsync($"{id}"));
        Assert.Empty(Store.Orders);
    }

    [Fact]
    public async Task A_cancellation_that_meets_another_change_of_the_ids_is_made_again_over_it()
    {
        var id = await PlacedAsync();
        var other = Some.Change(id, 7);
        Store.BeforeUpdate = () => Store.Edit(id, item => item[OrderItem.ChangeIds] = OrderItem.Write([other]));
        var answer = await CancelAsync($"{id}");

        Assert.Equal((200, other), (answer.StatusCode, Store.Orders.Single().ChangeIds[0]));
        Assert.Equal(2, Store.Orders.Single().ChangeIds.Count);
    }

    [Fact]
    public async Task An_item_that_breaks_while_it_is_cancelled_is_a_conflict()
    {
        var id = await PlacedAsync();
        Store.BeforeUpdate = () => Store.Edit(id, item => item.Remove(OrderItem.CustomerId));

        AssertProblem(409, await CancelAsync($"{id}"));
        Assert.Single(Publisher.Published);
    }

    [Theory]
    [InlineData("9999", 10_000)]
    [InlineData("10000", 10_001)]
    [InlineData("123456789012", 123_456_789_013)]
    [InlineData("0", 1)]
    [InlineData("-5", 1)]
    [InlineData(null, 1)]
    public async Task An_order_of_any_version_can_be_cancelled(string? version, long after)
    {
        var id = await PlacedAsync();
        Store.Edit(id, item =>
        {
            item.Remove(OrderItem.Version);
            if (version is not null)
            {
                item[OrderItem.Version] = new AttributeValue { N = version };
            }
        });
        var answer = await CancelAsync($"{id}");

        Assert.Equal((200, $"\"{after}\"", "CANCELLED"), (answer.StatusCode, answer.Headers["ETag"], (string?)Json(answer)["status"]));
        Assert.Equal(2, Publisher.Published.Count);
    }

    [Fact]
    public async Task An_order_of_another_writer_without_change_ids_is_shown_without_one_and_cancelled_with_one()
    {
        var id = await PlacedAsync();
        string[] ofTheApi = [OrderItem.ChangeIds, OrderItem.Lane, OrderItem.Digest, OrderItem.Version];
        Store.Edit(id, item => ofTheApi.ToList().ForEach(name => item.Remove(name)));
        var shown = await GetAsync(id);
        var cancelled = await CancelAsync($"{id}");

        Assert.False(shown.Headers.ContainsKey("Order-Change"));
        Assert.Equal($"2026-11-23T12:00Z.0.{Store.Orders.Single().LastChange}", cancelled.Headers["Order-Change"]);
        Assert.Single(Publisher.Published);
    }
}
