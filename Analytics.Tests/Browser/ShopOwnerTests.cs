using System.Globalization;
using System.Text.Json.Nodes;
using Analytics.Tests.EndToEnd;
using Analytics.Tests.Support;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Analytics.Tests.Browser;

/// <summary>
/// What a shop owner asks the page, of <c>docs/questions.md</c>: every number is that of the API's answer of the same moment.
/// </summary>
[Trait(TestKind.Name, TestKind.Process)]
[Collection(ShopTests.Name)]
public class ShopOwnerTests(ShopInBrowser shop)
{
    private const string Zone = "tz=Europe/Berlin";

    // Before the orders in three currencies began: all orders are in euros.
    private static readonly string Past = Range(-20, -1);

    public static TheoryData<string, string> Questions => new()
    {
        { "How is today going, against yesterday?", "window=today&compare=previous" },
        { "What does the hour bring, and how far are we?", "window=24h&compare=previous&step=1h&chart=sum" },
        { "What did we sell yesterday?", "window=yesterday&compare=" },
        { "This week by day?", "window=thisWeek&step=1d&compare=previous&measure=orders" },
        { "Last week against the week before?", "window=lastWeek&compare=previous&measure=units" },
        { "This month against the month before?", "window=thisMonth&compare=previous" },
        { "How large is an order on average?", $"{Past}&compare=&measure=averageOrderValue" },
        { "How many orders were cancelled?", $"{Past}&compare=previous&measure=cancelled" },
        { "What did we pay back?", $"{Past}&measure=refunds&compare=previous" },
        { "What sells best by revenue in euros?", "window=28d&by=revenue&currency=EUR&compare=" },
        { "What sells worst this month?", "window=28d&order=asc&compare=" },
        { "Which items sell less than before?", "window=7d&compare=previous&by=unitsChange&order=asc" },
        { "What was cancelled most?", $"{Past}&compare=previous&by=cancelled" },
        { "What was sent back most?", $"{Past}&compare=&by=refunded" },
        { "How does one channel do?", "window=28d&channel=app&groupBy=country&compare=previous" },
    };

