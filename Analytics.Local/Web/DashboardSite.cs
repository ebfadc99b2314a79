using Analytics.Local.CloudWatch;
using Analytics.Local.CloudWatch.Protocol;
using Analytics.Local.Hosting;
using Microsoft.AspNetCore.Http;

namespace Analytics.Local.Web;

/// <summary>
/// A web site on localhost that shows the product's page at <c>/</c>, the CloudWatch dashboards at <c>/dashboards/</c>, and the API's
/// reference at <c>/reference/</c>.
/// </summary>
/// <remarks>
/// The site serves everything that its pages need: what is no file of it is asked of the API. Its content security policies forbid requests
/// to other hosts.
/// </remarks>
internal sealed class DashboardSite : IAsyncDisposable
{
    public const string PortOption = "--dashboard-port";

    // The library that draws the charts of the dashboards sets styles of elements.
    private const string Policy =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
            + "frame-ancestors 'none'";

    private readonly PageFiles _page;
    private readonly SiteFiles _files;
    private readonly DashboardPages _dashboards;
    private readonly MetricData _metrics;
    private readonly ApiProxy? _api;
    private LoopbackSite _site = null!;

    private DashboardSite(CloudWatchEndpoint cloudWatch, ApiProxy? api, DashboardSiteOptions options)
    {
        var own = Path.Combine(AppContext.BaseDirectory, "Web", "wwwroot");
        _page = new PageFiles(options.Page, [("Dashboards", "dashboards/"), ("API", ReferencePage.Path.TrimStart('/'))]);
        _files = new SiteFiles().AddAll("/dashboards/", own).Add("/dashboards/", Path.Combine(own, "index.html"))
            .Add("/lib/echarts.mjs", Path.Combine(options.NodeModulesDirectory, "echarts", "dist", "echarts.esm.min.mjs"))
            .Add("/lib/marked.mjs", Path.Combine(options.NodeModulesDirectory, "marked", "lib", "marked.esm.js"));
        _dashboards = new DashboardPages(cloudWatch.Dashboards);
        _metrics = new MetricData(cloudWatch.Metrics, cloudWatch.Labels, options.CurrencyDecimals, options.TimeProvider);
        _api = api;
    }

    /// <summary>The address that the site listens on: 127.0.0.1, and ::1 where IPv6 is available.</summary>
    public Uri Address => _site.Address;

    /// <summary>Starts serving.</summary>
    /// <param name="cloudWatch">The source of the metrics and dashboards.</param>
    /// <param name="api">Passes the page's requests on; null if there is no API. The caller disposes of it.</param>
    /// <param name="options">The settings.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="PortTakenException">Another process uses the port.</exception>
    public static async Task<DashboardSite> StartAsync(
        CloudWatchEndpoint cloudWatch, ApiProxy? api, DashboardSiteOptions options, CancellationToken cancellationToken)
    {
        var site = new DashboardSite(cloudWatch, api, options);
        site._site = await LoopbackSite.StartAsync(
            options.Port, PortOption, site.AnswerAsync, ReferencePage.Map, cancellationToken);
        return site;
    }

    /// <summary>Stops serving.</summary>
    public ValueTask DisposeAsync() => _site.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var response = context.Response;
        var path = context.Request.Path.Value ?? "/";
        if (path == "/api/metrics" && HttpMethods.IsPost(context.Request.Method))
        {
            await AnswerMetricsAsync(context);
        }
        else if (path == "/dashboards")
        {
            response.Redirect("/dashboards/");
        }
        else if (path == "/api/dashboards")
        {
            await SiteAnswer.WriteAsync(response, StatusCodes.Status200OK, _dashboards.List);
        }
        else if (path.StartsWith("/api/dashboards/", StringComparison.Ordinal))
        {
            await AnswerDashboardAsync(response, path["/api/dashboards/".Length..]);
        }
        else if (!await TryAnswerFileAsync(context))
        {
            await (_api is null
                ? SiteAnswer.WriteAsync(response, StatusCodes.Status404NotFound, $"There is nothing at {path}.")
                : _api.AnswerAsync(context));
        }
    }

    private async Task<bool> TryAnswerFileAsync(HttpContext context)
    {
        if (await _page.TryAnswerAsync(context))
        {
            return true;
        }

        context.Response.Headers.ContentSecurityPolicy = Policy;
        return await _files.TryAnswerAsync(context);
    }

    private async Task AnswerMetricsAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        try
        {
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            await SiteAnswer.WriteAsync(context.Response, StatusCodes.Status200OK, json => _metrics.Answer(body.ToArray(), json));
        }
        catch (ServiceError refusal)
        {
            await SiteAnswer.WriteAsync(context.Response, refusal.Status, refusal.Message);
        }
    }

    private Task AnswerDashboardAsync(HttpResponse response, string name)
    {
        var isThere = false;
        var buffer = SiteAnswer.Written(json => isThere = _dashboards.TryShow(name, json));
        return isThere
            ? SiteAnswer.WriteAsync(response, StatusCodes.Status200OK, buffer)
            : SiteAnswer.WriteAsync(response, StatusCodes.Status404NotFound, $"There is no dashboard {name}.");
    }
}
