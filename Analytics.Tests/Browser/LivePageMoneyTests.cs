using Analytics.Cli.Live;
using Analytics.Tests.Cli.Live;
using Analytics.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Analytics.Tests.Browser;

/// <summary>
/// Money on the live page: the decimals are those of ISO 4217 list one and not the browser's, every digit stays, and a symbol that several
/// currencies share stands beside the code.
/// </summary>
[Trait(TestKind.Name, TestKind.Process)]
[Collection(EndToEnd.WholeSystem.Name)]
public sealed class LivePageMoneyTests(SiteInBrowser browser) : IClassFixture<SiteInBrowser>
{
    [Theory]
    [InlineData("USD", "1234.50", "$1,234.50 USD")]
    [InlineData("CAD", "1234.50", "$1,234.50 CAD")]
    [InlineData("MXN", "0.05", "$0.05 MXN")]
    [InlineData("JPY", "1234", "¥1,234 JPY")] // the yuan has the same symbol
    [InlineData("CNY", "12.00", "¥12.00 CNY")]
    [InlineData("GBP", "12.00", "£12.00 GBP")] // several pounds
    [InlineData("EUR", "1234.50", "€1,234.50")]
    [InlineData("INR", "1.00", "₹1.00")]
    [InlineData("CHF", "12.00", "CHF 12.00")]
    [InlineData("IQD", "1.250", "IQD 1.250")]
    [InlineData("KWD", "12.000", "KWD 12.000")]
    [InlineData("ISK", "12", "kr 12 ISK")]
    [InlineData("CLF", "1.2345", "CLF 1.2345")]
    [InlineData("UYW", "1.2345", "UYW 1.2345")]
    [InlineData("XAD", "12.00", "XAD 12.00")]
    [InlineData("BGN", "12.50", "BGN 12.50")] // withdrawn
    [InlineData("USD", "90071992547409.93", "$90,071,992,547,409.93 USD")]
    [InlineData("USD", "-12.50", "-$12.50 USD")]
    public async Task A_new_order_shows_its_total_exactly_and_in_one_currency(string currency, string total, string expected)
    {
        await using var site = await LiveSite.StartAsync("");
        await using var page = await browser.Browser.OpenAsync(site.Address, "#/live");

        site.Newest.Add([new ShownOrder("o-1", 1, "PLACED", Some.At("12:00"), currency, total, ["tea"], 1)]);

        await Expect(page.Page.Locator(".orders b")).ToHaveTextAsync(expected, new() { Timeout = 60_000 });
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Totals_show_every_digit_and_the_decimals_of_the_currency()
    {
        await using var site = await LiveSite.StartAsync(
            """
            "CLF":1.2000,"IQD":1.250,"JPY":9007199254740993,"USD":90071992547409.93,"XAD":-0.05
            """);
        await using var page = await browser.Browser.OpenAsync(site.Address, "#/live");
        string[] expected =
            ["1.2000|CLF", "1.250|IQD", "¥9,007,199,254,740,993|JPY", "$90,071,992,547,409.93|USD", "-0.05|XAD"];

        foreach (var window in new[] { "minutes5", "hour1", "hours24" })
        {
            await Expect(page.Page.Locator($"[data-window={window}] .moneys li")).ToHaveCountAsync(5, new() { Timeout = 60_000 });
            Assert.Equal(expected, await RowsAsync(page, $"[data-window={window}] .moneys li"));
        }

        Assert.Equal(
            [
                "CLF|1.2000|1.2000|1.2000", "IQD|1.250|1.250|1.250",
                "JPY|¥9,007,199,254,740,993|¥9,007,199,254,740,993|¥9,007,199,254,740,993",
                "USD|$90,071,992,547,409.93|$90,071,992,547,409.93|$90,071,992,547,409.93", "XAD|-0.05|-0.05|-0.05",
            ],
            (await RowsAsync(page, ".days tbody tr")).Skip(3));
        Assert.Empty(page.Complaints);
    }

    [Theory]
    [InlineData(390)]
    [InlineData(768)]
    [InlineData(1440)]
    public async Task Large_amounts_stay_in_their_cards(int width)
    {
        await using var site = await LiveSite.StartAsync(
            """
            "IDR":2000000000000.00,"KWD":999999999000.000,"USD":90071992547409.93
            """);
        await using var page = await browser.Browser.OpenAsync(site.Address, "#/live", width: width);
        var skus = new[] { "a-stock-keeping-unit-of-many-letters" };
        site.Newest.Add([new ShownOrder("o-1", 1, "PLACED", Some.At("12:00"), "USD", "90071992547409.93", skus, 1)]);
        await Expect(page.Page.Locator("[data-window=hours24] .moneys li")).ToHaveCountAsync(3, new() { Timeout = 60_000 });
        await Expect(page.Page.Locator(".orders b")).ToHaveCountAsync(1, new() { Timeout = 60_000 });

        Assert.Equal(width, await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Empty(await page.Page.Locator(".live .moneys *, .live .orders *, .live .days-host").EvaluateAllAsync<string[]>(
            """
            parts => parts.filter((part) => part.getBoundingClientRect().right > part.closest(".card").getBoundingClientRect().right)
              .map((part) => part.textContent)
            """));
        Assert.Empty(page.Complaints);
    }

    private static async Task<string[]> RowsAsync(WatchedPage page, string rows) =>
        await page.Page.Locator(rows).EvaluateAllAsync<string[]>(
            "rows => rows.map(row => [...row.children].map(cell => cell.textContent.replaceAll('\\u00a0', ' ')).join('|'))");
}
