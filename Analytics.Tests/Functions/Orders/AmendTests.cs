using Amazon.DynamoDBv2.Model;
using Amazon.Lambda.APIGatewayEvents;
using Analytics.Core.Wire;
using Analytics.Storage;
using Xunit;

namespace Analytics.Tests.Functions.Orders;

/// <summary>PUT /orders/{orderId}/lines.</summary>
public class AmendTests
{
    private const string Mugs = """{"lines":[{"sku":"mug","name":"Mug","quantity":3,"unitPrice":9}]}""";
    private const string Pots = """{"lines":[{"sku":"pot","quantity":1,"unitPrice":20}]}""";

    private readonly OrdersApi _api = new();

    [Fact]
    public async Task An_amended_order_has_the_lines_of_the_request()
    {
        var id = await PlacedAsync();
        _api.Time.Advance(TimeSpan.FromMinutes(3));
        var answer = await AmendAsync(id, Mugs);
        var order = OrdersApi.Json(answer);

        Assert.Equal((200, "\"2\"", 27.0m), (answer.StatusCode, answer.Headers["ETag"], (decimal)order["total"]!));
        Assert.Equal("""[{"sku":"mug","name":"Mug","quantity":3,"unitPrice":9.00,"lineTotal":27.00}]""", order["lines"]!.ToJsonString());
        Assert.Equal(
            ("2026-11-23T12:00:00.000Z", "2026-11-23T12:03:00.000Z"), ((string?)order["placedAt"], (string?)order["updatedAt"]));
        Assert.Equal(answer.Body, (await _api.GetAsync(id)).Body);
    }

