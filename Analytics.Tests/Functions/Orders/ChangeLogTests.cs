using Amazon.DynamoDBv2.Model;
using Analytics.Core.Orders;
using Analytics.Storage;
using Xunit;

namespace Analytics.Tests.Functions.Orders;

/// <summary>Every change that the API makes is shown with its time.</summary>
public class ChangeLogTests
{
    private readonly OrdersApi _api = new();

    [Fact]
    public async Task An_order_shows_when_it_was_placed_amended_and_cancelled()
    {
        var placed = OrdersApi.Json(await _api.PlaceAsync(OrdersApi.Order("\"placedAt\":\"2026-11-20T10:00:00Z\"")));
        var id = (string)placed["orderId"]!;
        _api.Time.Advance(TimeSpan.FromMinutes(1));
        await AmendAsync(id, 5);
        _api.Time.Advance(TimeSpan.FromMinutes(1));
        var cancelled = await _api.CancelAsync(id);

        Assert.Equal("""[{"type":"placed","at":"2026-11-23T12:00:00.000Z","version":1}]""", placed["changes"]!.ToJsonString());
        Assert.Equal(
            """[{"type":"placed","at":"2026-11-23T12:00:00.000Z","version":1},{"type":"amended","at":"2026-11-23T12:01:00.000Z","version":2},{"type":"cancelled","at":"2026-11-23T12:02:00.000Z","version":3}]""",
            OrdersApi.Json(cancelled)["changes"]!.ToJsonString());
        Assert.Equal(cancelled.Body, (await _api.GetAsync(id)).Body);
    }

    [Fact]
    public async Task The_newest_32_are_kept()
    {
        var id = (string)OrdersApi.Json(await _api.PlaceAsync(OrdersApi.Order()))["orderId"]!;
        foreach (var quantity in Enumerable.Range(10, 40))
        {
            await AmendAsync(id, quantity);
        }

        var changes = OrdersApi.Json(await _api.GetAsync(id))["changes"]!.AsArray();
        Assert.Equal(Enumerable.Range(10, 32), changes.Select(change => (int)change!["version"]!));
    }

    // An order costs nothing for it until it is changed.
    [Fact]
    public async Task A_placed_order_has_no_log_in_its_item()
    {
        await _api.PlaceAsync(OrdersApi.Order());
        var id = _api.Store.Orders.Single().Id;

        _api.Store.Edit(id, item => Assert.DoesNotContain(OrderItem.Log, item.Keys));
        await AmendAsync($"{id}", 3);
        _api.Store.Edit(id, item => Assert.Equal(
            ["1 placed 2026-11-23T12:00:00.000Z", "2 amended 2026-11-23T12:00:00.000Z"], item[OrderItem.Log].L.Select(text => text.S)));
    }

    [Theory]
    [InlineData("1 placed 2026-11-23T12:00:00.000Z", true)]
    [InlineData("1 placed 2026-11-23T12:00:00Z", false)]
    [InlineData("1 shipped 2026-11-23T12:00:00.000Z", false)]
    [InlineData("-1 placed 2026-11-23T12:00:00.000Z", false)]
    [InlineData("placed 2026-11-23T12:00:00.000Z", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_change_has_one_form(string? text, bool isRead)
    {
        Assert.Equal(isRead, LoggedChange.TryParse(text, out var change));
        Assert.True(!isRead || change.ToString() == text);
    }

    [Fact]
    public async Task What_another_program_puts_in_place_of_the_log_is_not_shown()
    {
        await _api.PlaceAsync(OrdersApi.Order());
        var id = _api.Store.Orders.Single().Id;
        await AmendAsync($"{id}", 3);
        _api.Store.Edit(id, item => item[OrderItem.Log] = new AttributeValue { L = [new() { S = "x" }, new() { N = "1" }] });
        Assert.Empty(OrdersApi.Json(await _api.GetAsync($"{id}"))["changes"]!.AsArray());

        _api.Store.Edit(id, item => item[OrderItem.Log] = item[OrderItem.KeyedRequests] = new AttributeValue { S = "x" });
        await _api.CancelAsync($"{id}", ("idempotency-key", "k"));
        Assert.Equal(3, (int)OrdersApi.Json(await _api.GetAsync($"{id}"))["changes"]!.AsArray().Single()!["version"]!);
    }

    private Task<Amazon.Lambda.APIGatewayEvents.APIGatewayHttpApiV2ProxyResponse> AmendAsync(string id, int quantity) => _api.CallAsync(
        "PUT /orders/{orderId}/lines", id, $$"""{"lines":[{"sku":"tea","quantity":{{quantity}},"unitPrice":1}]}""");
}
