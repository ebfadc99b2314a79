using System.Globalization;
using Analytics.Local.Web;
using Analytics.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Analytics.Tests.Browser;

/// <summary>
/// The page with answers that are hard to show: huge amounts, many currencies, long names, names from right to left, markup.
/// </summary>
[Trait(TestKind.Name, TestKind.Process)]
[Collection(EndToEnd.WholeSystem.Name)]
public sealed class PageForEverybodyTests : IAsyncLifetime
{
    private const string Name =
        "<img src=x onerror=alert(1)> مقهى طويل جدا الاسم AVeryLongNameWithoutAnySpaceInItThatWouldWidenTheTable";

    private WebApplication _api = null!;
    private PageSite _site = null!;
    private Chromium _browser = null!;
    private string _revenue = Revenue(20);

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _api = builder.Build();
        _api.Run(AnswerAsync);
        await _api.StartAsync();
        _site = await PageSite.StartAsync(
            PageFixture.Page, new Uri(_api.Urls.Single()), () => Task.FromResult<string?>(null), 0, "--port", CancellationToken.None);
        _browser = await Chromium.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _browser.DisposeAsync();
        await _site.DisposeAsync();
        await _api.DisposeAsync();
    }

    [Theory]
    [InlineData(320)]
    [InlineData(1440)]
    [InlineData(2560)]
    public async Task Nothing_runs_out_of_its_card_however_large_it_is(int width)
    {
        await using var page = await SalesPage.OpenAsync(_browser, _site.Address, "tz=UTC", width: width);

        Assert.Equal(width, await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Empty(await page.Page.Locator(".cards .number, .cards .then, .newest *, h2").EvaluateAllAsync<string[]>(
            """
            parts => parts.filter((part) => part.getBoundingClientRect().right > part.closest(".card").getBoundingClientRect().right + 0.5)
              .map((part) => part.textContent)
            """));
        await page.Page.GetByRole(AriaRole.Button, new() { NameString = "And 16 more" }).First.ClickAsync();
        await Expect(page.Page.Locator("[data-measure=revenue] li:visible")).ToHaveCountAsync(20);
        await Expect(page.Page.Locator(".newest .what").First).ToHaveTextAsync($"3 × {Name}");
        Assert.Equal(0, await page.Page.Locator("main img").CountAsync());
        Assert.Empty(page.Complaints);
    }

    [Theory]
    [InlineData("USD", "90071992547409.93", "$90,071,992,547,409.93")]
    [InlineData("USD", "-12.50", "-$12.50")]
    [InlineData("CAD", "1234.50", "CA$1,234.50")]
    [InlineData("JPY", "9007199254740993", "¥9,007,199,254,740,993")]
    [InlineData("CNY", "12.00", "CN¥12.00")]
    [InlineData("EUR", "1234.50", "€1,234.50")]
    [InlineData("IQD", "1.250", "IQD 1.250")]
    [InlineData("CLF", "1.2345", "CLF 1.2345")]
    [InlineData("BGN", "12.50", "BGN 12.50")] // withdrawn
    public async Task Money_keeps_every_digit_and_its_currency(string currency, string amount, string expected)
    {
        _revenue = $"\"{currency}\":{amount}";
        await using var page = await SalesPage.OpenAsync(_browser, _site.Address, "tz=UTC");

        var number = page.Page.Locator("[data-measure=revenue] .number");
        Assert.Equal(expected, (await number.TextContentAsync())!.Replace('\u00a0', ' '));
        await Expect(number).ToHaveAttributeAsync("data-value", amount);
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task The_arrow_keys_move_along_the_chart_and_its_values_are_announced()
    {
        await using var page = await SalesPage.OpenAsync(_browser, _site.Address, "tz=UTC&measure=orders");
        var plot = page.Page.GetByRole(AriaRole.Slider);
        await plot.FocusAsync();

        await Expect(plot).ToHaveAttributeAsync(
            "aria-valuetext", new System.Text.RegularExpressions.Regex("11:00 AM, Orders so far 4, the day before 2$"));
        await page.Page.Keyboard.PressAsync("ArrowLeft");
        await Expect(plot).ToHaveAttributeAsync("aria-valuetext", new System.Text.RegularExpressions.Regex("10:00 AM, Orders 3"));
        await Expect(page.Page.Locator(".tip")).ToContainTextAsync("10:00 AM");
        await page.Page.Keyboard.PressAsync("Home");
        await Expect(plot).ToHaveAttributeAsync("aria-valuenow", "0");
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await page.Page.Keyboard.PressAsync("Escape");
        await Expect(plot).ToBeFocusedAsync();
    }

    [Fact]
    public async Task The_keyboard_reaches_everything_that_can_be_pressed()
    {
        await using var page = await SalesPage.OpenAsync(_browser, _site.Address, "tz=UTC");
        var wanted = await page.Page.EvaluateAsync<int>(
            """
            () => [...document.querySelectorAll("a[href], button, select, input, [tabindex='0']")]
              .filter((one) => one.checkVisibility() && !one.disabled).map((one, index) => (one.dataset.stop = index)).length
            """);
        var reached = new HashSet<string>();
        for (var press = 0; press < wanted + 5; press++)
        {
            await page.Page.Keyboard.PressAsync("Tab");
            if (await page.Page.EvaluateAsync<string?>("document.activeElement.dataset.stop ?? null") is { } stop)
            {
                reached.Add(stop);
            }
        }

        Assert.Equal(wanted, reached.Count);
    }

    // What rings is announced when it begins, and is empty here; the clock beside "Live" is not announced.
    [Fact]
    public async Task Nothing_that_changes_by_itself_is_a_status()
    {
        await using var page = await SalesPage.OpenAsync(_browser, _site.Address, "tz=UTC");

        Assert.Equal(["", "Live"], await page.Page.Locator("[role=status], [aria-live]").AllTextContentsAsync());
    }

    [Fact]
    public async Task When_the_api_is_gone_the_page_says_so_and_keeps_what_it_has()
    {
        await using var page = await SalesPage.OpenAsync(_browser, _site.Address, "tz=UTC");
        await _api.StopAsync();

        await Expect(page.Page.Locator(".status [role=status]")).ToContainTextAsync("does not answer", new() { Timeout = 60_000 });
        await Expect(page.Page.Locator("[data-measure=orders] .number")).ToHaveTextAsync("7");
    }

    [Fact]
    public async Task What_the_api_refuses_is_said_in_its_words()
    {
        await using var watched = await _browser.OpenAsync(_site.Address, "?tz=UTC&window=never");

        await Expect(watched.Page.Locator(".status [role=status]")).ToHaveTextAsync("window must be 1m to 400d");
    }

    /// <summary>Sums in 20 currencies, each as large as can be.</summary>
    private static string Revenue(int currencies) => string.Join(',', new[]
    {
        "EUR", "USD", "GBP", "CHF", "CAD", "AUD", "NZD", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "RON",
        "TRY", "INR", "IDR", "BRL", "MXN", "ZAR",
    }.Take(currencies).Select(currency => $"\"{currency}\":90071992547409.93"));

    // The answers, in which FIGURES stands for sums, REVENUE for their money and NAME for the name of an item.
    private async Task AnswerAsync(HttpContext context)
    {
        var (status, body) = context.Request.Path.Value switch
        {
            "/aggregates/summary" when context.Request.Query["window"] == "never" =>
                (400, """{"errors":[{"parameter":"window","detail":"must be 1m to 400d"}]}"""),
            "/aggregates/summary" => (200, $$$"""
                {"from":"2026-11-23T08:00Z","to":"2026-11-23T11:31Z","asOf":"2026-11-23T11:30:00.000Z","latestCommitAt":null,
                 "totals":{FIGURES,
                   "comparison":{"from":"2026-11-22T08:00Z","to":"2026-11-22T11:31Z","orders":5,"cancelled":1,"units":1,"revenue":{REVENUE},
                     "difference":{"orders":2,"cancelled":0,"units":9007199254740992,"revenue":{}},"ratio":{"orders":1.4,"revenue":{} } },
                   "groups":[{"channel":"web",FIGURES},{"channel":"none",FIGURES}]},
                 "series":{"step":"1h","points":[{{{string.Join(',', Enumerable.Range(8, 4).Select(Point))}}}]},
                 "ranking":{"by":"units","order":"desc","items":[{"sku":"NAME",FIGURES}],"others":{"items":0,"units":0,"revenue":{}},
                   "total":{"items":1,FIGURES} } }
                """),
            "/aggregates/explain" => (200, """
                {"from":"2026-11-23T08:00Z","to":"2026-11-23T11:31Z","total":{"orders":0,"cancelled":0,"units":0,"revenue":{}},"orders":[],
                 "cursor":null}
                """),
            "/orders" => (200, """
                {"orders":[{"orderId":"o-1","status":"PLACED","customerId":"NAME","currency":"USD","placedAt":"2026-11-23T11:00:00.000Z",
                   "lines":[{"sku":"s","name":"NAME","quantity":3,"lineTotal":90071992547409.93}],"total":90071992547409.93}],"cursor":null}
                """),
            "/goals" or "/marks" or "/alerts" => (200, $"{{\"{context.Request.Path.Value[1..]}\":[]}}"),
            _ => (404, "{}"),
        };
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body
            .Replace("FIGURES", "\"orders\":7,\"cancelled\":1,\"units\":9007199254740993,\"revenue\":{REVENUE}", StringComparison.Ordinal)
            .Replace("REVENUE", _revenue, StringComparison.Ordinal).Replace("NAME", Name, StringComparison.Ordinal));
    }

    private static string Point(int hour) => string.Create(CultureInfo.InvariantCulture, $$$"""
        {"at":"2026-11-23T{{{hour:D2}}}:00Z","orders":{{{hour - 7}}},"cancelled":0,"units":1,"revenue":{REVENUE},
         "comparison":{"from":"2026-11-22T{{{hour:D2}}}:00Z","to":"2026-11-22T{{{hour + 1:D2}}}:00Z",
          "orders":2,"cancelled":0,"units":1,"revenue":{}},
         "partial":{{{(hour == 11 ? "true" : "false")}}}}
        """);
}
