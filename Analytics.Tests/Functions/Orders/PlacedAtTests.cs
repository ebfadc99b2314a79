using Analytics.Core.Orders;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Functions.Orders;

/// <summary>Orders that a shop reports with the time at which they were placed; the clock of the API says 12:00.</summary>
public class PlacedAtTests
{
    private readonly OrdersApi _api = new();

    [Theory]
    [InlineData("2026-11-23T12:00:00Z", "2026-11-23T12:00:00.000Z")]
    [InlineData("2026-11-22T23:30:00.5-01:00", "2026-11-23T00:30:00.500Z")]
    [InlineData("2026-11-23t10:05:12.3456789012z", "2026-11-23T10:05:12.345Z")]
    [InlineData("2026-11-23T12:05:00.000Z", "2026-11-23T12:05:00.000Z")]
    [InlineData("2025-10-19T12:00:00Z", "2025-10-19T12:00:00.000Z")]
    public async Task An_order_counts_when_it_was_placed_and_is_changed_when_it_is_reported(string placedAt, string shown)
    {
        var answer = await _api.PlaceAsync(OrdersApi.Order($"\"placedAt\":\"{placedAt}\""));

        Assert.Equal(
            (200, shown, "2026-11-23T12:00:00.000Z"),
            (answer.StatusCode, (string?)OrdersApi.Json(answer)["placedAt"], (string?)OrdersApi.Json(answer)["updatedAt"]));
        var order = _api.Store.Orders.Single();
        Assert.Equal((shown, Lanes.Of(order.Id, 4)), (Timestamps.Format(order.PlacedAt), order.Lane));
        Assert.StartsWith($"{shown[..16]}Z.", answer.Headers["Order-Change"], StringComparison.Ordinal);
        Assert.Equal(order, _api.Publisher.Published.Single().After);
    }

    [Theory]
    [InlineData("2025-10-19T11:59:59.999Z", "must be within the last 400 days: no window reaches further back")]
    [InlineData("0001-01-01T00:00:00Z", "must be within the last 400 days: no window reaches further back")]
    [InlineData("2026-11-23T12:05:00.001Z", "must be at most 5 minutes ahead of the API's clock, which says 2026-11-23T12:00:00.000Z")]
    [InlineData("9999-12-31T23:59:59Z", "must be at most 5 minutes ahead of the API's clock, which says 2026-11-23T12:00:00.000Z")]
    public async Task An_order_too_long_ago_or_in_the_future_is_refused_and_why(string placedAt, string detail)
    {
        var answer = await _api.PlaceAsync(OrdersApi.Order($"\"placedAt\":\"{placedAt}\""));

        Assert.Equal(400, answer.StatusCode);
        Assert.StartsWith($"#/placedAt {detail}", Assert.Single(OrdersApi.Errors(answer)), StringComparison.Ordinal);
        Assert.Empty(_api.Store.Orders);
    }

    [Theory]
    [InlineData("\"2026-11-23\"")]
    [InlineData("\"2026-11-23T10:05:12\"")]
    [InlineData("\"2026-11-23 10:05:12Z\"")]
    [InlineData("\"2026-11-23T10:05Z\"")]
    [InlineData("\"2026-11-23T10:05:12.Z\"")]
    [InlineData("\"2026-11-23T10:05:12+0100\"")]
    [InlineData("\"2026-11-23T10:05:12+24:00\"")]
    [InlineData("\"2026-11-31T10:05:12Z\"")]
    [InlineData("\"2026-11-23T24:00:00Z\"")]
    [InlineData("\"2026-11-23T10:05:12Z\\n\"")]
    [InlineData("\"0001-01-01T00:00:00+00:01\"")]
    [InlineData("\"\"")]
    [InlineData("\"٢٠٢٦-11-23T10:05:12Z\"")]
    public async Task What_is_no_time_of_RFC_3339_is_refused(string placedAt) => Assert.Equal(
        ["#/placedAt must be a time in RFC 3339, as 2026-11-23T10:05:12Z or 2026-11-23T11:05:12.345+01:00"],
        OrdersApi.Errors(await _api.PlaceAsync(OrdersApi.Order($"\"placedAt\":{placedAt}"))));

    [Theory]
    [InlineData("null")]
    [InlineData("1795435200")]
    public async Task A_time_is_a_string(string placedAt) => Assert.Equal(
        ["#/placedAt must be a string"], OrdersApi.Errors(await _api.PlaceAsync(OrdersApi.Order($"\"placedAt\":{placedAt}"))));

    [Fact]
    public async Task The_same_moment_in_another_spelling_is_the_same_order()
    {
        await _api.PlaceAsync(OrdersApi.Order("\"placedAt\":\"2026-11-20T10:00:00Z\""), ("idempotency-key", "k"));
        var again = await _api.PlaceAsync(OrdersApi.Order("\"placedAt\":\"2026-11-20T12:00:00.000+02:00\""), ("idempotency-key", "k"));

        Assert.Equal((200, "true"), (again.StatusCode, again.Headers["Idempotency-Replayed"]));
    }

    [Theory]
    [InlineData("\"placedAt\":\"2026-11-23T12:00:00.001Z\"")]
    [InlineData("")]
    public async Task Another_time_or_none_is_another_order(string other)
    {
        await _api.PlaceAsync(OrdersApi.Order("\"placedAt\":\"2026-11-23T12:00:00.000Z\""), ("idempotency-key", "k"));

        Assert.Equal(422, (await _api.PlaceAsync(OrdersApi.Order(other), ("idempotency-key", "k"))).StatusCode);
    }

    [Fact]
    public async Task An_order_that_is_placed_ahead_of_the_clock_is_valid_and_can_be_cancelled()
    {
        var placed = await _api.PlaceAsync(OrdersApi.Order("\"placedAt\":\"2026-11-23T12:05:00Z\""));
        var cancelled = await _api.CancelAsync((string)OrdersApi.Json(placed)["orderId"]!);

        Assert.Equal(
            ("CANCELLED", "2026-11-23T12:00:00.000Z"),
            ((string?)OrdersApi.Json(cancelled)["status"], (string?)OrdersApi.Json(cancelled)["updatedAt"]));
        Assert.Equal(Some.At("12:05"), _api.Store.Orders.Single().PlacedAt);
    }
}
