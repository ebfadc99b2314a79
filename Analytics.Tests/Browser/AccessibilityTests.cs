using Analytics.Tests.Support;
using Microsoft.Playwright;
using Xunit;

namespace Analytics.Tests.Browser;

/// <summary>axe-core finds nothing that keeps people from using the pages, in either theme.</summary>
[Trait(TestKind.Name, TestKind.Process)]
[Collection(ShopTests.Name)]
public class AccessibilityTests(ShopInBrowser shop)
{
    /// <summary>The source of axe-core.</summary>
    internal static readonly string Axe = File.ReadAllText(Path.Combine(Repository.Root, "node_modules", "axe-core", "axe.min.js"));

    [Fact]
    public async Task The_page_has_no_violations_with_panels_tables_and_dialogs_open()
    {
        await using var page = await SalesPage.OpenAsync(
            shop.Browser, shop.Stack.Endpoints.Dashboards!, "window=28d&compare=previous&channel=web&tz=UTC");
        await page.Page.EvaluateAsync(Axe);
        await InBothThemesAsync(page.Page);
        await page.ShowTableAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { NameString = "Period" }).ClickAsync();
        await InBothThemesAsync(page.Page);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Filter", Exact = true }).ClickAsync();
        await page.Page.Locator(".popover input[data-value=app]").WaitForAsync();
        await InBothThemesAsync(page.Page);
        await page.Page.Keyboard.PressAsync("Escape");
        await page.Page.Locator("[data-measure=orders] .number").ClickAsync();
        await page.Page.Locator("dialog tbody tr[data-order] .number").First.ClickAsync();
        await page.Page.Locator("dialog .changes li").First.WaitForAsync();
        await InBothThemesAsync(page.Page);
        Assert.Empty(page.Complaints);
    }

    [Theory]
    [InlineData("orders")]
    [InlineData("pipeline")]
    public async Task A_dashboard_has_no_violations(string name)
    {
        await using var page = await shop.Browser.OpenAsync(
            shop.Stack.Endpoints.Dashboards!, $"dashboards/#/order-analytics-{name}?range=15m&refresh=0");
        await page.Page.Locator(".card").First.WaitForAsync();
        await Assertions.Expect(page.Page.Locator(Chromium.Undrawn)).ToHaveCountAsync(0, new() { Timeout = 60_000 });
        await page.Page.EvaluateAsync(Axe);
        await InBothThemesAsync(page.Page);
    }

    private static async Task InBothThemesAsync(IPage page)
    {
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await CheckAsync(page, scheme);
        }
    }

    /// <summary>Shows a page, which has axe-core, in a theme and fails with what axe-core finds.</summary>
    internal static async Task CheckAsync(IPage page, ColorScheme scheme)
    {
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
        var violations = await page.EvaluateAsync<string[]>(
            """
            async () => (await axe.run()).violations.flatMap(({ id, help, nodes }) =>
              nodes.map(({ target, any }) => `${id}: ${help}: ${target} ${any.map(({ message }) => message)}`))
            """);
        Assert.True(violations.Length == 0, $"{scheme}:\n{string.Join('\n', violations)}");
    }
}
