using System.Net;
using Xunit;

namespace Analytics.Tests.Local.Gateway;

/// <summary>With Access JWT a customer reaches orders of their own, and the back office those of all customers.</summary>
public sealed class OwnOrdersTests : IAsyncLifetime
{
    private const string Customer = "orders:read orders:write orders:refund";
    private const string Lines = "\"lines\":[{\"sku\":\"tea\",\"quantity\":2,\"unitPrice\":3.5}]";
    private const string Order = $"{{\"currency\":\"USD\",{Lines}}}";

    private ClosedShop _shop = null!;
    private string _one = "";
    private string _other = "";
    private string _office = "";

    public async Task InitializeAsync()
    {
        _shop = await ClosedShop.OpenAsync();
        (_one, _other) = (_shop.Token("c-1", Customer), _shop.Token("c-2", Customer));
        _office = _shop.Token("staff", "orders:admin aggregates:read");
    }

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Theory]
    [InlineData(Order)]
    [InlineData($"{{\"customerId\":\" c-1 \",\"currency\":\"USD\",{Lines}}}")]
    public async Task An_order_is_of_the_customer_of_the_token(string body)
    {
        var placed = await _shop.SendAsync("POST /orders", _one, body);

        Assert.Equal((HttpStatusCode.OK, "c-1"), (placed.Status, (string?)placed.Json["customerId"]));
    }

    [Fact]
    public async Task An_order_for_another_customer_is_refused_with_the_reason()
    {
        var refused = await _shop.SendAsync("POST /orders", _one, $"{{\"customerId\":\"c-2\",\"currency\":\"USD\",{Lines}}}");

        Assert.Equal(
            (403, "The token is of customer c-1, and the request is for customer c-2. Leave out customerId, or use a token with the scope "
                + "orders:admin."),
            ((int)refused.Status, (string?)refused.Json["detail"]));
        Assert.Equal("[]", $"{(await _shop.SendAsync("GET /orders", _office)).Json["orders"]!.ToJsonString()}");
    }

    [Theory]
    [InlineData("GET /orders/{0}", null)]
    [InlineData("HEAD /orders/{0}", null)]
    [InlineData("PUT /orders/{0}/lines", "{\"lines\":[{\"sku\":\"mug\",\"quantity\":1,\"unitPrice\":9}]}")]
    [InlineData("POST /orders/{0}/refunds", "{\"amount\":1}")]
    [InlineData("POST /orders/{0}/cancel", null)]
    public async Task Another_customers_order_is_as_if_it_did_not_exist(string request, string? body)
    {
        var id = (await _shop.SendAsync("POST /orders", _one, Order)).OrderId;
        var before = await _shop.SendAsync($"GET /orders/{id}", _one);

        var refused = await _shop.SendAsync(At(request, id), _other, body);
        const string Missing = "6a1f1f0e-7c39-4a4f-9d0a-0c8a5a1a0001";
        var missing = await _shop.SendAsync(At(request, Missing), _other, body);

        Assert.Equal(HttpStatusCode.NotFound, refused.Status);
        Assert.Equal(missing with { Body = missing.Body.Replace(Missing, id, StringComparison.Ordinal) }, refused);
        Assert.Equal(before, await _shop.SendAsync($"GET /orders/{id}", _one));
        Assert.Equal(HttpStatusCode.OK, (await _shop.SendAsync(At(request, id), _one, body)).Status);
    }

    [Fact]
    public async Task The_back_office_reaches_the_orders_of_all_customers()
    {
        var id = (await _shop.SendAsync("POST /orders", _one, Order)).OrderId;

        Assert.Equal(HttpStatusCode.OK, (await _shop.SendAsync($"POST /orders/{id}/cancel", _office)).Status);
        Assert.Equal(
            "c-9",
            (string?)(await _shop.SendAsync(
                "POST /orders", _office, $"{{\"customerId\":\"c-9\",\"currency\":\"USD\",{Lines}}}", ("idempotency-key", "k")))
                .Json["customerId"]);
        // Its token does not say for which customer an order is.
        Assert.Equal(HttpStatusCode.BadRequest, (await _shop.SendAsync("POST /orders", _office, Order)).Status);
    }

    [Fact]
    public async Task A_list_has_the_customers_own_orders()
    {
        var one = (await _shop.SendAsync("POST /orders", _one, Order, ("idempotency-key", "a"))).OrderId;
        var other = (await _shop.SendAsync("POST /orders", _other, Order, ("idempotency-key", "a"))).OrderId;

        Assert.NotEqual(one, other);
        Assert.Equal([one], await ListAsync("GET /orders", _one));
        Assert.Equal([one], await ListAsync("GET /orders?customerId=c-1", _one));
        Assert.Equal([other], await ListAsync("GET /orders", _other));
        Assert.Equal(new[] { one, other }.Order(), (await ListAsync("GET /orders", _office)).Order());
        Assert.Equal([other], await ListAsync("GET /orders?customerId=c-2", _office));
        var refused = await _shop.SendAsync("GET /orders?customerId=c-2", _one);
        Assert.Equal(
            (403, "The token is of customer c-1, and the request is for customer c-2. Leave out customerId, or use a token with the scope "
                + "orders:admin."),
            ((int)refused.Status, (string?)refused.Json["detail"]));
    }

    [Fact]
    public async Task A_key_is_the_callers_own()
    {
        var first = await _shop.SendAsync("POST /orders", _one, Order, ("idempotency-key", "k"));
        var again = await _shop.SendAsync("POST /orders", _one, Order, ("idempotency-key", "k"));
        var other = await _shop.SendAsync(
            "POST /orders", _other, Order.Replace("3.5", "9", StringComparison.Ordinal), ("idempotency-key", "k"));
        var office = await _shop.SendAsync(
            "POST /orders", _office, $"{{\"customerId\":\"c-1\",\"currency\":\"USD\",{Lines}}}", ("idempotency-key", "k"));

        Assert.Equal(first.OrderId, again.OrderId);
        Assert.Equal(3, new[] { first.OrderId, other.OrderId, office.OrderId }.Distinct().Count());

        // The same key of two callers changes one order twice.
        const string Refund = "{\"amount\":1}";
        var path = $"POST /orders/{first.OrderId}/refunds";
        Assert.Equal(1m, await RefundedAsync(path, _one, Refund));
        Assert.Equal(1m, await RefundedAsync(path, _one, Refund));
        Assert.Equal(2m, await RefundedAsync(path, _office, Refund));
    }

    [Fact]
    public async Task A_reference_is_the_callers_own()
    {
        const string Referenced = $"{{\"reference\":\"R-1\",\"currency\":\"USD\",{Lines}}}";
        var one = (await _shop.SendAsync("POST /orders", _one, Referenced)).OrderId;
        var other = (await _shop.SendAsync("POST /orders", _other, Referenced)).OrderId;

        Assert.NotEqual(one, other);
        Assert.Equal([one], await ListAsync("GET /orders?reference=R-1", _one));
        Assert.Equal([other], await ListAsync("GET /orders?reference=R-1&customerId=c-2", _office));
        Assert.Empty(await ListAsync("GET /orders?reference=R-1", _office));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("a\u0007b")]
    public async Task A_token_of_no_customer_reaches_no_order(string subject)
    {
        var refused = await _shop.SendAsync("GET /orders", _shop.Token(subject, Customer));

        Assert.Equal(
            (403, "The token's claim `sub` is no customer id, and it has no scope orders:admin."),
            ((int)refused.Status, (string?)refused.Json["detail"]));
    }

    private static string At(string request, string id) =>
        string.Format(System.Globalization.CultureInfo.InvariantCulture, request, id);

    private async Task<decimal> RefundedAsync(string path, string token, string body) =>
        (decimal)(await _shop.SendAsync(path, token, body, ("idempotency-key", "r"))).Json["lines"]![0]!["refunded"]!;

    private async Task<string[]> ListAsync(string request, string token) =>
        [.. (await _shop.SendAsync(request, token)).Json["orders"]!.AsArray().Select(order => (string)order!["orderId"]!)];
}
