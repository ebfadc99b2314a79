using Analytics.Local.CloudWatch;
using Analytics.Local.CloudWatch.Metrics;
using Analytics.Local.Web;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Browser;

/// <summary>The page without the rest of the system, with three minutes of two series: 10, 20, 40 and 5, 5, 5.</summary>
public sealed class SiteInBrowser : IAsyncLifetime
{
    internal Chromium Browser { get; private set; } = null!;

    internal CloudWatchEndpoint CloudWatch { get; private set; } = null!;

    internal DashboardSite Site { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Browser = await Chromium.StartAsync();
        CloudWatch = await CloudWatchEndpoint.StartAsync(new CloudWatchOptions(), CancellationToken.None);
        var options = new DashboardSiteOptions { Port = 0, NodeModulesDirectory = Path.Combine(Repository.Root, "node_modules"),
            TimeProvider = TimeProvider.System, Page = PageFixture.Page, CurrencyDecimals = PageFixture.CurrencyDecimals };
        Site = await DashboardSite.StartAsync(CloudWatch, api: null, options, CancellationToken.None);
        foreach (var (kind, values) in new[] { ("a", new[] { 10.0, 20, 40 }), ("b", [5, 5, 5]) })
        {
            foreach (var (minute, value) in values.Index())
            {
                Put("Value", 3 - minute, value, "Count", new Dimension("Kind", kind));
            }
        }
    }

    /// <summary>Puts a value of a metric of the namespace <c>Views</c>.</summary>
    internal void Put(string metric, int minutesAgo, double value, string unit = "Count", params IReadOnlyList<Dimension> dimensions) =>
        CloudWatch.Metrics.Put(
            "Views", [MetricDatum.Of(metric, value, unit, dimensions) with { Timestamp = DateTimeOffset.UtcNow.AddMinutes(-minutesAgo) }]);

    public async Task DisposeAsync()
    {
        await Site.DisposeAsync();
        await CloudWatch.DisposeAsync();
        await Browser.DisposeAsync();
    }
}
