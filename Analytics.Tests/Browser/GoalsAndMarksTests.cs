using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Analytics.Tests.Support;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Analytics.Tests.Browser;

/// <summary>Goals and marks: set, shown in the chart, changed and removed on the page, and refused in plain words.</summary>
[Trait(TestKind.Name, TestKind.Process)]
[Collection(ShopTests.Name)]
public partial class GoalsAndMarksTests(ShopInBrowser shop)
{
    private const string Name = "<img src=x onerror=alert(1)> هدف AVeryLongNameWithoutAnySpaceInItThatWouldWiden";

    [Fact]
    public async Task A_goal_shows_how_far_today_has_come_with_a_line_in_the_chart_and_is_changed_and_removed()
    {
        await using var page = await OpenAsync("window=today&compare=&measure=orders&tz=UTC");
        var orders = int.Parse((await page.Page.Locator("[data-measure=orders] .number").GetAttributeAsync("data-value"))!,
            System.Globalization.CultureInfo.InvariantCulture);
        var dialog = await DialogAsync(page);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "New goal" }).ClickAsync();
        await Expect(dialog.GetByLabel("Measure")).ToHaveValueAsync("orders");
        await dialog.GetByLabel("Target", new() { Exact = true }).FillAsync($"{orders * 2}");
        await dialog.GetByLabel("Name", new() { Exact = true }).FillAsync(Name);
        await SaveAsync(dialog);

        await Expect(dialog.Locator("[data-kind=goals] .entry-text")).ToHaveTextAsync($"{Name}{orders * 2:N0} orders every day, UTC");
        await page.Page.Keyboard.PressAsync("Escape");
        var goal = page.Page.Locator(".goals li");
        await Expect(goal).ToContainTextAsync($"{Name}50% of the goal of {orders * 2:N0} orders for today");
        Assert.Equal(0, await page.Page.Locator("main img").CountAsync());
        await Expect(page.Page.Locator(".goal-text")).ToHaveTextAsync(PacePattern());
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Running total" }).ClickAsync();
        await Expect(page.Page.Locator(".goal-text")).ToHaveTextAsync($"goal {orders * 2:N0}");

        dialog = await DialogAsync(page);
        await dialog.Locator("[data-kind=goals]").GetByRole(AriaRole.Button, new() { NameString = "Change" }).ClickAsync();
        await dialog.GetByLabel("Target", new() { Exact = true }).FillAsync($"{orders}");
        await SaveAsync(dialog);
        await Expect(goal).ToContainTextAsync($"100% of the goal of {orders:N0} orders for today, reached");
        await RemoveAsync(dialog, "goals");
        await Expect(goal).ToHaveCountAsync(0);
        Assert.Equal("""{"goals":[]}""", await shop.Stack.Api.GetStringAsync("/goals"));
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task A_goal_of_other_clocks_says_so_and_leads_to_them()
    {
        await using var page = await OpenAsync("window=thisMonth&compare=&measure=revenue&shown=EUR&tz=UTC");
        await PutAsync(
            "goals/month",
            """{"measure":"revenue","currency":"EUR","target":1000000,"period":"month","timeZone":"Asia/Tokyo"}""");
        try
        {
            await page.Page.ReloadAsync();
            var goal = page.Page.Locator(".goals li");
            await Expect(goal).ToContainTextAsync("The goal of €1,000,000.00 for this month is for Asia/Tokyo");
            await goal.GetByRole(AriaRole.Button).ClickAsync();
            await Expect(goal).ToContainTextAsync("% of the goal of €1,000,000.00 for this month");
            Assert.Contains("tz=Asia%2FTokyo", page.Page.Url, StringComparison.Ordinal);
            Assert.Empty(page.Complaints);
        }
        finally
        {
            await shop.Stack.Api.DeleteAsync("/goals/month");
        }
    }

    [Fact]
    public async Task A_mark_stands_on_the_axis_with_its_text_is_announced_and_stands_in_the_table()
    {
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var day = TimeZoneInfo.ConvertTime(DateTimeOffset.UtcNow, berlin).Date.AddDays(-3);
        await using var page = await OpenAsync("window=7d&step=1d&compare=&measure=orders&tz=Europe/Berlin");
        var dialog = await DialogAsync(page);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "New mark" }).ClickAsync();
        await dialog.GetByLabel("What happened").FillAsync(Name);
        await dialog.GetByLabel("At", new() { Exact = true }).FillAsync($"{day:yyyy-MM-dd}T10:05");
        await SaveAsync(dialog);
        await page.Page.Keyboard.PressAsync("Escape");

        var stored = JsonNode.Parse(await shop.Stack.Api.GetStringAsync("/marks?tz=Europe/Berlin"))!["marks"]![0]!;
        Assert.StartsWith($"{day:yyyy-MM-dd}T10:05+0", (string)stored["from"]!, StringComparison.Ordinal);
        var mark = page.Page.Locator(".marks button");
        await Expect(mark).ToHaveAttributeAsync("aria-label", $"{Name}, {day:ddd, MMM d}, 10:05 AM");
        await mark.FocusAsync();
        await Expect(page.Page.Locator(".mark-tip")).ToContainTextAsync(Name);
        await page.Page.Keyboard.PressAsync("Escape");
        await Expect(page.Page.Locator(".mark-tip")).ToBeHiddenAsync();
        await page.Page.GetByRole(AriaRole.Slider).FocusAsync();
        for (var left = 0; left < 3; left++)
        {
            await page.Page.Keyboard.PressAsync("ArrowLeft");
        }

        await Expect(page.Page.GetByRole(AriaRole.Slider)).ToHaveAttributeAsync(
            "aria-valuetext", new Regex($"{day:ddd, MMM d}.*, {Regex.Escape(Name)}$"));
        await page.ShowTableAsync();
        await Expect(page.Page.Locator(".chart-card tbody tr", new() { HasTextString = $"{day:ddd, MMM d}" }).Locator(".marked bdi"))
            .ToHaveTextAsync(Name);
        Assert.Equal(1, await page.Page.Locator(".marked bdi").CountAsync());
        await page.ShowTableAsync();

        await mark.ClickAsync();
        dialog = page.Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByLabel("What happened")).ToHaveValueAsync(Name);
        await dialog.GetByLabel("Until").FillAsync($"{day:yyyy-MM-dd}T09:05");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(dialog.Locator(".field", new() { HasTextString = "Until" })).ToContainTextAsync("Must be after from.");
        await dialog.GetByLabel("Until").FillAsync($"{day.AddDays(1):yyyy-MM-dd}T10:05");
        await SaveAsync(dialog);
        await Expect(page.Page.Locator(".mark-span")).ToHaveCountAsync(1);
        await RemoveAsync(dialog, "marks");
        await Expect(mark).ToHaveCountAsync(0);
        Assert.DoesNotContain(page.Complaints, complaint => !complaint.Contains("400 (Bad Request)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_another_viewer_changed_in_the_meantime_is_not_overwritten()
    {
        await PutAsync("goals/both", """{"name":"Both","measure":"units","target":100,"period":"week"}""");
        await using var page = await OpenAsync("window=thisWeek&compare=&measure=units&tz=UTC");
        var dialog = await DialogAsync(page);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Change Both" }).ClickAsync();
        await PutAsync("goals/both", """{"name":"Both","measure":"units","target":200,"period":"week"}""");
        await dialog.GetByLabel("Target", new() { Exact = true }).FillAsync("300");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        var complaint = dialog.GetByRole(AriaRole.Alert).Filter(new() { HasTextString = "Another viewer has changed this" });
        await Expect(complaint).ToBeVisibleAsync();
        await Expect(dialog.Locator(".entries")).ToContainTextAsync(["200 units every week", ""]);
        Assert.Contains("\"target\":200", await shop.Stack.Api.GetStringAsync("/goals/both"), StringComparison.Ordinal);
        await RemoveAsync(dialog, "goals");
        Assert.Equal("""{"goals":[]}""", await shop.Stack.Api.GetStringAsync("/goals"));
    }

    [Fact]
    public async Task A_caller_without_the_scope_learns_what_is_missing()
    {
        await using var page = await OpenAsync("window=today&compare=&tz=UTC");
        // As API Gateway answers a token that lacks a scope of the route.
        await page.Page.RouteAsync("**/goals/*", route => route.FulfillAsync(new()
        {
            Status = 403, ContentType = "application/json", Body = """{"message":"Forbidden"}""",
        }));
        var dialog = await DialogAsync(page);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "New goal" }).ClickAsync();
        await dialog.GetByLabel("Target", new() { Exact = true }).FillAsync("5000");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await Expect(dialog.Locator(".editor > .complaint")).ToHaveTextAsync(
            "You may see these numbers, but not change goals, marks or alerts: your access lacks the scope aggregates:write.");
        await Expect(dialog.GetByLabel("Target")).ToHaveValueAsync("5000");
    }

    private Task<SalesPage> OpenAsync(string query) => SalesPage.OpenAsync(shop.Browser, shop.Stack.Endpoints.Dashboards!, query);

    private static async Task<ILocator> DialogAsync(SalesPage page)
    {
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Goals and marks" }).ClickAsync();
        return page.Page.GetByRole(AriaRole.Dialog);
    }

    private static async Task SaveAsync(ILocator dialog)
    {
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(dialog.Locator("form")).ToHaveCountAsync(0);
    }

    private static async Task RemoveAsync(ILocator dialog, string kind)
    {
        var remove = dialog.Locator($"[data-kind={kind}]").GetByRole(AriaRole.Button, new() { NameString = "Remove" });
        await remove.ClickAsync();
        await Expect(remove).ToHaveTextAsync("Remove for good?");
        await remove.ClickAsync();
        await Expect(dialog.Locator($"[data-kind={kind}] .entries li")).ToHaveCountAsync(0);
    }

    private async Task PutAsync(string path, string body)
    {
        using var answer = await shop.Stack.Api.PutAsync($"/{path}", new StringContent(body, null, "application/json"));
        answer.EnsureSuccessStatusCode();
    }

    [GeneratedRegex(@"^goal: [\d,.]+ per (hour|15 minutes)$")]
    private static partial Regex PacePattern();
}
