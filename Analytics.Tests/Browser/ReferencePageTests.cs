using Analytics.Tests.Support;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Analytics.Tests.Browser;

/// <summary>The reference of the API, as the local site shows it.</summary>
[Trait(TestKind.Name, TestKind.Process)]
[Collection(ShopTests.Name)]
public sealed class ReferencePageTests(ShopInBrowser shop)
{
    [Fact]
    public async Task The_reference_shows_every_group_of_routes_and_asks_nothing_of_other_hosts()
    {
        await using var page = await shop.Browser.NewAsync(shop.Stack.Endpoints.Dashboards!);
        var asked = new List<string>();
        page.Page.Request += (_, request) => asked.Add(request.Url);
        await page.Page.GotoAsync("/");

        await page.Page.GetByRole(AriaRole.Link, new() { Name = "API", Exact = true }).ClickAsync();

        foreach (var group in new[] { "Orders", "Aggregates", "Goals, marks and alerts" })
        {
            await Expect(page.Page.GetByText(group, new() { Exact = true }).First).ToBeVisibleAsync();
        }

        Assert.DoesNotContain(asked, url => !url.StartsWith($"{shop.Stack.Endpoints.Dashboards}", StringComparison.Ordinal)
            && !url.StartsWith("data:", StringComparison.Ordinal) && !url.StartsWith("blob:", StringComparison.Ordinal));
        Assert.Empty(page.Complaints);
    }
}
