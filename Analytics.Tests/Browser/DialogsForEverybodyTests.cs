using Analytics.Tests.Support;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Analytics.Tests.Browser;

/// <summary>
/// Goals, marks and alerts with names that are hard to show: nothing runs out of its place at any width, axe-core finds nothing in either
/// theme, and the keyboard alone is enough.
/// </summary>
[Trait(TestKind.Name, TestKind.Process)]
[Collection(ShopTests.Name)]
public class DialogsForEverybodyTests(ShopInBrowser shop)
{
    private const string Name = "<b>Wochenziel</b> هدف الأسبوع AVeryLongNameWithoutAnySpaceInItThatWouldWiden";

    private static readonly string[] Currencies =
    [
        "EUR", "USD", "GBP", "CHF", "CAD", "AUD", "NZD", "SEK", "NOK", "DKK",
        "PLN", "CZK", "HUF", "RON", "TRY", "INR", "IDR", "BRL", "MXN", "ZAR",
    ];

    private static string Goals => $$"""
        {"goals":[{{string.Join(',', Currencies.Select((currency, index) => $$"""
          {"id":"g-{{currency}}","name":"{{Name}}","measure":"revenue","currency":"{{currency}}","target":{{index + 1}}0071992547409.93,
           "period":"day","timeZone":"UTC","updatedAt":"2026-11-19T12:00:00.000Z"}
          """))}}]}
        """;

    private static string Marks => $$"""
        {"marks":[{{string.Join(',', Enumerable.Range(0, 12).Select(number => $$"""
          {"id":"m-{{number}}","label":"{{Name}}","from":"{{DateTime.UtcNow.Date.AddMinutes(number * 7):yyyy-MM-ddTHH:mm}}Z",
           {{(number % 3 == 0 ? $"\"to\":\"{DateTime.UtcNow.Date.AddMinutes(number * 7 + 30):yyyy-MM-ddTHH:mm}Z\"," : "")}}
           "updatedAt":"2026-11-19T12:00:00.000Z"}
          """))}}]}
        """;

    private static string Alerts => $$"""
        {"alerts":[{{string.Join(',', Enumerable.Range(0, 3).Select(number => $$"""
          {"id":"a-{{number}}","name":"{{Name}}","enabled":true,"rule":{"type":"itemAbove","sku":"{{Name}}","units":20,"minutes":60},
           "timeZone":"Europe/Berlin","webhook":"https://shop.example/…","updatedAt":"2026-11-19T12:00:00.000Z",
           "ringing":{{(number < 2 ? "true" : "false")}},"since":"2026-11-20T13:00+01:00","notice":{"event":"began",
           "at":"2026-11-20T12:00:05.120Z","since":"2026-11-20T13:00+01:00","numbers":{"from":"2026-11-20T12:00+01:00",
           "to":"2026-11-20T13:00+01:00","sku":"{{Name}}","units":9007199254740993},"delivery":"pending","attempts":2,
           "attemptedAt":"2026-11-20T12:02:00.000Z","failure":"The receiver responded 500."} }
          """))}}],"unreadable":["{{new string('b', 64)}}"]}
        """;

