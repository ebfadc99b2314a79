using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;
using Amazon.Lambda.APIGatewayEvents;
using Analytics.Core.Orders;
using Analytics.Functions.Orders;
using Analytics.Storage;
using Analytics.Tests.Functions.Fakes;
using Analytics.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Functions.Orders;

public class OrdersHandlerTests
{
    private const string Body = """{"customerId":"c-1","currency":"USD","lines":[{"sku":"tea","quantity":2,"unitPrice":3.5},{"sku":"mug","quantity":1,"unitPrice":9}]}""";

    private readonly InMemoryOrderStore _store = new();
    private readonly RecordingPublisher _publisher = new();
    private readonly FakeTimeProvider _time = new(Some.At("12:00:00.123") + TimeSpan.FromTicks(4567));
    private readonly OrdersHandler _orders;

    public OrdersHandlerTests() => _orders = new OrdersHandler(_store, _publisher, 4, () => OrderId.New(_time), new Random(1), _time);

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
        Assert.Equal(_store.Orders.Single(), Assert.Single(_publisher.Published).After);
        var order = _store.Orders[0];
        Assert.Equal((Lanes.Of(order.Id, 4), true), (order.Lane, Assert.Single(order.ChangeIds).IsOf(order.Id)));
    }

    [Fact]
    public async Task Each_answer_names_the_newest_change_with_the_document_that_counts_it()
    {
        var placed = await PlaceAsync(Body, key: "k-1");
        var order = _store.Orders[0];
        Assert.Equal($"2026-11-23T12:00Z.{order.Lane}.{order.LastChange}", placed.Headers["Order-Change"]);

        _time.Advance(TimeSpan.FromMinutes(3));
        var cancelled = await CancelAsync($"{order.Id}");
        var now = _store.Orders[0];

        Assert.Equal([order.LastChange, now.LastChange], now.ChangeIds);
        Assert.Equal($"2026-11-23T12:00Z.{order.Lane}.{now.LastChange}", cancelled.Headers["Order-Change"]);
        foreach (var again in new[] { await CancelAsync($"{order.Id}"), await GetAsync(order.Id), await PlaceAsync(Body, key: "k-1") })
        {
            Assert.Equal(cancelled.Headers["Order-Change"], again.Headers["Order-Change"]);
        }

        Assert.Equal(_publisher.Published.Select(change => change.Id), now.ChangeIds);
    }

    [Fact]
    public async Task The_same_key_and_body_is_the_same_order()
    {
        var first = await PlaceAsync(Body, key: "k-1");
        _time.Advance(TimeSpan.FromHours(1));
        var second = await PlaceAsync(
            Body.Replace("3.5", "3.50", StringComparison.Ordinal).Replace(",", " , ", StringComparison.Ordinal), key: "k-1");

        Assert.Equal((first.Body, "true"), (second.Body, second.Headers["Idempotency-Replayed"]));
        Assert.False(first.Headers.ContainsKey("Idempotency-Replayed"));
        Assert.Single(_publisher.Published);
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_refused()
    {
        await PlaceAsync(Body, key: "k-1");
        var second = await PlaceAsync(Body.Replace("3.5", "3.51", StringComparison.Ordinal), key: "k-1");

        AssertProblem(422, second);
        Assert.Single(_store.Orders);
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

        Assert.Equal(2, _store.Orders.Count);
    }

    [Fact]
    public async Task A_write_that_was_repeated_after_its_answer_was_lost_is_no_replay()
    {
        _store.RepeatsWrites = true;
        var answer = await PlaceAsync(Body);

        Assert.Equal((200, false), (answer.StatusCode, answer.Headers.ContainsKey("Idempotency-Replayed")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("über")]
    [InlineData("a\tb")]
    public async Task An_idempotency_key_is_printable_ASCII(string key) => AssertProblem(400, await PlaceAsync(Body, key: key));

    [Fact]
    public async Task Cancelling_twice_is_the_same_as_once()
    {
        var id = (string)JsonNode.Parse((await PlaceAsync(Body)).Body)!["orderId"]!;
        _time.Advance(TimeSpan.FromMinutes(1));
        var first = await CancelAsync(id);
        _time.Advance(TimeSpan.FromMinutes(1));
        var second = await CancelAsync(id);

        Assert.Equal((first.Body, "\"2\""), (second.Body, second.Headers["ETag"]));
        Assert.Equal("2026-11-23T12:01:00.123Z", (string?)JsonNode.Parse(first.Body)!["updatedAt"]);
        Assert.Equal(2, _publisher.Published.Count);
    }

    [Fact]
    public async Task A_cancellation_that_meets_another_shows_the_other()
    {
        var id = (string)JsonNode.Parse((await PlaceAsync(Body)).Body)!["orderId"]!;
        _store.BeforeUpdate = () => CancelAsync(id).GetAwaiter().GetResult();
        var answer = await CancelAsync(id);

        Assert.Equal((200, "\"2\"", 2), (answer.StatusCode, answer.Headers["ETag"], _publisher.Published.Count));
    }

    [Fact]
    public async Task A_cancellation_keeps_another_writers_edit_and_leaves_it_to_the_table_stream()
    {
        var id = await PlacedAsync();
        _store.BeforeUpdate = () => EditQuantity(id, "9");
        var answer = await CancelAsync($"{id}");

        Assert.Equal(
            (200, "CANCELLED", 9), (answer.StatusCode, (string?)Json(answer)["status"], (int)Json(answer)["lines"]![0]!["quantity"]!));
        Assert.Equal([9, 1], _store.Orders.Single().Lines.Select(line => line.Quantity));
        Assert.Single(_publisher.Published);
    }

    [Fact]
    public async Task An_order_that_was_edited_before_it_was_found_is_cancelled_and_not_published()
    {
        var id = await PlacedAsync();
        EditQuantity(id, "9");
        var answer = await CancelAsync($"{id}");

        Assert.Equal((200, 9), (answer.StatusCode, (int)Json(answer)["lines"]![0]!["quantity"]!));
        Assert.Single(_publisher.Published);
    }

    // The order as it was found had 2, and right before the cancellation it was renamed in what does not count.
    [Fact]
    public async Task The_order_before_a_cancellation_is_the_one_that_the_table_says_it_was()
    {
        var id = await PlacedAsync();
        _store.BeforeUpdate = () => _store.Edit(id, item => item[OrderItem.CustomerId] = new AttributeValue { S = "c-2" });
        await CancelAsync($"{id}");

        var change = _publisher.Published[^1];
        Assert.Equal(("c-2", "c-2"), (change.Before!.CustomerId, change.After!.CustomerId));
        Assert.Equal(_store.Orders.Single(), change.After);
    }

    [Fact]
    public async Task A_cancellation_appends_its_change_id_and_keeps_the_newest_32()
    {
        var id = await PlacedAsync();
        var ids = Enumerable.Range(1, OrderRules.MaxChangeIds).Select(number => Some.Change(id, number)).ToList();
        _store.Edit(id, item => item[OrderItem.ChangeIds] = OrderItem.Write(ids));
        await CancelAsync($"{id}");

        var kept = _store.Orders.Single().ChangeIds;
        Assert.Equal(OrderRules.MaxChangeIds, kept.Count);
        Assert.Equal(ids.Skip(1), kept.SkipLast(1));
        Assert.DoesNotContain(kept[^1], ids);
        Assert.True(kept[^1].IsOf(id));
    }

    [Fact]
    public async Task An_order_that_is_deleted_while_it_is_cancelled_is_not_found()
    {
        var id = await PlacedAsync();
        _store.BeforeUpdate = () => _store.Delete(id);

        AssertProblem(404, await CancelAsync($"{id}"));
        Assert.Empty(_store.Orders);
    }

    [Fact]
    public async Task A_cancellation_that_meets_another_change_of_the_ids_is_made_again_over_it()
    {
        var id = await PlacedAsync();
        var other = Some.Change(id, 7);
        _store.BeforeUpdate = () => _store.Edit(id, item => item[OrderItem.ChangeIds] = OrderItem.Write([other]));
        var answer = await CancelAsync($"{id}");

        Assert.Equal((200, other), (answer.StatusCode, _store.Orders.Single().ChangeIds[0]));
        Assert.Equal(2, _store.Orders.Single().ChangeIds.Count);
    }

    [Fact]
    public async Task An_item_that_another_writer_broke_is_a_conflict_that_names_its_fields()
    {
        await PlaceAsync(Body, key: "k-1");
        var id = OrderId.FromIdempotencyKey("k-1");
        _store.Edit(id, item =>
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

        Assert.Single(_publisher.Published);
    }

    [Fact]
    public async Task An_item_that_breaks_while_it_is_cancelled_is_a_conflict()
    {
        var id = await PlacedAsync();
        _store.BeforeUpdate = () => _store.Edit(id, item => item.Remove(OrderItem.CustomerId));

        AssertProblem(409, await CancelAsync($"{id}"));
        Assert.Single(_publisher.Published);
    }

    [Fact]
    public async Task An_order_that_was_deleted_is_placed_anew_by_the_same_key_with_a_change_id_of_its_own()
    {
        await PlaceAsync(Body, key: "k-1");
        var first = _store.Orders.Single();
        _store.Delete(first.Id);
        var answer = await PlaceAsync(Body, key: "k-1");
        var second = _store.Orders.Single();

        Assert.Equal((200, false, first.Id), (answer.StatusCode, answer.Headers.ContainsKey("Idempotency-Replayed"), second.Id));
        Assert.NotEqual(first.LastChange, second.LastChange);
        Assert.Equal([first.LastChange, second.LastChange], _publisher.Published.Select(change => change.Id));
        Assert.All(_publisher.Published, change => Assert.Null(change.Before));
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
        _store.Edit(id, item =>
        {
            item.Remove(OrderItem.Version);
            if (version is not null)
            {
                item[OrderItem.Version] = new AttributeValue { N = version };
            }
        });
        var answer = await CancelAsync($"{id}");

        Assert.Equal((200, $"\"{after}\"", "CANCELLED"), (answer.StatusCode, answer.Headers["ETag"], (string?)Json(answer)["status"]));
        Assert.Equal(2, _publisher.Published.Count);
    }

    [Fact]
    public async Task An_order_of_another_writer_without_change_ids_is_shown_without_one_and_cancelled_with_one()
    {
        var id = await PlacedAsync();
        string[] ofTheApi = [OrderItem.ChangeIds, OrderItem.Lane, OrderItem.Digest, OrderItem.Version];
        _store.Edit(id, item => ofTheApi.ToList().ForEach(name => item.Remove(name)));
        var shown = await GetAsync(id);
        var cancelled = await CancelAsync($"{id}");

        Assert.False(shown.Headers.ContainsKey("Order-Change"));
        Assert.Equal($"2026-11-23T12:00Z.0.{_store.Orders.Single().LastChange}", cancelled.Headers["Order-Change"]);
        Assert.Single(_publisher.Published);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("00000009-0000-7000-8000-000000000000")]
    public async Task An_unknown_order_is_not_found(string id)
    {
        AssertProblem(404, await CancelAsync(id));
        AssertProblem(404, await _orders.GetAsync(Request("", path: id), default));
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
        Assert.Empty(_store.Orders);
        Assert.Empty(_publisher.Published);
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
        var answer = await _orders.PlaceAsync(request, _ => { }, default);

        AssertProblem(400, answer);
        Assert.Equal("dryRun", (string?)Json(answer)["errors"]![0]!["parameter"]);
        Assert.Empty(_store.Orders);
    }

    [Fact]
    public async Task A_location_has_the_base_path_of_the_request()
    {
        var request = Request(Body, key: "k-1");
        (request.RouteKey, request.RawPath) = ("POST /orders", "/shop/orders");

        Assert.Equal(
            $"/shop/orders/{OrderId.FromIdempotencyKey("k-1")}", (await _orders.PlaceAsync(request, _ => { }, default))
                .Headers["Location"]);
    }

    [Fact]
    public async Task A_body_in_Base64_is_read()
    {
        var request = Request(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Body)));
        request.IsBase64Encoded = true;

        Assert.Equal(200, (await _orders.PlaceAsync(request, _ => { }, default)).StatusCode);
    }

    private Task<APIGatewayHttpApiV2ProxyResponse> PlaceAsync(string body, string? key = null, string? contentType = "application/json") =>
        _orders.PlaceAsync(Request(body, key, contentType), _ => { }, default);

    private async Task<OrderId> PlacedAsync()
    {
        await PlaceAsync(Body);
        return _store.Orders.Single().Id;
    }

    private void EditQuantity(OrderId id, string quantity) => _store.Edit(id, item =>
    {
        var first = item[OrderItem.Lines].L[0].M.ToDictionary();
        first[OrderItem.Quantity] = new AttributeValue { N = quantity };
        item[OrderItem.Lines] = new AttributeValue { L = [new AttributeValue { M = first }, .. item[OrderItem.Lines].L.Skip(1)] };
    });

    private static JsonNode Json(APIGatewayHttpApiV2ProxyResponse answer) => JsonNode.Parse(answer.Body)!;

    private Task<APIGatewayHttpApiV2ProxyResponse> GetAsync(OrderId id) => _orders.GetAsync(Request("", path: $"{id}"), default);

    private Task<APIGatewayHttpApiV2ProxyResponse> CancelAsync(string id) => _orders.CancelAsync(Request("", path: id), _ => { }, default);

    private static APIGatewayHttpApiV2ProxyRequest Request(
        string body, string? key = null, string? contentType = "application/json", string path = "")
    {
        var headers = new Dictionary<string, string>();
        if (contentType is not null)
        {
            headers["content-type"] = contentType;
        }

        if (key is not null)
        {
            headers["idempotency-key"] = key;
        }

        return new APIGatewayHttpApiV2ProxyRequest
        {
            Headers = headers,
            Body = body,
            PathParameters = new Dictionary<string, string> { ["orderId"] = path },
        };
    }

    private static void AssertProblem(int status, APIGatewayHttpApiV2ProxyResponse answer)
    {
        Assert.Equal((status, "application/problem+json"), (answer.StatusCode, answer.Headers["Content-Type"]));
        using var problem = JsonDocument.Parse(answer.Body);
        Assert.Equal(status, problem.RootElement.GetProperty("status").GetInt32());
    }
}
