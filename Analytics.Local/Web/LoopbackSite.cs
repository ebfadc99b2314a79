using Analytics.Local.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Analytics.Local.Web;

/// <summary>A web site on localhost. It answers only requests for localhost, and forbids its pages to be framed or sniffed.</summary>
internal sealed class LoopbackSite : IAsyncDisposable
{
    private const int MaxRequestBytes = 1024 * 1024;

    private static readonly string[] Hosts = ["localhost", "127.0.0.1", "[::1]"];

    private readonly WebApplication _application;

    private LoopbackSite(WebApplication application, int port)
    {
        _application = application;
        Address = new Uri($"http://localhost:{port}");
    }

    /// <summary>The address that the site listens on: 127.0.0.1, and ::1 where IPv6 is available.</summary>
    public Uri Address { get; }

    /// <summary>Starts serving.</summary>
    /// <param name="port">The port; 0 selects a free one.</param>
    /// <param name="portOption">The option that names the port.</param>
    /// <param name="answer">Answers a request.</param>
    /// <param name="map">Adds endpoints that answer before <paramref name="answer"/>; null for none.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="PortTakenException">Another process uses the port.</exception>
    public static async Task<LoopbackSite> StartAsync(
        int port, string portOption, RequestDelegate answer, Action<IEndpointRouteBuilder>? map, CancellationToken cancellationToken)
    {
        port = port == 0 ? LoopbackPort.Free() : port;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBytes;
            kestrel.ListenLocalhost(port);
        });
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddRoutingCore();
        var application = builder.Build();
        application.Use(GuardAsync);
        map?.Invoke(application);
        application.Map("{**path}", async context =>
        {
            // An answer may be a stream without an end.
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(
                context.RequestAborted, application.Lifetime.ApplicationStopping);
            context.RequestAborted = ended.Token;
            await answer(context);
        });
        try
        {
            await application.StartAsync(cancellationToken);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            await application.DisposeAsync();
            throw new PortTakenException(port, portOption, exception);
        }

        return new LoopbackSite(application, port);
    }

    /// <summary>Stops serving.</summary>
    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
    }

    private static Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-cache";
        // Prevents DNS rebinding: a malicious page can point its own host name at this address, so only requests for known host names are
        // served.
        return Hosts.Contains(context.Request.Host.Host, StringComparer.OrdinalIgnoreCase)
            ? next(context)
            : SiteAnswer.WriteAsync(context.Response, StatusCodes.Status403Forbidden, "This page is at localhost only.");
    }
}
