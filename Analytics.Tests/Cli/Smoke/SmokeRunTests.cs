using System.Net;
using System.Text.Json.Nodes;
using Analytics.Cli.Smoke;
using Xunit;

namespace Analytics.Tests.Cli.Smoke;

public class SmokeRunTests
{
    [Fact]
    public async Task An_order_that_is_counted_and_taken_back_shows_that_all_of_it_works()
    {
        var shop = new OneOrderApi { Orders = 2 };

        var result = await shop.RunAsync();

        Assert.True(result.IsRight, string.Join('\n', SmokeReport.Lines(result)));
        Assert.Equal(["before", "accepted", "in the table", "counted", "cancelled", "taken back"], result.Steps.Select(step => step.Name));
        Assert.Equal("3 orders, 3 units, before 2 orders, 2 units", result.Steps[3].Detail);
        Assert.StartsWith("smoke-", result.Reference, StringComparison.Ordinal);
        Assert.Equal(
            (result.Reference, "smoke-test", "true"),
            ((string?)shop.Placed!["reference"], (string?)shop.Placed["lines"]![0]!["sku"], (string?)shop.Placed["metadata"]!["smoke"]));
        Assert.Contains(
            "from=2026-11-23T11%3A01Z&to=2026-11-23T12%3A01Z&tz=UTC&includes=change-2&wait=10s", shop.LastQuery,
            StringComparison.Ordinal);
        Assert.Contains("It works.", SmokeReport.Lines(result).Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_that_is_not_counted_yet_is_asked_for_again()
    {
        var shop = new OneOrderApi { NotYet = 3 };

        Assert.True((await shop.RunAsync()).IsRight);
        Assert.Equal(0, shop.NotYet);
    }

    [Fact]
    public async Task An_order_that_is_not_counted_in_time_fails_and_is_cancelled()
    {
        var shop = new OneOrderApi { NotYet = int.MaxValue };

        var result = await shop.RunAsync(TimeSpan.Zero);

        Assert.False(result.IsRight);
        Assert.Equal(["before", "accepted", "in the table", "counted", "cancelled"], result.Steps.Select(step => step.Name));
        Assert.Equal("it is not counted after 0 s: not counted yet", result.Steps[3].Detail);
        Assert.True(shop.IsCancelled);
        Assert.Equal(
            ["It does not work: \"counted\" failed.", $"The order {result.OrderId} ({result.Reference}) is cancelled."],
            SmokeReport.Lines(result).TakeLast(2));
    }

    [Fact]
    public async Task An_order_that_is_counted_twice_fails()
    {
        var result = await new OneOrderApi { CountsTwice = true }.RunAsync();

        Assert.False(result.IsRight);
        Assert.StartsWith(
            "2 orders, 2 units; 1 order and 1 unit should be counted.", result.Steps.First(step => !step.IsRight).Detail,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_order_that_stays_counted_fails()
    {
        var result = await new OneOrderApi { KeepsCancelled = true }.RunAsync();

        Assert.Equal(("taken back", false), (result.Steps[^1].Name, result.IsRight));
    }

    [Fact]
    public async Task An_order_that_cannot_be_cancelled_is_named()
    {
        var result = await new OneOrderApi { RefusesToCancel = true }.RunAsync();

        Assert.False(result.IsRight);
        Assert.StartsWith(
            $"The order {result.OrderId} ({result.Reference}) is NOT cancelled", SmokeReport.Lines(result).Last(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_ends_it_with_advice_and_without_an_order()
    {
        var shop = new OneOrderApi { Refuses = HttpStatusCode.Unauthorized };

        var result = await shop.RunAsync();

        Assert.Equal((null, null, false), (result.OrderId, shop.Placed, result.IsRight));
        Assert.Equal("status 401: refused (give --token-file, or --sign)", Assert.Single(result.Steps).Detail);
    }

    [Fact]
    public async Task The_result_is_JSON_too()
    {
        var result = await new OneOrderApi().RunAsync();

        var json = JsonNode.Parse(SmokeReport.Json(result))!;

        Assert.Equal(
            (true, "https://shop.test/prod/", result.Reference, result.OrderId, 6),
            ((bool)json["works"]!, (string?)json["api"], (string?)json["reference"], (string?)json["orderId"],
                json["steps"]!.AsArray().Count));
    }
}
