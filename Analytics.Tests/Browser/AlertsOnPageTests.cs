using System.Text.Json.Nodes;
using Analytics.Tests.Support;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Analytics.Tests.Browser;

/// <summary>Alerts on the page: set after a trial on the past, listed with their state, changed and removed.</summary>
[Trait(TestKind.Name, TestKind.Process)]
[Collection(ShopTests.Name)]
public class AlertsOnPageTests(ShopInBrowser shop)
{
    private const string Try = "Try it on the last 14 days";
    private const string SwitchOn = "Switch it on";

    public static TheoryData<string, string[], string, string> Kinds => new()
    {
        {
            "Nothing is sold", ["Minutes=1440"], """{"type":"noSales","minutes":1440}""",
            "Nothing is sold for 24 hours"
        },
        {
            "A slow day", ["Measure=Orders", "Below, in per cent=1", "Of=the day before"],
            """{"type":"below","measure":"orders","percent":1,"compare":"yesterday"}""",
            "The number of orders of the day so far is below 1% of the day before by then"
        },
        {
            "A slow day", ["Measure=Revenue", "Currency=JPY", "Below, in per cent=1"],
            """{"type":"below","measure":"revenue","currency":"JPY","percent":1,"compare":"lastWeek"}""",
            "The revenue in JPY of the day so far is below 1% of the same day a week earlier by then"
        },
        {
            "A rush on an item", ["Item (SKU)=tea,green", "More than, units=1000000000", "Minutes=15"],
            """{"type":"itemAbove","sku":"tea,green","units":1000000000,"minutes":15}""",
            "More than 1,000,000,000 units of شاي أخضر (tea,green) are sold within 15 minutes"
        },
        {
            "A rush on an item", ["More than, units=1000000000", "Minutes=60"],
            """{"type":"itemAbove","units":1000000000,"minutes":60}""",
            "More than 1,000,000,000 units of any item are sold within an hour"
        },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task An_alert_is_tried_on_the_past_switched_on_changed_and_removed(
        string kind, string[] fields, string rule, string words)
    {
        await using var page = await OpenAsync();
        await Expect(page.Page.Locator("[data-sku='tea,green'] .name")).ToHaveTextAsync("شاي أخضر", new() { Timeout = 60_000 });
        var dialog = await DialogAsync(page);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "New alert" }).ClickAsync();
        await dialog.GetByLabel("Name", new() { Exact = true }).FillAsync("Watch <b>this</b>");
        await dialog.GetByLabel("It rings when").SelectOptionAsync(kind);
        foreach (var field in fields)
        {
            var (label, value) = (field[..field.IndexOf('=')], field[(field.IndexOf('=') + 1)..]);
            var input = dialog.GetByLabel(label, new() { Exact = true }).Filter(new() { Visible = true });
            await (await input.EvaluateAsync<string>("input => input.tagName") == "SELECT"
                ? input.SelectOptionAsync(value) : input.FillAsync(value));
        }

