using Analytics.Core.Orders;
using Xunit;

namespace Analytics.Tests.Functions.Orders;

/// <summary>Orders with the shop's own order number, from which their id is derived.</summary>
public class ReferenceTests
{
    private readonly OrdersApi _api = new();

    [Fact]
    public async Task An_order_shows_its_reference_and_has_its_id_from_it()
    {
        var placed = OrdersApi.Json(await _api.PlaceAsync(OrdersApi.Order("\"reference\":\" A-1001 \"")));
        var id = OrderId.FromReference("A-1001").ToString();
        var found = OrdersApi.Json(await _api.GetAsync(id));

        Assert.Equal(("A-1001", id), ((string?)placed["reference"], (string?)placed["orderId"]));
        Assert.Equal("A-1001", (string?)found["reference"]);
    }

    [Fact]
    public async Task The_same_reference_with_the_same_content_is_the_same_order()
    {
        var first = await _api.PlaceAsync(OrdersApi.Order("\"reference\":\"A-1001\""));
        _api.Time.Advance(TimeSpan.FromHours(1));
        var second = await _api.PlaceAsync(OrdersApi.Order("\"reference\":\"A-1001\""));

        Assert.Equal((200, first.Body, "true"), (second.StatusCode, second.Body, second.Headers["Idempotency-Replayed"]));
        Assert.False(first.Headers.ContainsKey("Idempotency-Replayed"));
        Assert.Single(_api.Publisher.Published);
    }

    [Fact]
    public async Task The_same_reference_with_other_content_is_refused()
    {
        await _api.PlaceAsync(OrdersApi.Order("\"reference\":\"A-1001\""));
        var other = await _api.PlaceAsync(OrdersApi.Order("\"reference\":\"A-1001\"").Replace("3.5", "3.51", StringComparison.Ordinal));

        Assert.Equal(422, other.StatusCode);
        Assert.Contains("The reference A-1001 is that of order", (string?)OrdersApi.Json(other)["detail"], StringComparison.Ordinal);
        Assert.Single(_api.Store.Orders);
    }

    [Fact]
    public async Task Beside_a_reference_the_idempotency_key_decides_nothing()
    {
        var first = OrdersApi.Json(await _api.PlaceAsync(OrdersApi.Order("\"reference\":\"A-1\""), ("idempotency-key", "k")));
        var second = OrdersApi.Json(await _api.PlaceAsync(OrdersApi.Order("\"reference\":\"A-2\""), ("idempotency-key", "k")));
        var again = await _api.PlaceAsync(OrdersApi.Order("\"reference\":\"A-1\""), ("idempotency-key", "another"));

        Assert.NotEqual((string?)first["orderId"], (string?)second["orderId"]);
        Assert.Equal("true", again.Headers["Idempotency-Replayed"]);
    }

    [Theory]
    [InlineData("\"\"", "must be 1 to 64 printable characters; this is only white space")]
    [InlineData("\"a\\u0001\"", "must be 1 to 64 printable characters; U+0001 at character 2 is not allowed")]
    [InlineData("\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"", "must be 1 to 64 printable characters")]
    [InlineData("1001", "must be a string")]
    [InlineData("\"\\ud800\"", "must be a string of whole Unicode characters")]
    public async Task A_reference_is_a_name(string reference, string detail) => Assert.Equal(
        [$"#/reference {detail}"], OrdersApi.Errors(await _api.PlaceAsync(OrdersApi.Order($"\"reference\":{reference}"))));
}
