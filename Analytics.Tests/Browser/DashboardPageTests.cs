using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Analytics.Tests.Support;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Analytics.Tests.Browser;

[Trait(TestKind.Name, TestKind.Process)]
[Collection(ShopTests.Name)]
public partial class DashboardPageTests(ShopInBrowser shop)
{
    private static readonly LocatorAssertionsToContainTextOptions Patiently = new() { Timeout = 60_000 };

    private Uri Site => shop.Stack.Endpoints.Dashboards!;

    [Theory]
    [InlineData("orders")]
    [InlineData("pipeline")]
    public async Task Every_widget_of_a_dashboard_is_drawn_with_data_and_nothing_complains(string name)
    {
        await using var page = await OpenAsync($"dashboards/#/order-analytics-{name}?range=15m");

        await AllDrawnAsync(page);

        var cards = page.Page.Locator(".card[data-view]:not([data-view=text])");
        var states = await cards.EvaluateAllAsync<string[]>(
            "cards => cards.map(card => card.getAttribute('aria-label') + ': ' + card.dataset.state)");
        Assert.All(states, state => Assert.EndsWith(": data", state, StringComparison.Ordinal));
        Assert.Empty(page.Complaints);
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await page.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
            await page.Page.ScreenshotAsync(new PageScreenshotOptions { Path = ShopInBrowser.Screenshot(
                $"{name}-{scheme.ToString().ToLowerInvariant()}"), FullPage = true });
        }
    }

    [Theory]
    [InlineData("orders")]
    [InlineData("pipeline")]
    public async Task A_dashboard_that_was_open_before_the_first_order_comes_alive_by_itself(string name)
    {
        await using var page = shop.EarlyPages[name];

        await Expect(page.Page.Locator(".card[data-state=data]")).Not.ToHaveCountAsync(0);
        await Expect(page.Page.Locator(Chromium.Dataless)).ToHaveCountAsync(0, new() { Timeout = 60_000 });
        var charts = await page.Page.Locator(".view-timeSeries .plot").EvaluateAllAsync<string[]>(
            "plots => plots.map(plot => plot.getAttribute('aria-label'))");
        Assert.NotEmpty(charts);
        Assert.All(charts, chart => Assert.Contains("Latest: ", chart, StringComparison.Ordinal));
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task The_numbers_of_the_orders_dashboard_are_those_of_the_aggregates()
    {
        await using var page = await OpenAsync("dashboards/#/order-analytics-orders");
        await AllDrawnAsync(page);

        foreach (var (window, title) in new[] { ("1h", "the last hour"), ("24h", "the last 24 hours") })
        {
            var totals = await AnswerAsync($"/aggregates/totals?window={window}");
            var orders = page.Page.GetByLabel($"Orders, {title}", new() { Exact = true });
            foreach (var (label, expected) in new[] { ("Orders", totals["orders"]!), ("Units", totals["units"]!),
                ("Cancelled", totals["cancelled"]!) })
            {
                await Expect(orders.Locator($"[data-label={label}]")).ToHaveAttributeAsync("data-value", expected.ToJsonString());
                await Expect(orders.Locator($"[data-label={label}] .number-value")).ToHaveTextAsync($"{expected.GetValue<long>():N0}");
            }

            var revenue = page.Page.GetByLabel($"Revenue, {title}", new() { Exact = true });
            await Expect(revenue.Locator("[data-label=USD] .number-value")).ToHaveTextAsync(
                $"${totals["revenue"]!["USD"]!.GetValue<decimal>():N2}");
            await Expect(revenue.Locator("[data-label=JPY] .number-value")).ToHaveTextAsync(
                $"¥{totals["revenue"]!["JPY"]!.GetValue<decimal>():N0}");
        }

        var best = (await AnswerAsync("/aggregates/items?window=1h&top=1&by=units"))["items"]![0]!;
        await Expect(page.Page.GetByLabel("Top items by units, of those that MetricItems names").Locator("svg"))
            .ToContainTextAsync($"{best["units"]!.GetValue<long>():N0}", Patiently);
    }

    [Fact]
    public async Task A_phone_shows_a_dashboard_in_one_column()
    {
        await using var page = await OpenAsync("dashboards/#/order-analytics-orders", width: 390, height: 844);
        await AllDrawnAsync(page);

        Assert.Equal(390, await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await page.Page.ScreenshotAsync(new PageScreenshotOptions { Path = ShopInBrowser.Screenshot("orders-phone"), FullPage = true });
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task The_dashboards_begin_with_the_first_one_and_say_that_times_are_in_UTC()
    {
        await using var page = await OpenAsync("dashboards/");
        await AllDrawnAsync(page);

        await Expect(page.Page.Locator("[aria-current=page]")).ToHaveTextAsync("Orders");
        await Expect(page.Page.Locator(".zone")).ToHaveTextAsync("Times in UTC");
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Range_refresh_and_theme_can_be_chosen_and_stand_in_the_address()
    {
        await using var page = await OpenAsync("dashboards/#/order-analytics-pipeline");
        await AllDrawnAsync(page);

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "15 m" }).ClickAsync();
        await page.Page.GetByLabel("Refresh", new() { Exact = true }).SelectOptionAsync("60");
        await Expect(page.Page).ToHaveURLAsync(AddressPattern());
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Custom" }).ClickAsync();
        await page.Page.GetByLabel("From (UTC)", new() { Exact = true }).FillAsync("2026-01-02T10:00");
        await page.Page.GetByLabel("To (UTC)", new() { Exact = true }).FillAsync("2026-01-02T09:00");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Show", Exact = true }).ClickAsync();
        await Expect(page.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The beginning must be before the end.");

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Light or dark" }).ClickAsync();
        Assert.Equal("dark", await page.Page.EvaluateAsync<string>("document.documentElement.dataset.theme"));
        await page.Page.ReloadAsync();
        Assert.Equal("dark", await page.Page.EvaluateAsync<string>("document.documentElement.dataset.theme"));
        Assert.Empty(page.Complaints);
    }

    private Task<WatchedPage> OpenAsync(string address, int width = 1440, int height = 900) =>
        shop.Browser.OpenAsync(Site, address, width: width, height: height);

    private async Task<JsonNode> AnswerAsync(string path) => JsonNode.Parse(await shop.Stack.Api.GetStringAsync(path))!;

    private static async Task AllDrawnAsync(WatchedPage page)
    {
        await page.Page.Locator(".card").First.WaitForAsync();
        await Expect(page.Page.Locator(Chromium.Undrawn)).ToHaveCountAsync(0, new() { Timeout = 60_000 });
    }

    [GeneratedRegex("range=15m&refresh=60")]
    private static partial Regex AddressPattern();
}
