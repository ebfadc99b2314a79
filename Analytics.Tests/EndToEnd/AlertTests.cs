using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.EndToEnd;

/// <summary>An alert that is set by HTTP tells its receiver, on a stack whose orders come and stop.</summary>
[Trait(TestKind.Name, TestKind.Process)]
[Collection(WholeSystem.Name)]
public sealed class AlertTests : IDisposable
{
    private const string Order = """{"customerId":"c","currency":"USD","lines":[{"sku":"tea","quantity":1,"unitPrice":4.50}]}""";

    private readonly WebhookReceiver _receiver = new();
    private readonly DirectoryInfo _template = Directory.CreateTempSubdirectory("analytics-template-");

    public void Dispose()
    {
        _receiver.Dispose();
        _template.Delete(recursive: true);
    }

    // The evaluations are this test's, since time stands still between them; those of the schedule are switched off.
    [Fact]
    public async Task It_rings_once_when_orders_stop_and_not_before_and_is_over_when_they_come_again()
    {
        await using var stack = await StackFixture.StartAsync(template: AlertEvaluation.TemplateWithoutSchedule(_template));
        await SetAsync(
            stack, "no-sales", $$"""{"name":"Nothing sold","rule":{"type":"noSales","minutes":1},"webhook":"{{_receiver.Address}}"}""");
        for (var order = 0; order < 3; order++)
        {
            await PlaceAsync(stack);
            await AlertEvaluation.RunAsync(stack, DateTimeOffset.UtcNow);
        }

        Assert.Empty(_receiver.Received);
        Assert.False((bool)(await AlertAsync(stack, "no-sales"))["ringing"]!);

        // No order for two minutes and more. The schedule's event comes several times, and the receiver fails at first.
        var later = DateTimeOffset.UtcNow.AddMinutes(3);
        _receiver.Status = 500;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => AlertEvaluation.RunAsync(stack, later)));
        Assert.Equal("began", (string?)Assert.Single(_receiver.Received)["event"]);
        var pending = await AlertAsync(stack, "no-sales");
        Assert.Equal(
            (true, "pending", "The receiver responded 500."),
            ((bool)pending["ringing"]!, (string?)pending["notice"]!["delivery"], (string?)pending["notice"]!["failure"]));

        _receiver.Status = 200;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => AlertEvaluation.RunAsync(stack, later.AddMinutes(1))));
        await AlertEvaluation.RunAsync(stack, later.AddMinutes(2));
        Assert.Equal(2, _receiver.Received.Count);
        Assert.Equal(_receiver.Received[0].ToJsonString(), _receiver.Received[1].ToJsonString());
        Assert.Equal("delivered", (string?)(await AlertAsync(stack, "no-sales"))["notice"]!["delivery"]);

        await PlaceAsync(stack);
        await AlertEvaluation.RunAsync(stack, DateTimeOffset.UtcNow);
        Assert.Equal(["began", "began", "ended"], _receiver.Received.Select(notice => (string?)notice["event"]));
        Assert.False((bool)(await AlertAsync(stack, "no-sales"))["ringing"]!);
    }

    [Fact]
    public async Task The_function_that_ships_evaluates_each_minute_and_tells_once()
    {
        await using var stack = await StackFixture.StartAsync();
        await PlaceAsync(stack, DateTimeOffset.UtcNow.AddMinutes(-3));
        await SetAsync(stack, "rush", $$"""{"name":"Rush","rule":{"type":"itemAbove","units":0},"webhook":"{{_receiver.Address}}"}""");
        await SetAsync(stack, "other", """{"name":"Other","rule":{"type":"itemAbove","sku":"mug","units":0}}""");

        await Eventually.EqualAsync(1, () => Task.FromResult(_receiver.Received.Count), () => stack.Log.Tail());
        Assert.Equal(
            ("Rush", "tea", 1),
            ((string?)_receiver.Received[0]["alert"]!["name"], (string?)_receiver.Received[0]["numbers"]!["sku"],
                (int)_receiver.Received[0]["numbers"]!["units"]!));
        await Eventually.EqualAsync(
            "delivered", async () => (string?)(await AlertAsync(stack, "rush"))["notice"]!["delivery"], () => stack.Log.Tail());
        Assert.False((bool)(await AlertAsync(stack, "other"))["ringing"]!);
    }

    private static async Task SetAsync(StackFixture stack, string id, string body)
    {
        using var answer = await stack.Api.PutAsync($"/alerts/{id}", new StringContent(body, null, "application/json"));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    private static async Task<JsonNode> AlertAsync(StackFixture stack, string id) =>
        (await stack.Api.GetFromJsonAsync<JsonNode>($"/alerts/{id}"))!;

    // Returns when the order is counted.
    private static async Task PlaceAsync(StackFixture stack, DateTimeOffset? placedAt = null)
    {
        var body = placedAt is null ? Order : Order.Insert(1, $"\"placedAt\":\"{placedAt:O}\",");
        using var placed = await Traffic.PostAsync(stack.Api, body);
        var change = placed.EnsureSuccessStatusCode().Headers.GetValues("Order-Change").Single();
        using var counted = await stack.Api.GetAsync($"/aggregates/totals?window=1h&includes={change}&wait=10s");
        counted.EnsureSuccessStatusCode();
    }
}