    [Theory]
    [InlineData(390)]
    [InlineData(1440)]
    [InlineData(2560)]
    public async Task Nothing_runs_out_of_its_place_and_axe_finds_nothing_in_either_theme(int width)
    {
        await using var page = await shop.Browser.NewAsync(shop.Stack.Endpoints.Dashboards!, width: width);
        await AnswerAsync(page.Page, "goals", Goals);
        await AnswerAsync(page.Page, "marks", Marks);
        await AnswerAsync(page.Page, "alerts", Alerts);
        await page.Page.GotoAsync("/?window=today&compare=&measure=revenue&tz=UTC");
        await Expect(page.Page.Locator(".goals li")).ToHaveCountAsync(Currencies.Length);
        await Expect(page.Page.Locator(".ringing li")).ToHaveCountAsync(3);
        await page.Page.EvaluateAsync(AccessibilityTests.Axe);
        await LookAsync(page.Page, $"goals-{width}", width, ".chart-card, .ringing li");

        await page.Page.Locator(".marks button").First.FocusAsync();
        await Expect(page.Page.Locator(".mark-tip")).ToBeVisibleAsync();
        await LookAsync(page.Page, $"marks-{width}", width, ".chart-card");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Goals and marks" }).ClickAsync();
        await LookAsync(page.Page, $"notes-{width}", width, "dialog");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "New goal" }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "New mark" }).ClickAsync();
        await LookAsync(page.Page, $"notes-forms-{width}", width, "dialog");
        await page.Page.Keyboard.PressAsync("Escape");

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Alerts 2 ringing" }).ClickAsync();
        await LookAsync(page.Page, $"alerts-{width}", width, "dialog");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "New alert" }).ClickAsync();
        await page.Page.GetByText("Only at certain hours of the day").ClickAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { NameString = "Try it" }).ClickAsync();
        await page.Page.Locator(".trial p").First.WaitForAsync();
        await page.Page.Locator(".trial").ScrollIntoViewIfNeededAsync();
        await LookAsync(page.Page, $"alert-form-{width}", width, "dialog");
        Assert.Equal(0, await page.Page.Locator("main b b, dialog b b").CountAsync());
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task The_keyboard_alone_sets_a_mark_and_removes_it_and_the_focus_is_never_lost()
    {
        await using var page = await SalesPage.OpenAsync(
            shop.Browser, shop.Stack.Endpoints.Dashboards!, "window=today&compare=&tz=UTC");
        var opener = page.Page.GetByRole(AriaRole.Button, new() { Name = "Goals and marks" });
        await opener.FocusAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.GetByRole(AriaRole.Dialog).WaitForAsync();
        await ReachAsync(page.Page, "New mark");
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Page.GetByLabel("What happened")).ToBeFocusedAsync();
        await page.Page.Keyboard.TypeAsync("By keyboard");
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Page.GetByRole(AriaRole.Button, new() { Name = "New mark" })).ToBeFocusedAsync();
        await Expect(page.Page.Locator("[data-kind=marks] .entries li")).ToContainTextAsync("By keyboard");

        await ReachAsync(page.Page, "Remove By keyboard");
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Page.GetByRole(AriaRole.Button, new() { Name = "New mark" })).ToBeFocusedAsync();
        await Expect(page.Page.Locator("[data-kind=marks] .entries li")).ToHaveCountAsync(0);
        await page.Page.Keyboard.PressAsync("Escape");
        await Expect(page.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await Expect(opener).ToBeFocusedAsync();
        Assert.Empty(page.Complaints);
    }

    private static async Task AnswerAsync(IPage page, string kind, string body) =>
        await page.RouteAsync(
            url => new Uri(url).AbsolutePath == $"/{kind}",
            route => route.FulfillAsync(new() { ContentType = "application/json", Body = body }));

    private static async Task ReachAsync(IPage page, string button)
    {
        for (var press = 0; press < 60; press++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<string>("document.activeElement.ariaLabel ?? document.activeElement.textContent") == button)
            {
                return;
            }
        }

        Assert.Fail($"Tab does not reach '{button}'.");
    }

    private static async Task LookAsync(IPage page, string name, int width, string within)
    {
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await AccessibilityTests.CheckAsync(page, scheme);
            await page.ScreenshotAsync(new() { Path = ShopInBrowser.Screenshot($"{name}-{scheme.ToString().ToLowerInvariant()}") });
            Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
            Assert.Empty(await page.EvaluateAsync<string[]>(
                """
                selector => [...document.querySelectorAll(selector)].flatMap((host) => [...host.querySelectorAll("*")]
                  .filter((part) => part.checkVisibility() && !part.closest("svg, .unseen, select, option")
                    && part.getBoundingClientRect().right > host.getBoundingClientRect().right + 0.5)
                  .map((part) => `${part.tagName} ${part.className} ${part.textContent.slice(0, 40)}`))
                """,
                within));
        }
    }
}