    [Fact]
    public async Task An_amendment_is_published_with_the_order_before_it()
    {
        var id = await PlacedAsync();
        await AmendAsync(id, Mugs);
        var change = _api.Publisher.Published[^1];

        Assert.Equal(("tea", "mug"), (change.Before!.Lines[0].Sku, change.After!.Lines[0].Sku));
        Assert.Equal(_api.Store.Orders.Single(), change.After);
        Assert.Contains(
            "\"type\":\"order.amended.v1\"", System.Text.Encoding.UTF8.GetString(ChangeEvent.Write(change).Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_lines_again_change_nothing()
    {
        var id = await PlacedAsync();
        var first = await AmendAsync(id, Mugs);
        _api.Time.Advance(TimeSpan.FromMinutes(1));
        var second = await AmendAsync(id, Mugs);

        Assert.Equal((200, first.Body), (second.StatusCode, second.Body));
        Assert.Equal(2, _api.Publisher.Published.Count);
    }

    [Fact]
    public async Task Another_name_of_a_line_is_an_amendment()
    {
        var id = await PlacedAsync();
        await AmendAsync(id, Mugs);
        var renamed = await AmendAsync(id, Mugs.Replace("Mug", "Blue mug", StringComparison.Ordinal));

        Assert.Equal("\"3\"", renamed.Headers["ETag"]);
        Assert.Equal("Blue mug", (string?)OrdersApi.Json(await _api.GetAsync(id))["lines"]![0]!["name"]);
    }

    [Fact]
    public async Task A_cancelled_order_is_not_amended()
    {
        var id = await PlacedAsync();
        await _api.CancelAsync(id);
        var answer = await AmendAsync(id, Mugs, ("if-match", "\"9\""));

        Assert.Equal(409, answer.StatusCode);
        Assert.Equal($"Order {id} is cancelled; its lines cannot be amended.", (string?)OrdersApi.Json(answer)["detail"]);
    }

    [Fact]
    public async Task An_amended_order_can_be_cancelled()
    {
        var id = await PlacedAsync();
        await AmendAsync(id, Mugs);
        var cancelled = OrdersApi.Json(await _api.CancelAsync(id));

        Assert.Equal(("CANCELLED", "mug"), ((string?)cancelled["status"], (string?)cancelled["lines"]![0]!["sku"]));
    }

    // RFC 9110, section 13.1.1.
    [Theory]
    [InlineData("\"1\"", 200)]
    [InlineData("*", 200)]
    [InlineData("\"2\"", 412)]
    [InlineData("W/\"1\"", 412)]
    public async Task An_amendment_needs_the_version_that_it_names(string ifMatch, int status)
    {
        var id = await PlacedAsync();
        var answer = await AmendAsync(id, Mugs, ("if-match", ifMatch));

        Assert.Equal((status, status == 200 ? "mug" : "tea"), (answer.StatusCode, _api.Store.Orders.Single().Lines[0].Sku));
    }

    [Theory]
    [InlineData("\"1\"", 200)]
    [InlineData("\"2\"", 200)]
    [InlineData("\"0\"", 412)]
    public async Task An_amendment_that_is_repeated_with_its_condition_still_succeeds(string ifMatch, int status)
    {
        var id = await PlacedAsync();
        await AmendAsync(id, Mugs);

        Assert.Equal(status, (await AmendAsync(id, Mugs, ("if-match", ifMatch))).StatusCode);
    }

    [Fact]
    public async Task Of_two_amendments_of_the_same_version_one_succeeds()
    {
        var id = await PlacedAsync();
        _api.Store.BeforeUpdate = () => AmendAsync(id, Pots, ("if-match", "\"1\"")).GetAwaiter().GetResult();

        Assert.Equal(412, (await AmendAsync(id, Mugs, ("if-match", "\"1\""))).StatusCode);
        Assert.Equal("pot", _api.Store.Orders.Single().Lines[0].Sku);
    }

    [Fact]
    public async Task An_amendment_that_meets_a_cancellation_is_refused()
    {
        var id = await PlacedAsync();
        _api.Store.BeforeUpdate = () => _api.CancelAsync(id).GetAwaiter().GetResult();

        Assert.Equal(409, (await AmendAsync(id, Mugs)).StatusCode);
        Assert.Equal("tea", _api.Store.Orders.Single().Lines[0].Sku);
    }

    [Fact]
    public async Task A_key_makes_an_amendment_safe_to_repeat_whatever_came_after_it()
    {
        var id = await PlacedAsync();
        await AmendAsync(id, Mugs, ("idempotency-key", "k-1"));
        await AmendAsync(id, Pots, ("idempotency-key", "k-2"));
        var again = await AmendAsync(
            id, Mugs.Replace("9}", "9.00}", StringComparison.Ordinal), ("idempotency-key", "k-1"), ("if-match", "\"1\""));
        await _api.CancelAsync(id);
        var late = await AmendAsync(id, Mugs, ("idempotency-key", "k-1"));

        Assert.Equal((200, "true", "pot"), (again.StatusCode, again.Headers["Idempotency-Replayed"], Sku(again)));
        Assert.Equal(
            (200, "true", "CANCELLED"), (late.StatusCode, late.Headers["Idempotency-Replayed"], (string?)OrdersApi.Json(late)["status"]));
        Assert.Equal(4, _api.Publisher.Published.Count);
    }

    [Fact]
    public async Task A_key_with_other_content_is_refused()
    {
        var id = await PlacedAsync();
        await AmendAsync(id, Mugs, ("idempotency-key", "k-1"));

        Assert.Equal(422, (await AmendAsync(id, Pots, ("idempotency-key", "k-1"))).StatusCode);
        Assert.Equal(422, (await _api.CancelAsync(id, ("idempotency-key", "k-1"))).StatusCode);
        Assert.Equal("mug", _api.Store.Orders.Single().Lines[0].Sku);
    }

    [Fact]
    public async Task A_key_is_remembered_even_if_the_lines_are_the_same()
    {
        var id = await PlacedAsync();
        await AmendAsync(id, Mugs);
        await AmendAsync(id, Mugs, ("idempotency-key", "k-1"));

        Assert.Equal(422, (await AmendAsync(id, Pots, ("idempotency-key", "k-1"))).StatusCode);
    }

    [Fact]
    public async Task A_key_belongs_to_one_order()
    {
        var (one, other) = (await PlacedAsync(), await PlacedAsync());
        await AmendAsync(one, Mugs, ("idempotency-key", "k-1"));

        Assert.Equal(200, (await AmendAsync(other, Pots, ("idempotency-key", "k-1"))).StatusCode);
    }

    [Fact]
    public async Task A_cancellation_with_a_key_is_replayed()
    {
        var id = await PlacedAsync();
        var first = await _api.CancelAsync(id, ("idempotency-key", "k-1"));
        var second = await _api.CancelAsync(id, ("idempotency-key", "k-1"));

        Assert.Equal((first.Body, "true"), (second.Body, second.Headers["Idempotency-Replayed"]));
        Assert.Equal(2, _api.Publisher.Published.Count);
    }

    [Fact]
    public async Task Two_requests_with_one_key_at_once_are_one_change()
    {
        var id = await PlacedAsync();
        _api.Store.BeforeUpdate = () => AmendAsync(id, Mugs, ("idempotency-key", "k-1")).GetAwaiter().GetResult();
        var answer = await AmendAsync(id, Mugs, ("idempotency-key", "k-1"));

        Assert.Equal((200, "true", "\"2\""), (answer.StatusCode, answer.Headers["Idempotency-Replayed"], answer.Headers["ETag"]));
        Assert.Equal(2, _api.Publisher.Published.Count);
    }

    [Fact]
    public async Task The_newest_eight_keys_are_remembered()
    {
        var id = await PlacedAsync();
        foreach (var number in Enumerable.Range(1, 9))
        {
            await AmendAsync(id, number % 2 == 0 ? Mugs : Pots, ("idempotency-key", $"k-{number}"));
        }

        Assert.Equal("true", (await AmendAsync(id, Mugs, ("idempotency-key", "k-2"))).Headers["Idempotency-Replayed"]);
        Assert.Equal("\"11\"", (await AmendAsync(id, Pots, ("idempotency-key", "k-1"))).Headers["ETag"]);
    }

    [Theory]
    [InlineData("""{}""", "#/lines is missing; it must be a list of 1 to 100 lines")]
    [InlineData("""{"lines":[]}""", "#/lines must be a list of 1 to 100 lines")]
    [InlineData("""{"lines":[{"sku":"tea","quantity":1,"unitPrice":1}],"customerId":"c"}""", "#/customerId cannot be amended; only lines can")]
    [InlineData("""{"lines":[{"sku":"tea","quantity":1,"unitPrice":1}],"line":1}""", "#/line unknown field `line`; did you mean `lines`?")]
    [InlineData("""{"lines":[{"sku":"tea","quantity":1,"unitPrice":1.001}]}""", "#/lines/0/unitPrice must have no more decimals than USD has: 2")]
    [InlineData("""{"lines":[{"sku":"\u200b","quantity":1,"unitPrice":1}]}""",
        "#/lines/0/sku must be 1 to 64 printable characters; U+200B at character 1 is not allowed")]
    public async Task What_breaks_a_rule_is_refused_by_field(string body, string error)
    {
        var answer = await AmendAsync(await PlacedAsync(), body);

        Assert.Equal((400, error), (answer.StatusCode, Assert.Single(OrdersApi.Errors(answer))));
    }

    [Fact]
    public async Task What_is_no_JSON_is_refused_and_an_order_that_does_not_exist_is_not_found()
    {
        Assert.Equal(400, (await AmendAsync("nonsense", "{")).StatusCode);
        Assert.Equal(400, (await AmendAsync(await PlacedAsync(), "{\"\\ud800\":1}")).StatusCode);
        Assert.Equal(400, (await AmendAsync(await PlacedAsync(), Mugs, ("idempotency-key", ""))).StatusCode);
        Assert.Equal(415, (await AmendAsync("nonsense", Mugs, ("content-type", "text/plain"))).StatusCode);
        Assert.Equal(404, (await AmendAsync("nonsense", "{}")).StatusCode);
    }

    [Fact]
    public async Task An_edit_of_another_program_survives_an_amendment_and_is_left_to_the_table_stream()
    {
        var id = await PlacedAsync();
        _api.Store.BeforeUpdate = () => _api.Store.Edit(
            _api.Store.Orders.Single().Id, item => item[OrderItem.Currency] = new AttributeValue { S = "EUR" });
        var answer = await AmendAsync(id, Mugs);

        var order = OrdersApi.Json(answer);
        Assert.Equal(("EUR", "mug"), ((string?)order["currency"], Sku(answer)));
        Assert.StartsWith("\"2-", answer.Headers["ETag"], StringComparison.Ordinal);
        Assert.Single(_api.Publisher.Published);
    }

    [Fact]
    public async Task Amended_back_to_what_was_placed_it_has_a_plain_ETag()
    {
        var id = await PlacedAsync();
        await AmendAsync(id, Mugs);

        Assert.Equal("\"3\"", (await AmendAsync(id, """{"lines":[{"sku":"tea","quantity":2,"unitPrice":3.5}]}""")).Headers["ETag"]);
    }

    [Fact]
    public async Task A_placement_is_repeated_after_an_amendment_by_its_own_content()
    {
        var placed = await _api.PlaceAsync(OrdersApi.Order("\"reference\":\"A-1\""));
        await AmendAsync((string)OrdersApi.Json(placed)["orderId"]!, Mugs);
        var again = await _api.PlaceAsync(OrdersApi.Order("\"reference\":\"A-1\""));

        Assert.Equal((200, "true", "mug"), (again.StatusCode, again.Headers["Idempotency-Replayed"], Sku(again)));
    }

    // ISO 4217 has withdrawn BGN; an order that has it may still be changed.
    [Fact]
    public async Task An_order_in_a_withdrawn_currency_is_amended()
    {
        var id = await PlacedAsync();
        _api.Store.Edit(_api.Store.Orders.Single().Id, item => item[OrderItem.Currency] = new AttributeValue { S = "BGN" });

        Assert.Equal(200, (await AmendAsync(id, Mugs)).StatusCode);
    }

    private static string? Sku(APIGatewayHttpApiV2ProxyResponse answer) => (string?)OrdersApi.Json(answer)["lines"]![0]!["sku"];

    private async Task<string> PlacedAsync() => (string)OrdersApi.Json(await _api.PlaceAsync(OrdersApi.Order()))["orderId"]!;

    private Task<APIGatewayHttpApiV2ProxyResponse> AmendAsync(string id, string body, params (string Name, string Value)[] headers) =>
        _api.CallAsync("PUT /orders/{orderId}/lines", id, body, headers: headers);
}
