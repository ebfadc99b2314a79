using Amazon.Lambda.APIGatewayEvents;
using Analytics.Core.Orders;
using Analytics.Core.Wire;
using Xunit;

namespace Analytics.Tests.Functions.Orders;

/// <summary>POST /orders/{orderId}/refunds.</summary>
public class RefundRequestTests
{
    private const string OneUnit = """{"lines":[{"sku":"tea","quantity":1}]}""";

    private readonly OrdersApi _api = new();

    [Theory]
    [InlineData(OneUnit, 3.50, 2)]
    [InlineData("""{"lines":[{"sku":"tea","quantity":1}],"restock":true}""", 3.50, 1)]
    [InlineData("""{"lines":[{"sku":" tea ","quantity":1},{"sku":"tea","quantity":1}],"restock":true}""", 7.00, 0)]
    [InlineData("""{"amount":0.01}""", 0.01, 2)]
    [InlineData("""{"amount":7}""", 7.00, 2)]
    public async Task A_refund_lowers_what_the_order_counts_for(string body, decimal refunded, long units)
    {
        var answer = await RefundAsync(await PlacedAsync(), body);
        var counted = Analytics.Core.Tallies.Tally.Of(_api.Store.Orders).Totals;

        Assert.Equal((200, refunded), (answer.StatusCode, (decimal)OrdersApi.Json(answer)["lines"]![0]!["refunded"]!));
        Assert.Equal((1, units), (counted.Orders, counted.Units));
        Assert.Equal((Int128)((7 - refunded) * 100), counted.Revenue[Currency.Parse("USD")]);
        Assert.Equal((Int128)(refunded * 100), counted.Sums(OrderAmount.Refunds).Single().Value);
    }

    [Fact]
    public async Task It_is_published_as_a_refund_and_shown_among_the_changes()
    {
        var answer = await RefundAsync(await PlacedAsync(), OneUnit);
        var written = System.Text.Encoding.UTF8.GetString(ChangeEvent.Write(_api.Publisher.Published[^1]).Span);

        Assert.Contains("\"type\":\"order.refunded.v1\"", written, StringComparison.Ordinal);
        Assert.Equal(["placed", "refunded"], OrdersApi.Json(answer)["changes"]!.AsArray().Select(change => (string)change!["type"]!));
        Assert.Equal("\"2\"", answer.Headers["ETag"]);
    }

    [Theory]
    [InlineData("""{"amount":7.01}""", "7.00 USD is left of what its lines cost")]
    [InlineData("""{"lines":[{"sku":"tea","quantity":3}]}""", "it has fewer units of tea that are not paid back")]
    public async Task No_more_is_paid_back_than_was_paid(string body, string why)
    {
        var id = await PlacedAsync();
        var answer = await RefundAsync(id, body);

        Assert.Equal((409, $"Order {id} cannot be refunded: {why}."), (answer.StatusCode, (string?)OrdersApi.Json(answer)["detail"]));
        Assert.Single(_api.Publisher.Published);
    }

    [Fact]
    public async Task What_is_paid_back_once_is_not_paid_back_twice()
    {
        var id = await PlacedAsync();
        await RefundAsync(id, """{"amount":6}""");

        Assert.Equal(409, (await RefundAsync(id, """{"amount":1.01}""")).StatusCode);
        Assert.Equal(200, (await RefundAsync(id, """{"amount":1}""")).StatusCode);
        Assert.Equal(409, (await RefundAsync(id, OneUnit)).StatusCode);
        Assert.Equal(200, (await RefundAsync(id, """{"lines":[{"sku":"tea","quantity":1}],"restock":true}""")).StatusCode);
    }

    [Theory]
    [InlineData("""{}""", "# must have either lines or amount")]
    [InlineData("""{"amount":1,"lines":[]}""", "# must have either lines or amount; #/lines must be a list of 1 to 100 lines")]
    [InlineData("""[]""", "# must be a JSON object")]
    [InlineData("""{"amount":0}""", "#/amount must be a number above 0 with at most 18 digits")]
    [InlineData("""{"amount":-1}""", "#/amount must be a number above 0 with at most 18 digits")]
    [InlineData("""{"amount":1.005}""", "#/amount must have no more decimals than USD has: 2")]
    [InlineData("""{"amount":"1"}""", "#/amount must be a number")]
    [InlineData("""{"amount":1,"restock":true}""", "#/restock is allowed only with `lines`")]
    [InlineData("""{"amount":1,"reason":"late"}""", "#/reason unknown field `reason`; allowed: `lines`, `amount`, `restock`")]
    [InlineData("""{"lines":[{"sku":"mug","quantity":1}]}""", "#/lines/0/sku must be an SKU of the order")]
    [InlineData("""{"lines":[{"sku":"tea"},{"quantity":1.5}]}""",
        "#/lines/0/quantity is missing; it must be a whole number from 1 to 1,000,000; "
            + "#/lines/1/sku is missing; it must be an SKU of the order; #/lines/1/quantity must be a whole number from 1 to 1,000,000")]
    public async Task A_body_that_breaks_a_rule_is_refused_by_field(string body, string errors)
    {
        var answer = await RefundAsync(await PlacedAsync(), body);
        var listed = OrdersApi.Json(answer)["errors"]!.AsArray().Select(error => $"{error!["pointer"]} {error["detail"]}");

        Assert.Equal((400, errors), (answer.StatusCode, string.Join("; ", listed)));
    }

