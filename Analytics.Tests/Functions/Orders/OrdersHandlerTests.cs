using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Orders;
using Analytics.Storage;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Functions.Orders;

/// <summary>Placing and reading orders, and what is refused.</summary>
public class OrdersHandlerTests : OrdersHandlerContext
{
    [Fact]
    public async Task A_placed_order_is_stored_published_and_shown()
    {
        var answer = await PlaceAsync(Body, key: "k-1");
        var id = OrderId.FromIdempotencyKey("k-1").ToString();

        Assert.Equal(200, answer.StatusCode);
        Assert.Equal(
            ("application/json", $"/orders/{id}", "\"1\""),
            (answer.Headers["Content-Type"], answer.Headers["Location"], answer.Headers["ETag"]));
        Assert.Equal(
            $$"""{"orderId":"{{id}}","version":1,"status":"PLACED","customerId":"c-1","currency":"USD","lines":[{"sku":"tea","quantity":2,"unitPrice":3.50,"lineTotal":7.00},{"sku":"mug","quantity":1,"unitPrice":9.00,"lineTotal":9.00}],"total":16.00,"placedAt":"2026-11-23T12:00:00.123Z","updatedAt":"2026-11-23T12:00:00.123Z","changes":[{"type":"placed","at":"2026-11-23T12:00:00.123Z","version":1}]}""",
            answer.Body);
        Assert.Equal(Store.Orders.Single(), Assert.Single(Publisher.Published).After);
        var order = Store.Orders[0];
        Assert.Equal((Lanes.Of(order.Id, 4), true), (order.Lane, Assert.Single(order.ChangeIds).IsOf(order.Id)));
    }

    [Fact]
    public async Task Each_answer_names_the_newest_change_with_the_document_that_counts_it()
    {
        var placed = await PlaceAsync(Body, key: "k-1");
        var order = Store.Orders[0];
        Assert.Equal($"2026-11-23T12:00Z.{order.Lane}.{order.LastChange}", placed.Headers["Order-Change"]);

        Time.Advance(TimeSpan.FromMinutes(3));
        var cancelled = await CancelAsync($"{order.Id}");
        var now = Store.Orders[0];

        Assert.Equal([order.LastChange, now.LastChange], now.ChangeIds);
        Assert.Equal($"2026-11-23T12:00Z.{order.Lane}.{now.LastChange}", cancelled.Headers["Order-Change"]);
        foreach (var again in new[] { await CancelAsync($"{order.Id}"), await GetAsync(order.Id), await PlaceAsync(Body, key: "k-1") })
        {
            Assert.Equal(cancelled.Headers["Order-Change"], again.Headers["Order-Change"]);
        }

        Assert.Equal(Publisher.Published.Select(change => change.Id), now.ChangeIds);
    }

