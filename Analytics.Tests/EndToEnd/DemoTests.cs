using System.Diagnostics;
using System.Globalization;
using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using Amazon.Runtime;
using Analytics.Cli.Reconcile;
using Analytics.Cli.Tables;
using Analytics.Local;
using Analytics.Tests.Browser;
using Analytics.Tests.Support;
using Microsoft.Playwright;
using Xunit;
using Xunit.Abstractions;
using static Microsoft.Playwright.Assertions;

namespace Analytics.Tests.EndToEnd;

[Trait(TestKind.Name, TestKind.Process)]
[Collection(WholeSystem.Name)]
public sealed class DemoTests(ITestOutputHelper output) : IDisposable
{
    private const int Days = 28;

    // How long it takes is printed. What is broken does not show it later either.
    private const float MaxWaitMilliseconds = 300_000;

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("analytics demo ");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task The_demo_has_four_weeks_behind_it_and_the_next_start_brings_in_nothing_twice()
    {
        // A user has a browser running already.
        await using var browser = await Chromium.StartAsync();
        await using (var up = Start())
        {
            await up.LineAsync("ready");
            var sinceReady = Stopwatch.StartNew();
            Assert.Contains("orders over 28 days", await up.LineAsync("demo       | history imported"), StringComparison.Ordinal);
            await up.LineAsync("demo       | the shop opens");
            await EverythingIsShownAsync(browser, sinceReady);
            var endpoints = LocalEndpoints.Read(Path.Combine(_data.FullName, "endpoints.json"))!;

            var days = await OrdersADayAsync(endpoints);

            Assert.InRange(days.Count, 13, 16);
            Assert.All(days, sum => Assert.True(sum > 0));
            using var compared = new StringWriter();
            var code = await ReconcileSession.RunAsync(
                new ReconcileOptions(new TableNames(_data.FullName)), compared, TextWriter.Null, TimeProvider.System, default);
            Assert.True(code == ReconcileSession.Agreed, compared.ToString());
            await up.SignalAsync("INT");
            Assert.Equal((0, ""), (await up.EndAsync(), up.Error));
        }

        await using var again = Start();
        Assert.Matches("28 days, [0-9] new, in", await again.LineAsync("demo       | history imported"));
    }

    /// <summary>Four weeks on the page and on both dashboards, and the last hour on the dashboards, without an empty part.</summary>
    private async Task EverythingIsShownAsync(Chromium browser, Stopwatch sinceReady)
    {
        var site = LocalEndpoints.Read(Path.Combine(_data.FullName, "endpoints.json"))!.Dashboards!;
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var weeks = $"from={now - (Days * 86_400)}&to={now + 600}";
        await Task.WhenAll(
            PageIsCompleteAsync(browser, site, sinceReady),
            DashboardIsCompleteAsync(browser, site, "orders", weeks, sinceReady),
            DashboardIsCompleteAsync(browser, site, "pipeline", weeks, sinceReady));
        await DashboardIsCompleteAsync(browser, site, "orders", "range=1h", sinceReady);
        await DashboardIsCompleteAsync(browser, site, "pipeline", "range=1h", sinceReady);
        await TakePictureAsync(browser, site, "page-light", ColorScheme.Light, "revenue", isStacked: false);
        await TakePictureAsync(browser, site, "page-dark", ColorScheme.Dark, "orders", isStacked: true);
    }

