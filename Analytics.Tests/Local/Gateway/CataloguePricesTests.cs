using System.Net;
using Analytics.Tests.Functions.Fakes;
using Xunit;

namespace Analytics.Tests.Local.Gateway;

/// <summary>With a catalogue a customer's order costs what the shop says, and a token with the scope for it what the client says.</summary>
public sealed class CataloguePricesTests : IAsyncLifetime
{
    private const string Unpriced = """{"currency":"USD","lines":[{"sku":" tea ","quantity":2},{"sku":"mug","quantity":1}]}""";
    private const string Priced = """{"currency":"USD","lines":[{"sku":"tea","quantity":2,"unitPrice":0.01}]}""";

    private readonly FixedCatalogue _catalogue = new();
    private ClosedShop _shop = null!;
    private string _customer = "";

    public async Task InitializeAsync()
    {
        _shop = await ClosedShop.OpenAsync(_catalogue);
        _customer = _shop.Token("c-1", "orders:read orders:write");
    }

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task A_customers_order_has_the_prices_of_the_catalogue()
    {
        var placed = await _shop.SendAsync("POST /orders", _customer, Unpriced);
        var amended = await _shop.SendAsync(
            $"PUT /orders/{placed.OrderId}/lines", _customer, """{"lines":[{"sku":"mug","quantity":3}]}""");

        Assert.Equal((HttpStatusCode.OK, 16m), (placed.Status, (decimal)placed.Json["total"]!));
        Assert.Equal((HttpStatusCode.OK, 27m), (amended.Status, (decimal)amended.Json["total"]!));
    }

    [Theory]
    [InlineData("""{"currency":"USD","lines":[{"sku":"tea","quantity":2,"unitPrice":3.5}]}""", "#/lines/0/unitPrice")]
    [InlineData("""{"currency":"USD","lines":[{"sku":"tea","quantity":2,"discount":7}]}""", "#/lines/0/discount")]
    [InlineData("""{"currency":"USD","shipping":0,"lines":[{"sku":"tea","quantity":2}]}""", "#/shipping")]
    [InlineData("""{"currency":"USD","tax":0,"lines":[{"sku":"tea","quantity":2}]}""", "#/tax")]
    public async Task An_amount_from_a_customer_is_refused(string body, string pointer)
    {
        var refused = await _shop.SendAsync("POST /orders", _customer, body);

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Equal(
            $"{pointer} is set by the shop; leave it out, or use a token with the scope prices:write",
            string.Join('\n', refused.Json["errors"]!.AsArray().Select(error => $"{error!["pointer"]} {error["detail"]}")));
    }

    [Theory]
    [InlineData("USD", "pot", "has no price in USD in the catalogue")]
    [InlineData("JPY", "mug", "has no price in JPY in the catalogue")]
    public async Task An_item_without_a_price_is_refused(string currency, string sku, string detail)
    {
        var refused = await _shop.SendAsync(
            "POST /orders", _customer, $$"""{"currency":"{{currency}}","lines":[{"sku":"{{sku}}","quantity":1}]}""");

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Equal(
            $"#/lines/0/sku {detail}",
            string.Join('\n', refused.Json["errors"]!.AsArray().Select(error => $"{error!["pointer"]} {error["detail"]}")));
    }

    // A price with more decimals than its currency has, or a negative one, is the shop's mistake.
    [Theory]
    [InlineData("3.505")]
    [InlineData("-1")]
    public async Task A_price_that_no_order_may_have_is_refused(string price)
    {
        _catalogue.Set("tea", "USD", price);

        var refused = await _shop.SendAsync("POST /orders", _customer, """{"currency":"USD","lines":[{"sku":"tea","quantity":1}]}""");

        Assert.Equal(
            (HttpStatusCode.BadRequest, "#/lines/0/unitPrice"), (refused.Status, (string?)refused.Json["errors"]![0]!["pointer"]));
    }

    [Theory]
    [InlineData("orders:write prices:write", null)]
    [InlineData("orders:admin", "c-1")]
    public async Task A_token_with_the_scope_for_it_sets_prices(string scope, string? customer)
    {
        var body = customer is null ? Priced : Priced.Replace("{\"cur", $"{{\"customerId\":\"{customer}\",\"cur", StringComparison.Ordinal);

        var placed = await _shop.SendAsync("POST /orders", _shop.Token("c-1", scope), body);

        Assert.Equal((HttpStatusCode.OK, 0.02m), (placed.Status, (decimal)placed.Json["total"]!));
    }

    [Fact]
    public async Task A_repeated_request_is_the_same_after_a_price_has_changed()
    {
        var placed = await _shop.SendAsync("POST /orders", _customer, Unpriced, ("idempotency-key", "k"));
        _catalogue.Set("tea", "USD", "100");
        var again = await _shop.SendAsync("POST /orders", _customer, Unpriced, ("idempotency-key", "k"));

        Assert.Equal((HttpStatusCode.OK, placed.OrderId, 16m), (again.Status, again.OrderId, (decimal)again.Json["total"]!));
    }
}
