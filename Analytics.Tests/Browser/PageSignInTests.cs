using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Analytics.Tests.Support;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Analytics.Tests.Browser;

/// <summary>The page that the API itself serves, where the API takes tokens only: it signs its viewer in at the issuer.</summary>
[Trait(TestKind.Name, TestKind.Process)]
[Collection(EndToEnd.WholeSystem.Name)]
public class PageSignInTests(ClosedShopInBrowser shop) : IClassFixture<ClosedShopInBrowser>
{
    private const string View = "window=2h&compare=&measure=units&by=orders&tz=UTC";

    [Fact]
    public async Task It_goes_to_the_issuer_and_comes_back_to_its_view_with_the_numbers_of_the_api()
    {
        await using var page = await BeginAsync();
        await page.Page.EvaluateAsync(AccessibilityTests.Axe);
        await page.Page.ScreenshotAsync(new() { Path = ShopInBrowser.Screenshot("sign-in-issuer"), FullPage = true });
        await CheckInBothThemesAsync(page.Page);

        await SignInAsync(page);

        Assert.Equal(new HashSet<string>(View.Split('&')), new Uri(page.Page.Url).Query[1..].Split('&').ToHashSet());
        await page.ShowTableAsync();
        var (shown, answer) = await page.LookAsync();
        PageAgrees.Check(shown, answer, View);
        PageAgrees.CheckSums(shown);
        var own = await shop.TotalsAsync("window=2h");
        Assert.Equal(
            (own["orders"]!.ToJsonString(), own["units"]!.ToJsonString(), own["revenue"]!.ToJsonString()),
            (answer["totals"]!["orders"]!.ToJsonString(), answer["totals"]!["units"]!.ToJsonString(),
                answer["totals"]!["revenue"]!.ToJsonString()));
        await Expect(page.Page.Locator(".newest li")).ToHaveCountAsync(10);
        await page.Page.EvaluateAsync(AccessibilityTests.Axe);
        await CheckInBothThemesAsync(page.Page);
        await page.Page.ScreenshotAsync(new() { Path = ShopInBrowser.Screenshot("sign-in-done"), FullPage = true });
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task The_token_is_sent_to_the_api_only_and_kept_in_memory_only()
    {
        var requests = new ConcurrentBag<IRequest>();
        await using var page = await BeginAsync(requests);
        var redeemed = page.Page.WaitForResponseAsync(response => response.Url.EndsWith("/token", StringComparison.Ordinal));
        await SignInAsync(page);
        var token = (string)JsonNode.Parse(await (await redeemed).TextAsync())!["access_token"]!;
        await Expect(page.Page.Locator(".newest li")).ToHaveCountAsync(10);

        Assert.DoesNotContain("code=", page.Page.Url, StringComparison.Ordinal);
        Assert.Equal("{} {}", await page.Page.EvaluateAsync<string>("`${JSON.stringify(localStorage)} ${JSON.stringify(sessionStorage)}`"));
        Assert.Equal("", await page.Page.EvaluateAsync<string>("document.cookie"));
        Assert.DoesNotContain(requests, request => request.Url.Contains(token, StringComparison.Ordinal));
        var authorized = new List<string>();
        foreach (var request in requests)
        {
            if ((await request.AllHeadersAsync()).TryGetValue("authorization", out var sent))
            {
                Assert.Equal($"Bearer {token}", sent);
                authorized.Add(request.Url);
            }
        }

        Assert.NotEmpty(authorized);
        Assert.All(authorized, url => Assert.True(shop.Api.IsBaseOf(new Uri(url)), url));
        // The files of the page are for anyone.
        Assert.DoesNotContain(authorized, url => new Uri(url).AbsolutePath is "/" || url.Contains("/page/", StringComparison.Ordinal));
        Assert.Empty(page.Complaints);
    }

    [Theory]
    [InlineData("?code=forged&state=forged")]
    [InlineData("?error=access_denied&state=forged")]
    public async Task An_answer_of_another_sign_in_is_refused(string answer)
    {
        var requests = new ConcurrentBag<IRequest>();
        await using var page = await BeginAsync(requests);

        await page.Page.GotoAsync($"/{answer}");

        await ExpectProblemAsync(page, "You are not signed in", new Regex("does not belong to a sign-in that this page has begun"));
        Assert.DoesNotContain("forged", page.Page.Url, StringComparison.Ordinal);
        Assert.DoesNotContain(requests, request => request.Url.EndsWith("/token", StringComparison.Ordinal));
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await SignInAsync(page);
        // The view that was asked for first is still there.
        Assert.Contains("by=orders", page.Page.Url, StringComparison.Ordinal);
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task An_answer_without_a_question_is_refused()
    {
        await using var page = await SalesPage.NewAsync(shop.Browser, shop.Api);

        await page.Page.GotoAsync("/?code=forged&state=forged");

        await ExpectProblemAsync(page, "You are not signed in", new Regex("does not belong to a sign-in"));
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task An_error_without_state_does_not_go_round_in_circles_and_its_words_are_not_shown()
    {
        await using var page = await BeginAsync();

        await page.Page.GotoAsync("/?error=invalid_request&error_description=Call+555");

        await ExpectProblemAsync(page, "You are not signed in", new Regex($"^{shop.Issuer.Authority} did not sign you in\\.$"));
        Assert.DoesNotContain("error=", page.Page.Url, StringComparison.Ordinal);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await SignInAsync(page);
        Assert.Contains("by=orders", page.Page.Url, StringComparison.Ordinal);
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Without_its_settings_the_page_does_not_start_and_may_be_reloaded()
    {
        await using var page = await SalesPage.NewAsync(shop.Browser, shop.Api);
        await page.Page.RouteAsync("**/page/site.json", route => route.FulfillAsync(new() { Status = 503, Body = "{}" }));
        await page.Page.GotoAsync($"/?{View}");
        await ExpectProblemAsync(page, "The page cannot start", new Regex("Try again in a moment\\.$"));
        await page.Page.EvaluateAsync(AccessibilityTests.Axe);
        await CheckInBothThemesAsync(page.Page);

        await page.Page.UnrouteAllAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Reload" }).ClickAsync();

        await Expect(page.Page).ToHaveURLAsync(new Regex($"^{shop.Issuer}authorize"));
    }

    [Fact]
    public async Task Who_refuses_is_told_so_and_may_try_again()
    {
        await using var page = await BeginAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Refuse" }).ClickAsync();

        await ExpectProblemAsync(
            page, "You are not signed in", new Regex($"^The sign-in at {shop.Issuer.Authority} was refused or cancelled\\.$"));
        await page.Page.EvaluateAsync(AccessibilityTests.Axe);
        await CheckInBothThemesAsync(page.Page);
        await page.Page.ScreenshotAsync(new() { Path = ShopInBrowser.Screenshot("sign-in-refused") });
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await SignInAsync(page);
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task An_expired_token_leads_to_the_issuer_and_back_to_the_same_view()
    {
        await using var page = await BeginAsync();
        await SignInAsync(page, seconds: 6);
        await page.Page.Locator("[data-measure=orders] .pick").ClickAsync();
        await Expect(page.Page).ToHaveURLAsync(new Regex("measure=orders"));
        var view = page.Page.Url;

        await Expect(page.Page).ToHaveURLAsync(new Regex($"^{shop.Issuer}authorize"), new() { Timeout = 30_000 });
        await SignInAsync(page);

        Assert.Equal(view, page.Page.Url);
    }

    [Fact]
    public async Task With_a_refresh_token_the_page_stays()
    {
        var requests = new ConcurrentBag<IRequest>();
        await using var page = await BeginAsync(requests);
        await page.Page.GetByLabel("With a refresh token").CheckAsync();
        await SignInAsync(page, seconds: 3);
        var left = requests.Count(request => request.IsNavigationRequest);

        await EndToEnd.Eventually.TrueAsync(
            () => requests.Count(request => request.PostData?.Contains("grant_type=refresh_token", StringComparison.Ordinal) == true) > 3,
            () => page.Page.Url);
        await Task.Delay(4000);

        Assert.Equal(left, requests.Count(request => request.IsNavigationRequest));
        await Expect(page.Page.Locator(".status")).ToHaveAttributeAsync("data-state", "live");
        Assert.Empty(page.Complaints);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    public async Task An_issuer_that_is_asked_too_often_is_asked_again(int status)
    {
        var requests = new ConcurrentBag<IRequest>();
        await using var page = await BeginAsync(requests);
        await page.Page.GetByLabel("With a refresh token").CheckAsync();
        await SignInAsync(page, seconds: 3);
        var (left, refused) = (requests.Count(request => request.IsNavigationRequest), 0);
        var refusal = new RouteFulfillOptions
        {
            Status = status, ContentType = "application/json", Body = "{}",
            Headers = new Dictionary<string, string> { ["access-control-allow-origin"] = "*" },
        };
        await page.Page.RouteAsync(
            "**/token", route => Interlocked.Increment(ref refused) > 2 ? route.ContinueAsync() : route.FulfillAsync(refusal));

        await EndToEnd.Eventually.TrueAsync(() => refused > 3, () => page.Page.Url);

        await Expect(page.Page.Locator(".status")).ToHaveAttributeAsync("data-state", "live");
        Assert.Equal(left, requests.Count(request => request.IsNavigationRequest));
    }

    [Fact]
    public async Task What_is_being_typed_is_not_lost_when_the_token_expires()
    {
        await using var page = await BeginAsync();
        await SignInAsync(page, seconds: 8);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Alerts", Exact = true }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "New alert" }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Dialog).GetByLabel("Name", new() { Exact = true }).FillAsync("Half a name");

        await Expect(page.Page.Locator(".status")).ToContainTextAsync("Your sign-in has ended", new() { Timeout = 30_000 });
        await Expect(page.Page.GetByRole(AriaRole.Dialog).GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("Half a name");
        await page.Page.Keyboard.PressAsync("Escape");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in again" }).ClickAsync();
        await SignInAsync(page);
        Assert.Contains("by=orders", page.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_the_api_never_takes_does_not_go_round_in_circles()
    {
        await using var page = await BeginAsync();
        await page.Page.RouteAsync("**/aggregates/summary?**", route => route.FulfillAsync(new()
        {
            Status = 401, ContentType = "application/json", Body = """{"message":"Unauthorized"}""",
            Headers = new Dictionary<string, string>
            {
                ["www-authenticate"] = """Bearer error="invalid_token" error_description="the token does not have a valid audience" """,
            },
        }));
        await page.Page.RouteAsync(new Regex("/(goals|marks|alerts|orders)(\\?|$)"), route => route.AbortAsync());

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();

        await ExpectProblemAsync(page, "You are not signed in", new Regex("It says: the token does not have a valid audience\\.$"));
    }

    [Fact]
    public async Task Who_lacks_a_scope_is_told_which()
    {
        await using var page = await BeginAsync();
        await page.Page.GetByLabel("aggregates:read").UncheckAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();

        await Expect(page.Page.Locator(".status")).ToContainTextAsync("Your access lacks the scope aggregates:read.");
    }

    [Fact]
    public async Task Who_has_signed_out_sees_nothing_and_is_asked_who_they_are()
    {
        await using var page = await BeginAsync();
        await SignInAsync(page);

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        await ExpectProblemAsync(page, "You have signed out", new Regex("^$"));
        await Expect(page.Page.Locator(".sales")).ToHaveCountAsync(0);
        await Expect(page.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" })).ToHaveCountAsync(0);
        await page.Page.EvaluateAsync(AccessibilityTests.Axe);
        await CheckInBothThemesAsync(page.Page);
        await page.Page.ReloadAsync();
        await ExpectProblemAsync(page, "You have signed out", new Regex("^$"));
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(page.Page).ToHaveURLAsync(new Regex("[?&]prompt=login(&|$)"));
        await SignInAsync(page);
        Assert.Contains("by=orders", page.Page.Url, StringComparison.Ordinal);
        Assert.Equal("{}", await page.Page.EvaluateAsync<string>("JSON.stringify(sessionStorage)"));
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Where_the_issuer_has_sessions_signing_out_ends_its_own_too()
    {
        await using var page = await SalesPage.NewAsync(shop.Browser, shop.Api);
        await page.Page.RouteAsync("**/page/site.json", async route =>
        {
            var answer = await route.FetchAsync();
            var site = JsonNode.Parse(await answer.TextAsync())!;
            site["signIn"]!["endSession"] = $"{shop.Issuer}logout";
            await route.FulfillAsync(new() { Response = answer, Body = site.ToJsonString() });
        });
        await page.Page.RouteAsync("**/logout?**", route => route.FulfillAsync(new() { Body = "bye" }));
        var redeemed = page.Page.WaitForResponseAsync(response => response.Url.EndsWith("/token", StringComparison.Ordinal));
        await page.Page.GotoAsync($"/?{View}");
        await SignInAsync(page);
        var id = (string)JsonNode.Parse(await (await redeemed).TextAsync())!["id_token"]!;

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        await Expect(page.Page).ToHaveURLAsync(new Regex("/logout"));
        var home = Uri.EscapeDataString($"{shop.Api}");
        Assert.Equal(
            $"{shop.Issuer}logout?id_token_hint={id}&client_id=page&post_logout_redirect_uri={home}&logout_uri={home}", page.Page.Url);
        // The issuer sends the browser home, which does not sign in again by itself.
        await page.Page.GotoAsync("/");
        await ExpectProblemAsync(page, "You have signed out", new Regex("^$"));
    }

    [Fact]
    public async Task An_issuer_that_does_not_answer_is_named()
    {
        await using var page = await SalesPage.NewAsync(shop.Browser, shop.Api);
        await page.Page.RouteAsync("**/page/site.json", route => route.FulfillAsync(new()
        {
            ContentType = "application/json", Body = """
                {"pages":[],"dimensions":["channel","country"],"signIn":{"issuer":"https://idp.example/pool","clientId":"page",
                 "scopes":"openid","authorization":null,"token":null,"endSession":null}}
                """,
        }));

        await page.Page.GotoAsync($"/?{View}");

        await ExpectProblemAsync(page, "You are not signed in", new Regex("^idp\\.example does not answer, so you cannot sign in now\\.$"));
        await Expect(page.Page.GetByRole(AriaRole.Button, new() { Name = "Try again" })).ToBeVisibleAsync();
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task It_is_below_300_KB_over_the_wire_and_its_files_are_sent_once()
    {
        await using var page = await SalesPage.NewAsync(shop.Browser, shop.Api);
        var wire = await page.Page.Context.NewCDPSessionAsync(page.Page);
        var bytes = 0.0;
        wire.Event("Network.loadingFinished").OnEvent += (_, finished) =>
            bytes += finished!.Value.GetProperty("encodedDataLength").GetDouble();
        await wire.SendAsync("Network.enable");
        await page.Page.GotoAsync($"/?{View}");
        await SignInAsync(page);
        await Expect(page.Page.Locator(".newest li")).ToHaveCountAsync(10);

        Assert.InRange(bytes, 1, 300_000);
        // The page was loaded before the sign-in and again after it: then the browser had its files.
        var (sent, had) = (await FilesAsync("> 0"), await FilesAsync("=== 0"));
        Assert.DoesNotContain(sent, path => path.EndsWith(".js", StringComparison.Ordinal));
        Assert.Contains(had, path => path.EndsWith("/main.js", StringComparison.Ordinal));

        Task<string[]> FilesAsync(string size) => page.Page.EvaluateAsync<string[]>(
            $"""performance.getEntriesByType("resource").filter((one) => one.transferSize {size}).map((one) => one.name)""");
    }

    private static async Task CheckInBothThemesAsync(IPage page)
    {
        foreach (var scheme in new[] { ColorScheme.Dark, ColorScheme.Light })
        {
            await AccessibilityTests.CheckAsync(page, scheme);
        }
    }

    private static async Task ExpectProblemAsync(SalesPage page, string title, Regex text)
    {
        await Expect(page.Page.GetByRole(AriaRole.Heading, new() { Name = title })).ToBeVisibleAsync();
        await Expect(page.Page.Locator(".sign-in p")).ToHaveTextAsync(text);
        await Expect(page.Page.Locator(".sales")).ToHaveCountAsync(0);
    }

    /// <summary>Opens the view, and returns when the issuer asks who is there.</summary>
    private async Task<SalesPage> BeginAsync(ConcurrentBag<IRequest>? requests = null)
    {
        var page = await SalesPage.NewAsync(shop.Browser, shop.Api);
        page.Page.Request += (_, request) => requests?.Add(request);
        await page.Page.GotoAsync($"/?{View}");
        await Expect(page.Page).ToHaveURLAsync(new Regex($"^{shop.Issuer}authorize"));
        return page;
    }

    /// <summary>Signs in at the issuer, and returns when the page shows an answer of its view.</summary>
    private async Task SignInAsync(SalesPage page, int seconds = 3600)
    {
        await page.Page.GetByLabel("Valid for (seconds)").FillAsync($"{seconds}");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(page.Page).ToHaveURLAsync(new Regex($"^{shop.Api}"));
        await page.SettledAsync();
    }
}