    // The pictures of README, in docs/images; below artifacts/screenshots, to be looked at and copied.
    private static async Task TakePictureAsync(
        Chromium browser, Uri site, string name, ColorScheme scheme, string measure, bool isStacked)
    {
        const string View = "window=7d&compare=previous&step=1d&currency=USD&tz=UTC";
        await using var page = await browser.OpenAsync(site, $"?{View}&measure={measure}", scheme, width: 1280, height: 860);
        await Expect(page.Page.Locator(".sales[data-as-of]")).ToBeVisibleAsync(new() { Timeout = MaxWaitMilliseconds });
        await Expect(page.Page.Locator(".groups-card tbody tr")).Not.ToHaveCountAsync(0, new() { Timeout = MaxWaitMilliseconds });
        if (isStacked)
        {
            await page.Page.GetByRole(AriaRole.Button, new() { NameString = "Stack by channel" }).ClickAsync();
            await page.Page.Mouse.MoveAsync(0, 0);
        }

        await page.Page.ScreenshotAsync(new PageScreenshotOptions { Path = ShopInBrowser.Screenshot(name) });
    }

    private async Task PageIsCompleteAsync(Chromium browser, Uri site, Stopwatch sinceReady)
    {
        var today = DateTimeOffset.UtcNow.UtcDateTime.Date;
        var days = $"from={today.AddDays(1 - Days):yyyy-MM-dd}&to={today.AddDays(1):yyyy-MM-dd}";
        await using var page = await browser.OpenAsync(site, $"?{days}&step=1d&measure=orders&compare=&tz=UTC");
        await Expect(page.Page.Locator(".sales[data-as-of]")).ToBeVisibleAsync(new() { Timeout = MaxWaitMilliseconds });
        await page.Page.Locator(".chart-card .toggle", new() { HasTextString = "Table" }).ClickAsync();
        var sold = page.Page.Locator(".chart-card tbody .number:not([data-value='0'])");
        await Expect(sold).ToHaveCountAsync(Days, new() { Timeout = MaxWaitMilliseconds });
        foreach (var part in new[] { ".cards .number[data-value]", ".items-card tbody tr", ".groups-card tbody tr", ".newest li" })
        {
            await Expect(page.Page.Locator(part)).Not.ToHaveCountAsync(0, new() { Timeout = MaxWaitMilliseconds });
        }

        Say("the page", sinceReady);
    }

    private async Task DashboardIsCompleteAsync(Chromium browser, Uri site, string name, string range, Stopwatch sinceReady)
    {
        await using var dashboard = await browser.OpenAsync(site, $"dashboards/#/order-analytics-{name}?{range}&refresh=5");
        await Expect(dashboard.Page.Locator(".card[data-state=data]")).Not.ToHaveCountAsync(0, new() { Timeout = MaxWaitMilliseconds });
        await Expect(dashboard.Page.Locator(Chromium.Dataless)).ToHaveCountAsync(0, new() { Timeout = MaxWaitMilliseconds });
        Assert.Empty(dashboard.Complaints);
        Say($"the dashboard {name} ({range})", sinceReady);
    }

    private void Say(string what, Stopwatch sinceReady) => output.WriteLine(
        string.Create(CultureInfo.InvariantCulture, $"{what} is complete {sinceReady.Elapsed.TotalSeconds:N1} s after ready"));

    private UpProcess Start() => UpProcess.Start(
        "up", "--demo", "--quiet", "--api-port", "0", "--dashboard-port", "0", "--data", _data.FullName);

    private static async Task<List<double>> OrdersADayAsync(LocalEndpoints endpoints)
    {
        using var cloudWatch = new AmazonCloudWatchClient(
            new BasicAWSCredentials("local", "local"),
            new AmazonCloudWatchConfig { ServiceURL = endpoints.CloudWatch.ToString(), AuthenticationRegion = endpoints.Region });
        var now = DateTime.UtcNow;
        var answer = await cloudWatch.GetMetricDataAsync(new GetMetricDataRequest
        {
            StartTime = now.AddDays(-28),
            EndTime = now,
            MetricDataQueries =
            [
                new()
                {
                    Id = "orders",
                    MetricStat = new()
                    {
                        Metric = new() { Namespace = "OrderAnalytics/order-analytics", MetricName = "Orders" },
                        Period = 86_400,
                        Stat = "Sum",
                    },
                },
            ],
        });
        return answer.MetricDataResults.Single().Values;
    }
}
