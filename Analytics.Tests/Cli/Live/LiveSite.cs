using Analytics.Cli.Live;
using Analytics.Core.Orders;
using Analytics.Local.CloudWatch;
using Analytics.Local.Web;
using Analytics.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Analytics.Tests.Cli.Live;

/// <summary>The site with a live page whose aggregates API always answers with the same revenue.</summary>
internal sealed class LiveSite : IAsyncDisposable
{
    private readonly WebApplication _api;
    private readonly CloudWatchEndpoint _cloudWatch;
    private readonly LiveFeed _feed;
    private readonly DashboardSite _site;

    private LiveSite(WebApplication api, CloudWatchEndpoint cloudWatch, LiveFeed feed, DashboardSite site, NewestOrders newest)
    {
        (_api, _cloudWatch, _feed, _site, Newest) = (api, cloudWatch, feed, site, newest);
    }

    /// <summary>The product's decimals, as the commands pass them.</summary>
    public static IReadOnlyDictionary<string, int> CurrencyDecimals { get; } =
        Currency.All.ToDictionary(currency => currency.Code, currency => currency.Exponent);

    public Uri Address => _site.Address;

    public NewestOrders Newest { get; }

    /// <param name="revenue">The members of each <c>revenue</c> object.</param>
    /// <param name="points">The series of the last hour.</param>
    public static async Task<LiveSite> StartAsync(string revenue, string points = "[]")
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var api = builder.Build();
        api.Run(context => context.Response.WriteAsync(context.Request.Path.Value switch
        {
            "/aggregates/series" => $$"""{"latestCommitAt":null,"stepMinutes":1,"points":{{points}}}""",
            "/aggregates/items" =>
                $$$"""{"latestCommitAt":null,"items":[{"sku":"tea","orders":3,"units":4,"revenue":{{{{revenue}}}}}]}""",
            _ => $$$"""{"latestCommitAt":null,"orders":3,"cancelled":0,"units":4,"revenue":{{{{revenue}}}}}""",
        }));
        await api.StartAsync();
        var cloudWatch = await CloudWatchEndpoint.StartAsync(new CloudWatchOptions(), CancellationToken.None);
        var newest = new NewestOrders();
        var sources = new LiveSources(
            new Uri(api.Urls.Single()), new Dictionary<string, IReadOnlyDictionary<string, string>>(), (_, _, _, _) => null);
        var feed = new LiveFeed(sources.Api, null, newest, new LagReading(sources), TimeProvider.System);
        var options = new DashboardSiteOptions { Port = 0, NodeModulesDirectory = Path.Combine(Repository.Root, "node_modules"),
            LivePageDirectory = LivePage.Files, TimeProvider = TimeProvider.System, CurrencyDecimals = CurrencyDecimals };
        var site = await DashboardSite.StartAsync(cloudWatch, feed, options, CancellationToken.None);
        return new LiveSite(api, cloudWatch, feed, site, newest);
    }

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        _feed.Dispose();
        await _cloudWatch.DisposeAsync();
        await _api.DisposeAsync();
    }
}
