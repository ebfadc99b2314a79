using Analytics.Tests.Support;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Analytics.Tests.Browser;

/// <summary>The page on paper: numbers and tables without anything to press, dark on white in either theme.</summary>
[Trait(TestKind.Name, TestKind.Process)]
[Collection(ShopTests.Name)]
public class PrintTests(ShopInBrowser shop)
{
    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Paper_has_the_numbers_and_tables_in_light_colours_and_nothing_to_press(ColorScheme scheme)
    {
        await using var page = await SalesPage.OpenAsync(
            shop.Browser, shop.Stack.Endpoints.Dashboards!, "window=28d&compare=previous&step=1d&measure=orders&channel=web&tz=UTC",
            scheme);
        await page.ShowTableAsync();
        var orders = await page.Page.Locator("[data-measure=orders] .number").TextContentAsync();
        await page.Page.EmulateMediaAsync(new() { Media = Media.Print, ColorScheme = scheme });

        await Expect(page.Page.Locator("h1")).ToBeVisibleAsync();
        await Expect(page.Page.Locator("[data-measure=orders] .number")).ToHaveTextAsync(orders!);
        foreach (var part in new[]
                 {
                     ".measure", ".chart-card tbody tr", ".items-card tbody tr", ".items-card tfoot tr", ".groups-card tbody tr",
                 })
        {
            await Expect(page.Page.Locator(part).First).ToBeVisibleAsync();
        }

        Assert.Empty(await page.Page.Locator(".table-host:visible").EvaluateAllAsync<string[]>(
            "hosts => hosts.filter((host) => host.scrollHeight > host.clientHeight).map((host) => host.textContent.slice(0, 80))"));
        await Expect(page.Page.GetByText("✕")).ToBeHiddenAsync();
        // Numbers and choices stay as text; what looks as if it could be pressed is gone.
        Assert.Empty(await page.Page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll("button, select, input, a, [role=slider]")].filter((one) => {
              if (!one.checkVisibility()) {
                return false;
              }
              const { borderTopWidth, backgroundColor, appearance } = getComputedStyle(one);
              return borderTopWidth !== "0px" || backgroundColor !== "rgba(0, 0, 0, 0)"
                || (one.tagName === "SELECT" && appearance !== "none");
            }).map((one) => one.outerHTML.slice(0, 120))
            """));
        var dark = await page.Page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll("body, main *")].filter((one) => one.checkVisibility()).flatMap((one) => {
              const rgb = (text) => text.match(/[\d.]+/g).map(Number);
              const light = ([r, g, b]) => (r + g + b) / 3;
              const { color, backgroundColor } = getComputedStyle(one);
              const [text, ground] = [rgb(color), rgb(backgroundColor)];
              const hasText = [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim());
              return hasText && ((ground[3] !== 0 && light(ground) < 200) || light(text) > 130)
                ? [`${one.tagName} ${one.className} ${color} on ${backgroundColor}`] : [];
            })
            """);
        Assert.True(dark.Length == 0, string.Join('\n', dark.Take(20)));
        await page.Page.ScreenshotAsync(new()
        {
            Path = ShopInBrowser.Screenshot($"print-{scheme.ToString().ToLowerInvariant()}"), FullPage = true,
        });
        Assert.StartsWith("%PDF", System.Text.Encoding.ASCII.GetString((await page.Page.PdfAsync(new() { Format = "A4" }))[..4]));
    }
}
