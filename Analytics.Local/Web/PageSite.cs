using Analytics.Local.Hosting;
using Microsoft.AspNetCore.Http;

namespace Analytics.Local.Web;

/// <summary>The page on localhost, for an API that runs elsewhere.</summary>
public sealed class PageSite : IAsyncDisposable
{
    private readonly LoopbackSite _site;
    private readonly ApiProxy _api;

    private PageSite(LoopbackSite site, ApiProxy api) => (_site, _api) = (site, api);

    /// <summary>The address of the page.</summary>
    public Uri Address => _site.Address;

    /// <summary>Starts serving.</summary>
    /// <param name="page">The page.</param>
    /// <param name="api">The address of the API.</param>
    /// <param name="token">Returns a token for the next request; null if the API needs none.</param>
    /// <param name="port">The port; 0 selects a free one.</param>
    /// <param name="portOption">The option that names the port.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="PortTakenException">Another process uses the port.</exception>
    public static async Task<PageSite> StartAsync(
        SitePage page, Uri api, Func<Task<string?>> token, int port, string portOption, CancellationToken cancellationToken)
    {
        var files = new PageFiles(page, []);
        var proxy = new ApiProxy(api, token);
        try
        {
            return new PageSite(await LoopbackSite.StartAsync(port, portOption, AnswerAsync, map: null, cancellationToken), proxy);
        }
        catch
        {
            proxy.Dispose();
            throw;
        }

        async Task AnswerAsync(HttpContext context)
        {
            if (!await files.TryAnswerAsync(context))
            {
                await proxy.AnswerAsync(context);
            }
        }
    }

    /// <summary>Stops serving.</summary>
    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        _api.Dispose();
    }
}