        await dialog.GetByRole(AriaRole.Button, new() { Name = Try }).ClickAsync();
        var trial = await TrialAsync(rule);
        await Expect(dialog.Locator(".trial [role=status]")).ToContainTextAsync(
            (int)trial["times"]! == 0 ? "It would not have rung" : $"It would have rung {Times((int)trial["times"]!)}");
        await dialog.GetByRole(AriaRole.Button, new() { Name = SwitchOn }).ClickAsync();
        var entry = dialog.Locator(".entries li");
        await Expect(entry.Locator("b")).ToHaveTextAsync("Watch <b>this</b>");
        await Expect(entry.Locator(".soft")).ToHaveTextAsync(words);
        await Expect(entry.Locator(".state")).ToHaveTextAsync("Quiet");
        var stored = JsonNode.Parse(await shop.Stack.Api.GetStringAsync("/alerts"))!["alerts"]!.AsArray().Single()!;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(rule), stored["rule"]), stored.ToJsonString());

        await entry.GetByRole(AriaRole.Button, new() { NameString = "Change" }).ClickAsync();
        await dialog.GetByText("Switched on").ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(entry.Locator(".state")).ToHaveTextAsync("Off");
        var remove = entry.GetByRole(AriaRole.Button, new() { NameString = "Remove" });
        await remove.ClickAsync();
        await remove.ClickAsync();
        await Expect(entry).ToHaveCountAsync(0);
        Assert.Equal("""{"alerts":[]}""", await shop.Stack.Api.GetStringAsync("/alerts"));
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Another_rule_is_tried_again_and_what_the_api_refuses_stands_at_its_field()
    {
        await using var page = await OpenAsync();
        var dialog = await DialogAsync(page);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "New alert" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = Try }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = SwitchOn }).ClickAsync();
        await Expect(dialog.Locator(".field:has([name=name])")).ToContainTextAsync("Is missing");
        await Expect(dialog.GetByLabel("Name", new() { Exact = true })).ToBeFocusedAsync();

        await dialog.GetByText("Only at certain hours of the day").ClickAsync();
        await Expect(dialog.GetByRole(AriaRole.Button, new() { Name = SwitchOn })).ToHaveCountAsync(0);
        await dialog.GetByLabel("Minutes", new() { Exact = true }).FillAsync("840");
        await dialog.GetByRole(AriaRole.Button, new() { Name = Try }).ClickAsync();
        await Expect(dialog.Locator(".field:has([name=minutes])")).ToContainTextAsync(
            "Must be less than the length of hours, 840 minutes, or the alert could never ring; got 840.");
        await Expect(dialog.GetByLabel("Minutes", new() { Exact = true })).ToHaveAttributeAsync("aria-invalid", "true");
        Assert.Equal("""{"alerts":[]}""", await shop.Stack.Api.GetStringAsync("/alerts"));
    }

    [Fact]
    public async Task What_rings_stands_at_the_top_of_the_page_and_the_list_says_how_each_alert_is()
    {
        await using var watched = await shop.Browser.NewAsync(shop.Stack.Endpoints.Dashboards!);
        await watched.Page.RouteAsync("**/alerts", route => route.FulfillAsync(new() { ContentType = "application/json", Body = Answer }));
        await watched.Page.GotoAsync("/?window=28d&compare=&tz=Europe/Berlin");
        var ringing = watched.Page.Locator(".ringing li");

        await Expect(ringing).ToHaveTextAsync(
        [
            "Nothing sold <b>شاي</b> rings since Fri, Nov 20, 01:00 PM: no order, Fri, Nov 20, 12:30 PM – 01:01 PMDetails",
            "broken could not be evaluatedDetails",
        ]);
        Assert.Equal(1, await watched.Page.GetByRole(AriaRole.Status).Filter(new() { Has = watched.Page.Locator("li") }).CountAsync());
        await watched.Page.GetByRole(AriaRole.Button, new() { Name = "Alerts 1 ringing" }).ClickAsync();
        var entries = watched.Page.GetByRole(AriaRole.Dialog).Locator(".entries li");
        await Expect(entries.Locator(".state")).ToHaveTextAsync(
        [
            "Ringing since Fri, Nov 20, 01:00 PM: no order, Fri, Nov 20, 12:30 PM – 01:01 PM",
            "The receiver has not taken the notice; the newest attempt was at Fri, Nov 20, 01:02:00 PM. The receiver responded 500.",
            "Quiet; rang last Fri, Nov 20, 09:00 AM – 10:30 AM",
            "Off",
            "Could not be evaluated: what is stored of it is damaged, or of a newer version. Change it or remove it.",
        ]);
        Assert.Empty(watched.Complaints);
    }

    // As the API lists them; the last one's item is damaged.
    private const string Answer = """
        {"alerts":[
          {"id":"none","name":"Nothing sold <b>شاي</b>","enabled":true,"rule":{"type":"noSales","minutes":30},
           "hours":{"from":"08:00","to":"22:00"},"timeZone":"Europe/Berlin","webhook":"https://shop.example/…",
           "updatedAt":"2026-11-19T12:00:00.000Z","ringing":true,"since":"2026-11-20T13:00+01:00",
           "notice":{"event":"began","at":"2026-11-20T12:00:05.120Z","since":"2026-11-20T13:00+01:00",
             "numbers":{"from":"2026-11-20T12:30+01:00","to":"2026-11-20T13:01+01:00","orders":0},
             "delivery":"pending","attempts":2,"attemptedAt":"2026-11-20T12:02:00.000Z","failure":"The receiver responded 500."}},
          {"id":"off","name":"Slow","enabled":false,"rule":{"type":"below","measure":"revenue","currency":"EUR","percent":60,
            "compare":"lastWeek"},"timeZone":"UTC","updatedAt":"2026-11-19T12:00:00.000Z","ringing":false},
          {"id":"rush","name":"Rush","enabled":true,"rule":{"type":"itemAbove","sku":"tea","units":20,"minutes":60},"timeZone":"UTC",
           "updatedAt":"2026-11-19T12:00:00.000Z","ringing":false,
           "notice":{"event":"ended","at":"2026-11-20T10:30:03.000Z","since":"2026-11-20T09:00Z","until":"2026-11-20T10:30Z",
             "numbers":{"from":"2026-11-20T09:30Z","to":"2026-11-20T10:30Z","sku":"tea","units":12},"delivery":"delivered","attempts":1,
             "attemptedAt":"2026-11-20T10:30:03.000Z"}}],
         "unreadable":["broken"]}
        """;

    private static string Times(int times) => times == 1 ? "once" : $"{times:N0} times";

    private Task<SalesPage> OpenAsync() =>
        SalesPage.OpenAsync(shop.Browser, shop.Stack.Endpoints.Dashboards!, "window=28d&compare=&tz=UTC");

    private static async Task<ILocator> DialogAsync(SalesPage page)
    {
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Alerts" }).ClickAsync();
        return page.Page.GetByRole(AriaRole.Dialog);
    }

    private async Task<JsonNode> TrialAsync(string rule)
    {
        using var answer = await shop.Stack.Api.PostAsync(
            "/alerts/try?days=14", new StringContent($$"""{"rule":{{rule}},"timeZone":"UTC"}""", null, "application/json"));
        return JsonNode.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync())!;
    }
}