    [Fact]
    public async Task With_a_key_it_is_done_once()
    {
        var id = await PlacedAsync();
        var first = await RefundAsync(id, """{"lines":[{"sku":"tea","quantity":2}],"restock":true}""", ("idempotency-key", "r-1"));
        var second = await RefundAsync(id, """{"restock":true,"lines":[{"quantity":2.0,"sku":"tea"}]}""", ("idempotency-key", "r-1"));
        var other = await RefundAsync(id, OneUnit, ("idempotency-key", "r-1"));

        Assert.Equal((200, first.Body, "true"), (second.StatusCode, second.Body, second.Headers["Idempotency-Replayed"]));
        Assert.Equal(422, other.StatusCode);
        Assert.Equal(2, _api.Publisher.Published.Count);
    }

    [Fact]
    public async Task A_repeated_key_is_recognised_whatever_became_of_the_order()
    {
        var id = await PlacedAsync();
        await RefundAsync(id, """{"amount":7}""", ("idempotency-key", "r-1"));
        _api.Store.Edit(_api.Store.Orders.Single().Id, item => item["currency"] = new() { S = "KWD" });
        var repeated = await RefundAsync(id, """{"amount":7.00}""", ("idempotency-key", "r-1"));
        await _api.CancelAsync(id);

        Assert.Equal((200, "true"), (repeated.StatusCode, repeated.Headers["Idempotency-Replayed"]));
        Assert.Equal(200, (await RefundAsync(id, """{"amount":7}""", ("idempotency-key", "r-1"))).StatusCode);
    }

    [Fact]
    public async Task An_amendment_that_differs_in_a_discount_is_another_request()
    {
        var id = await PlacedAsync();
        const string Amended = """{"lines":[{"sku":"tea","quantity":2,"unitPrice":3.5,"discount":0.5}]}""";

        Assert.Equal(200, (await AmendAsync(id, Amended)).StatusCode);
        Assert.Equal("true", (await AmendAsync(id, Amended)).Headers["Idempotency-Replayed"]);
        Assert.Equal(422, (await AmendAsync(id, Amended.Replace("0.5", "2", StringComparison.Ordinal))).StatusCode);
    }

    [Fact]
    public async Task Its_state_and_its_tag_may_forbid_it()
    {
        var id = await PlacedAsync();

        Assert.Equal(412, (await RefundAsync(id, OneUnit, ("if-match", "\"9\""))).StatusCode);
        Assert.Equal(200, (await RefundAsync(id, OneUnit, ("if-match", "\"1\""))).StatusCode);
        Assert.Equal(409, (await _api.CallAsync(
            "PUT /orders/{orderId}/lines", id, """{"lines":[{"sku":"mug","quantity":1,"unitPrice":9}]}""")).StatusCode);
        await _api.CancelAsync(id);
        Assert.Equal(409, (await RefundAsync(id, OneUnit)).StatusCode);
        Assert.Equal(404, (await RefundAsync("00000000-0000-7000-8000-000000000000", OneUnit)).StatusCode);
    }

    private Task<APIGatewayHttpApiV2ProxyResponse> AmendAsync(string id, string body) =>
        _api.CallAsync("PUT /orders/{orderId}/lines", id, body, headers: [("idempotency-key", "a-1")]);

    private async Task<string> PlacedAsync() => (string)OrdersApi.Json(await _api.PlaceAsync(OrdersApi.Order()))["orderId"]!;

    private Task<APIGatewayHttpApiV2ProxyResponse> RefundAsync(string id, string body, params (string Name, string Value)[] headers) =>
        _api.CallAsync("POST /orders/{orderId}/refunds", id, body, headers: headers);
}
