using Microsoft.Playwright;
using Xunit;

namespace Analytics.Tests.Browser;

/// <summary>The machine's own Chromium, driven by Playwright.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    /// <summary>Selects the widgets whose data are still on their way.</summary>
    public const string Undrawn = ".card[data-view]:not([data-view=text], [data-view=unsupported], [data-state])";

    /// <summary>Selects the widgets that do not show data.</summary>
    public const string Dataless = ".card[data-view]:not([data-view=text], [data-state=data])";

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Chromium(IPlaywright playwright, IBrowser browser)
    {
        _playwright = playwright;
        _browser = browser;
    }

    public static async Task<Chromium> StartAsync()
    {
        var playwright = await Playwright.CreateAsync();
        // In a container there is often no sandbox to be had; the pages are ours.
        var options = new BrowserTypeLaunchOptions { ExecutablePath = Find(), Args = ["--no-sandbox", "--disable-dev-shm-usage"] };
        return new Chromium(playwright, await playwright.Chromium.LaunchAsync(options));
    }

    /// <summary>A page of its own, in a fresh profile. What it complains about is kept.</summary>
    public async Task<WatchedPage> OpenAsync(
        Uri site, string address, ColorScheme scheme = ColorScheme.Light, int width = 1440, int height = 900)
    {
        var page = await NewAsync(site, scheme, width, height);
        await page.Page.GotoAsync($"/{address}");
        return page;
    }

    /// <summary>A page that shows nothing yet.</summary>
    public async Task<WatchedPage> NewAsync(Uri site, ColorScheme scheme = ColorScheme.Light, int width = 1440, int height = 900)
    {
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = site.ToString(),
            ColorScheme = scheme,
            Locale = "en-US",
            ReducedMotion = ReducedMotion.Reduce,
            TimezoneId = "Europe/Berlin",
            ViewportSize = new ViewportSize { Width = width, Height = height },
        });
        // The machine is shared: what takes longer than this is broken, not slow.
        context.SetDefaultTimeout(60_000);
        return new WatchedPage(await context.NewPageAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    private static string Find()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var found = Environment.GetEnvironmentVariable("CHROMIUM")
            ?? Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
        Assert.True(found is not null,
            $"There is no browser for the tests: none of {string.Join(", ", Names)} is on the PATH. Install Chromium, or name it with "
            + $"CHROMIUM.");
        return found;
    }
}

/// <summary>A page and what it complained about.</summary>
internal sealed class WatchedPage : IAsyncDisposable
{
    private readonly List<string> _complaints = [];

    public WatchedPage(IPage page)
    {
        Page = page;
        page.Console += (_, message) => Keep(message.Type == "error" ? $"{message.Text} {message.Location}" : null);
        page.PageError += (_, error) => Keep(error);
        page.Request += (_, request) =>
            Keep(new Uri(request.Url) is { Scheme: "data" } or { IsLoopback: true } ? null : $"asked for {request.Url}");
    }

    public IPage Page { get; }

    /// <summary>Errors in the console, scripts that failed, and requests that left the machine.</summary>
    public IReadOnlyList<string> Complaints
    {
        get
        {
            lock (_complaints)
            {
                return [.. _complaints];
            }
        }
    }

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();

    private void Keep(string? complaint)
    {
        lock (_complaints)
        {
            if (complaint is not null)
            {
                _complaints.Add(complaint);
            }
        }
    }
}