    [Fact]
    public async Task The_same_key_and_body_is_the_same_order()
    {
        var first = await PlaceAsync(Body, key: "k-1");
        Time.Advance(TimeSpan.FromHours(1));
        var second = await PlaceAsync(
            Body.Replace("3.5", "3.50", StringComparison.Ordinal).Replace(",", " , ", StringComparison.Ordinal), key: "k-1");

        Assert.Equal((first.Body, "true"), (second.Body, second.Headers["Idempotency-Replayed"]));
        Assert.False(first.Headers.ContainsKey("Idempotency-Replayed"));
        Assert.Single(Publisher.Published);
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_refused()
    {
        await PlaceAsync(Body, key: "k-1");
        var second = await PlaceAsync(Body.Replace("3.5", "3.51", StringComparison.Ordinal), key: "k-1");

        AssertProblem(422, second);
        Assert.Single(Store.Orders);
    }

    [Fact]
    public async Task A_repeated_key_shows_the_order_as_it_stands()
    {
        await PlaceAsync(Body, key: "k-1");
        await CancelAsync(OrderId.FromIdempotencyKey("k-1").ToString());
        var again = await PlaceAsync(Body, key: "k-1");

        Assert.Equal(("CANCELLED", "\"2\""), ((string?)JsonNode.Parse(again.Body)!["status"], again.Headers["ETag"]));
    }

    [Fact]
    public async Task Without_a_key_every_post_is_a_new_order()
    {
        await PlaceAsync(Body);
        await PlaceAsync(Body);

        Assert.Equal(2, Store.Orders.Count);
    }

    [Fact]
    public async Task A_write_that_was_repeated_after_its_answer_was_lost_is_no_replay()
    {
        Store.RepeatsWrites = true;
        var answer = await PlaceAsync(Body);

        Assert.Equal((200, false), (answer.StatusCode, answer.Headers.ContainsKey("Idempotency-Replayed")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("über")]
    [InlineData("a\tb")]
    public async Task An_idempotency_key_is_printable_ASCII(string key) => AssertProblem(400, await PlaceAsync(Body, key: key));

    [Fact]
    public async Task An_item_that_another_writer_broke_is_a_conflict_that_names_its_fields()
    {
        await PlaceAsync(Body, key: "k-1");
        var id = OrderId.FromIdempotencyKey("k-1");
        Store.Edit(id, item =>
        {
            item.Remove(OrderItem.CustomerId);
            item[OrderItem.Lines] = new AttributeValue { S = "none" };
        });

        foreach (var answer in new[] { await GetAsync(id), await CancelAsync($"{id}"), await PlaceAsync(Body, key: "k-1") })
        {
            AssertProblem(409, answer);
            Assert.Equal(["#/customerId", "#/lines"], Json(answer)["errors"]!.AsArray().Select(error => (string?)error!["pointer"]));
            Assert.Contains($"{id}", (string?)Json(answer)["detail"], StringComparison.Ordinal);
        }

        Assert.Single(Publisher.Published);
    }

    [Fact]
    public async Task An_order_that_was_deleted_is_placed_anew_by_the_same_key_with_a_change_id_of_its_own()
    {
        await PlaceAsync(Body, key: "k-1");
        var first = Store.Orders.Single();
        Store.Delete(first.Id);
        var answer = await PlaceAsync(Body, key: "k-1");
        var second = Store.Orders.Single();

        Assert.Equal((200, false, first.Id), (answer.StatusCode, answer.Headers.ContainsKey("Idempotency-Replayed"), second.Id));
        Assert.NotEqual(first.LastChange, second.LastChange);
        Assert.Equal([first.LastChange, second.LastChange], Publisher.Published.Select(change => change.Id));
        Assert.All(Publisher.Published, change => Assert.Null(change.Before));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("00000009-0000-7000-8000-000000000000")]
    public async Task An_unknown_order_is_not_found(string id)
    {
        AssertProblem(404, await CancelAsync(id));
        AssertProblem(404, await Orders.GetAsync(Request("", path: id), default));
    }

    [Theory]
    [InlineData("text/plain", Body, 415)]
    [InlineData(null, Body, 415)]
    [InlineData("application/json", "", 400)]
    [InlineData("application/json", "{", 400)]
    [InlineData("application/json", """{"customerId":"a","customerId":"b"}""", 400)]
    [InlineData("application/json", """{"\ud800":1,"\ud800":2}""", 400)]
    [InlineData("application/json", "[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]", 400)]
    [InlineData("application/json; charset=utf-8", "{}", 400)]
    public async Task What_is_no_order_is_refused_and_nothing_is_written(string? contentType, string body, int status)
    {
        AssertProblem(status, await PlaceAsync(body, contentType: contentType));
        Assert.Empty(Store.Orders);
        Assert.Empty(Publisher.Published);
    }

    [Fact]
    public async Task A_body_over_256_KB_is_refused()
    {
        AssertProblem(413, await PlaceAsync(Body + new string(' ', OrderRules.MaxBodyBytes - Body.Length + 1)));
        Assert.Equal(200, (await PlaceAsync(Body + new string(' ', OrderRules.MaxBodyBytes - Body.Length))).StatusCode);
    }

    [Fact]
    public async Task A_refusal_names_every_offending_field()
    {
        var answer = await PlaceAsync("""{"customerId":"c","currency":"XXX","lines":[]}""");

        Assert.Equal(
            """[{"pointer":"#/currency","detail":"must be an ISO 4217 currency code in capitals, as USD"},{"pointer":"#/lines","detail":"must be a list of 1 to 100 lines"}]""",
            JsonNode.Parse(answer.Body)!["errors"]!.ToJsonString());
    }

    [Fact]
    public async Task What_is_missing_is_called_missing()
    {
        var answer = await PlaceAsync("""{"lines":[{"quantity":1}]}""");

        Assert.Equal(
            [
                "#/customerId is missing; it must be 1 to 64 printable characters",
                "#/currency is missing; it must be an ISO 4217 currency code in capitals, as USD",
                "#/lines/0/sku is missing; it must be 1 to 64 printable characters",
                "#/lines/0/unitPrice is missing; it must be a number from 0 to 1,000,000",
            ],
            Json(answer)["errors"]!.AsArray().Select(error => $"{error!["pointer"]} {error["detail"]}"));
    }

    [Theory]
    [InlineData("null", "must be a string")]
    [InlineData("1", "must be a string")]
    public async Task What_is_of_another_type_is_not_called_missing(string customer, string detail)
    {
        var answer = await PlaceAsync($$$"""{"customerId":{{{customer}}},"currency":"USD","lines":{}}""");

        Assert.Equal(
            [$"#/customerId {detail}", "#/lines must be a list of 1 to 100 lines"],
            Json(answer)["errors"]!.AsArray().Select(error => $"{error!["pointer"]} {error["detail"]}"));
    }

    [Fact]
    public async Task A_parameter_is_refused_because_orders_take_none()
    {
        var request = Request(Body);
        request.RawQueryString = "dryRun=true";
        var answer = await Orders.PlaceAsync(request, _ => { }, default);

        AssertProblem(400, answer);
        Assert.Equal("dryRun", (string?)Json(answer)["errors"]![0]!["parameter"]);
        Assert.Empty(Store.Orders);
    }

    [Fact]
    public async Task A_location_has_the_base_path_of_the_request()
    {
        var request = Request(Body, key: "k-1");
        (request.RouteKey, request.RawPath) = ("POST /orders", "/shop/orders");

        Assert.Equal(
            $"/shop/orders/{OrderId.FromIdempotencyKey("k-1")}", (await Orders.PlaceAsync(request, _ => { }, default))
                .Headers["Location"]);
    }

    [Fact]
    public async Task A_body_in_Base64_is_read()
    {
        var request = Request(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Body)));
        request.IsBase64Encoded = true;

        Assert.Equal(200, (await Orders.PlaceAsync(request, _ => { }, default)).StatusCode);
    }
}
