using System.Text.Json;
using System.Text.Json.Nodes;
using Analytics.Cli.Demo;
using Analytics.Tests.EndToEnd;
using Analytics.Tests.Support;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Analytics.Tests.Browser;

/// <summary>An alert that is set on the page, on a stack with the demo's traffic, tells its receiver when the traffic stops.</summary>
[Trait(TestKind.Name, TestKind.Process)]
[Collection(WholeSystem.Name)]
public sealed class AlertRingsTests : IDisposable
{
    private readonly WebhookReceiver _receiver = new();
    private readonly DirectoryInfo _template = Directory.CreateTempSubdirectory("analytics-template-");

    public void Dispose()
    {
        _receiver.Dispose();
        _template.Delete(recursive: true);
    }

    // The evaluations are this test's, so that the minutes after the last order take no time.
    [Fact]
    public async Task Nothing_sold_for_a_minute_rings_once_when_the_traffic_stops_and_not_before()
    {
        await using var stack = await StackFixture.StartAsync(template: AlertEvaluation.TemplateWithoutSchedule(_template));
        await using var browser = await Chromium.StartAsync();
        using var stop = new CancellationTokenSource();
        var trade = TradeAsync(stack, stop.Token);
        await using var page = await SalesPage.OpenAsync(browser, stack.Endpoints.Dashboards!, "window=1h&compare=&tz=UTC");
        await Expect(page.Page.Locator("[data-measure=orders] .number")).Not.ToHaveTextAsync("0");
        await SetOnPageAsync(page.Page);

        for (var evaluation = 0; evaluation < 3; evaluation++)
        {
            await AlertEvaluation.RunAsync(stack, DateTimeOffset.UtcNow);
        }

        await stop.CancelAsync();
        var last = await trade;
        var minute = new DateTimeOffset(last.UtcTicks - last.UtcTicks % TimeSpan.TicksPerMinute, TimeSpan.Zero);
        await AlertEvaluation.RunAsync(stack, last);
        await AlertEvaluation.RunAsync(stack, minute.AddSeconds(119));
        Assert.Empty(_receiver.Received);

        // The first moment at which a whole minute is over without an order; the schedule's event is delivered more than once.
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => AlertEvaluation.RunAsync(stack, minute.AddMinutes(2))));
        await AlertEvaluation.RunAsync(stack, minute.AddMinutes(3));
        await AlertEvaluation.RunAsync(stack, minute.AddMinutes(30));
        var notice = Assert.Single(_receiver.Received);
        Assert.Equal(
            ("began", "Nothing sold", $"{minute.AddMinutes(2):yyyy-MM-ddTHH:mm}Z", 0),
            ((string)notice["event"]!, (string)notice["alert"]!["name"]!, (string)notice["since"]!, (int)notice["numbers"]!["orders"]!));
        await Expect(page.Page.Locator(".ringing li")).ToContainTextAsync("Nothing sold rings since", new() { Timeout = 60_000 });
        Assert.Empty(page.Complaints);
    }

    private async Task SetOnPageAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Alerts" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "New alert" }).ClickAsync();
        await dialog.GetByLabel("Name", new() { Exact = true }).FillAsync("Nothing sold");
        await dialog.GetByLabel("Minutes", new() { Exact = true }).FillAsync("1");
        await dialog.GetByLabel("Webhook").FillAsync(_receiver.Address);
        await dialog.GetByRole(AriaRole.Button, new() { NameString = "Try it" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Switch it on" }).ClickAsync();
        await Expect(dialog.Locator(".state")).ToHaveTextAsync("Quiet");
        await page.Keyboard.PressAsync("Escape");
    }

    /// <summary>Places the demo's orders until it is stopped; returns when the last one was placed, once it is counted.</summary>
    private static async Task<DateTimeOffset> TradeAsync(StackFixture stack, CancellationToken stop)
    {
        var (placedAt, change) = (default(DateTimeOffset), "");
        foreach (var order in new Shop(new Random(5)).Open().OfType<ShopEvent.Placement>().TakeWhile(_ => !stop.IsCancellationRequested))
        {
            using var placed = await Traffic.PostAsync(stack.Api, JsonSerializer.Serialize(order.Body, JsonSerializerOptions.Web));
            change = placed.EnsureSuccessStatusCode().Headers.GetValues("Order-Change").Single();
            var stored = JsonNode.Parse(await placed.Content.ReadAsStringAsync(CancellationToken.None))!;
            placedAt = DateTimeOffset.Parse((string)stored["placedAt"]!, System.Globalization.CultureInfo.InvariantCulture);
        }

        using var counted = await stack.Api.GetAsync($"/aggregates/totals?window=1h&includes={change}&wait=10s", CancellationToken.None);
        counted.EnsureSuccessStatusCode();
        return placedAt;
    }
}