    [Theory]
    [MemberData(nameof(Questions))]
    public async Task Every_number_of_an_answer_is_that_of_the_api(string question, string query)
    {
        await using var page = await OpenAsync($"{query}&{Zone}");
        await page.ShowTableAsync();
        foreach (var (scheme, width) in new[] { (ColorScheme.Light, 1440), (ColorScheme.Dark, 390) })
        {
            await page.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
            await page.Page.SetViewportSizeAsync(width, 900);
            var (shown, answer) = await page.LookAsync();

            PageAgrees.Check(shown, answer, query);
            await IsStillTrueAsync(answer, query);
            Assert.Equal(width, await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        }

        Assert.True(page.Complaints.Count == 0, $"{question} {string.Join('\n', page.Complaints)}");
    }

    [Fact]
    public async Task While_orders_come_in_cards_chart_ranking_and_groups_agree_on_each_look()
    {
        using var end = new CancellationTokenSource();
        await using var page = await OpenAsync($"window=1h&compare=&measure=units&{Zone}");
        await page.ShowTableAsync();
        var trade = TradeAsync(end.Token);
        var seen = new HashSet<string>();
        for (var look = 0; look < 200; look++)
        {
            var (shown, answer) = await page.LookAsync();
            PageAgrees.Check(shown, answer, "measure=units");
            PageAgrees.CheckSums(shown);
            seen.Add((string)shown["cards"]!["orders"]![0]![1]!);
            await Task.Delay(20);
        }

        await end.CancelAsync();
        var placed = await trade;
        Assert.True(seen.Count > 1, "No order came while the page was looked at.");
        Assert.Empty(page.Complaints);
        // The other tests look at a shop that has settled.
        foreach (var id in placed)
        {
            (await shop.Stack.Api.PostAsync($"/orders/{id}/cancel", null)).EnsureSuccessStatusCode();
        }
    }

    [Theory]
    [InlineData("orders", "Orders")]
    [InlineData("revenue", "Revenue in EUR")]
    [InlineData("cancelled", "Cancellations")]
    [InlineData("refunds", "Refunds in EUR")]
    public async Task A_number_leads_to_the_orders_behind_it_which_add_up_to_it(string measure, string title)
    {
        await using var page = await OpenAsync($"{Past}&compare=&{Zone}");
        var number = page.Page.Locator($"[data-measure={measure}] .number");
        var text = await number.TextContentAsync();
        await number.ClickAsync();

        var dialog = page.Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.Locator("h2")).ToHaveTextAsync(title);
        await Expect(dialog.Locator(".dialog-sum")).ToHaveAttributeAsync("data-state", "equal", new() { Timeout = 60_000 });
        await Expect(dialog.Locator(".dialog-sum")).ToContainTextAsync($"add up to {text}");
        await Expect(dialog.Locator("tbody tr[data-order]").First.Locator("bdi")).ToContainTextAsync("<i>");
        await dialog.Locator("tbody tr[data-order] .number").First.ClickAsync();
        await Expect(dialog.Locator(".changes li").First).ToContainTextAsync("placed");
        await Expect(dialog.Locator(".lines li").Last).ToContainTextAsync("Mug <b>no.");
        await page.Page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToHaveCountAsync(0);
        await Expect(number).ToBeFocusedAsync();
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Numbers_of_items_groups_and_hours_lead_to_their_orders_too()
    {
        await using var page = await OpenAsync($"{Past}&compare=&{Zone}&channel=web,app");
        await page.ShowTableAsync();
        foreach (var number in new[]
                 {
                     page.Page.Locator("[data-sku='tea,green'] td > .number").First,
                     page.Page.Locator("[data-sku='tea,green'] .moneys .number"),
                     page.Page.Locator(".groups-card [data-value=app] td > .number").First,
                     page.Page.Locator(".chart-card tbody .number:not([data-value='0.00'])").First,
                 })
        {
            var text = await number.TextContentAsync();
            await number.ClickAsync();
            var sum = page.Page.GetByRole(AriaRole.Dialog).Locator(".dialog-sum");
            await Expect(sum).ToHaveAttributeAsync("data-state", "equal", new() { Timeout = 60_000 });
            await Expect(sum).ToContainTextAsync($"add up to {text}");
            await page.Page.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        }

        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task All_items_are_found_by_name_and_by_SKU()
    {
        await using var page = await OpenAsync($"window=28d&compare=&{Zone}");
        await Expect(page.Page.Locator("[data-sku='tea,green'] .name")).ToHaveTextAsync("شاي أخضر", new() { Timeout = 60_000 });
        await page.Page.GetByRole(AriaRole.Button, new() { NameString = "Search all" }).ClickAsync();
        var dialog = page.Page.GetByRole(AriaRole.Dialog);
        var search = dialog.GetByRole(AriaRole.Searchbox);
        await Expect(search).ToBeFocusedAsync();
        foreach (var text in new[] { "أخضر", "tea,gr" })
        {
            await search.FillAsync(text);
            await Expect(dialog.Locator("tbody tr")).ToHaveCountAsync(1);
            await Expect(dialog.Locator("tbody tr .sku")).ToHaveTextAsync("tea,green");
        }

        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task What_is_chosen_is_in_the_address_and_a_link_shows_it_to_others()
    {
        await using var page = await OpenAsync(Zone);
        await page.Page.GetByRole(AriaRole.Button, new() { NameString = "Period" }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Last 28 days", Exact = true }).ClickAsync();
        await page.Page.GetByLabel("against").SelectOptionAsync("");
        await page.Page.Locator("#zone").SelectOptionAsync("Asia/Tokyo");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Filter", Exact = true }).ClickAsync();
        await page.Page.Locator(".popover input[data-value=app]").CheckAsync();
        await page.Page.Keyboard.PressAsync("Escape");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Units" }).First.ClickAsync();
        await page.Page.GetByLabel("Rank items by").SelectOptionAsync("cancelled");
        await page.SettledAsync();
        Assert.Equal(
            new HashSet<string> { "window=28d", "compare=", "tz=Asia%2FTokyo", "channel=app", "measure=units", "by=cancelled" },
            new Uri(page.Page.Url).Query.TrimStart('?').Split('&').ToHashSet());
        var (shown, answer) = await page.LookAsync();
        Assert.Equal("Asia/Tokyo", (string?)answer["timeZone"]);

        await using var colleague = await OpenAsync(new Uri(page.Page.Url).Query.TrimStart('?'));
        Assert.Equal(shown["cards"]!.ToJsonString(), (await colleague.LookAsync()).Shown["cards"]!.ToJsonString());
        await page.Page.GoBackAsync();
        await page.Page.GoBackAsync();
        await Expect(page.Page.Locator("[data-measure=revenue] .pick")).ToHaveAttributeAsync("aria-pressed", "true");
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Screenshots_show_it_in_both_themes_and_three_widths()
    {
        await using var page = await OpenAsync($"window=28d&compare=previous&step=1d&measure=units&{Zone}");
        foreach (var (scheme, width) in from scheme in new[] { ColorScheme.Light, ColorScheme.Dark } from width in new[] { 390, 1440, 2560 }
                                        select (scheme, width))
        {
            await page.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
            await page.Page.SetViewportSizeAsync(width, 900);
            var file = ShopInBrowser.Screenshot($"page-{scheme.ToString().ToLowerInvariant()}-{width}");
            await page.Page.ScreenshotAsync(new PageScreenshotOptions { Path = file, FullPage = true });
            Assert.True(new FileInfo(file).Length > 10_000);
        }
    }

    [Fact]
    public async Task Tables_can_be_saved_and_are_those_of_the_api()
    {
        await using var page = await OpenAsync($"{Past}&compare=&{Zone}");
        foreach (var (button, path) in new[]
                 {
                     ("CSV of the totals", "totals?include=averageOrderValue&"),
                     ("CSV of the chart", "series?step=1d&include=averageOrderValue&"),
                     ("CSV of the ranking", "items?top=1000&currency=EUR&by=units&order=desc&"),
                     ("CSV of this table", "totals?groupBy=channel&"),
                 })
        {
            var download = await page.Page.RunAndWaitForDownloadAsync(
                () => page.Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync());
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/aggregates/{path}{Past}&{Zone}");
            request.Headers.Add("Accept", "text/csv");
            using var answer = await shop.Stack.Api.SendAsync(request);
            Assert.Equal(await answer.Content.ReadAsStringAsync(), await File.ReadAllTextAsync((await download.PathAsync())!));
        }

        Assert.Empty(page.Complaints);
    }

    private static string Range(int from, int to)
    {
        var today = DateTimeOffset.UtcNow.UtcDateTime.Date;
        return string.Create(CultureInfo.InvariantCulture, $"from={today.AddDays(from):yyyy-MM-dd}&to={today.AddDays(to):yyyy-MM-dd}");
    }

    private Task<SalesPage> OpenAsync(string query) => SalesPage.OpenAsync(shop.Browser, shop.Stack.Endpoints.Dashboards!, query);

    // The shop is quiet, so totals asked for on their own, of the same minutes, say the same.
    private async Task IsStillTrueAsync(JsonNode answer, string query)
    {
        var filter = query.Contains("channel=app", StringComparison.Ordinal) ? "&channel=app" : "";
        var range = $"from={Uri.EscapeDataString((string)answer["from"]!)}&to={Uri.EscapeDataString((string)answer["to"]!)}&{Zone}{filter}";
        var totals = JsonNode.Parse(await shop.Stack.Api.GetStringAsync($"/aggregates/totals?{range}"))!;
        Assert.Equal(
            ("orders", (long)totals["orders"]!, (long)totals["cancelled"]!, (long)totals["units"]!),
            ("orders", (long)answer["totals"]!["orders"]!, (long)answer["totals"]!["cancelled"]!, (long)answer["totals"]!["units"]!));
    }

    /// <summary>Places orders as fast as they are taken until the token is cancelled; returns their ids.</summary>
    private async Task<IReadOnlyList<string>> TradeAsync(CancellationToken end)
    {
        var ids = new System.Collections.Concurrent.ConcurrentBag<string>();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async worker =>
        {
            for (var number = 0; !end.IsCancellationRequested; number++)
            {
                using var placed = await Traffic.PostAsync(
                    shop.Stack.Api,
                    $$$"""
                    {"customerId":"c","currency":"EUR","channel":"web",
                     "lines":[{"sku":"load-{{{worker}}}","quantity":{{{1 + number % 3}}},"unitPrice":1.25}]}
                    """);
                placed.EnsureSuccessStatusCode();
                ids.Add(JsonNode.Parse(await placed.Content.ReadAsStringAsync(CancellationToken.None))!["orderId"]!.GetValue<string>());
                await Task.Delay(60, CancellationToken.None);
            }
        }));
        return [.. ids];
    }
}
