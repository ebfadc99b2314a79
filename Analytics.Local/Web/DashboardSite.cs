using System.Buffers;
using System.Text.Json;
using Analytics.Local.CloudWatch;
using Analytics.Local.CloudWatch.Protocol;
using Analytics.Local.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Analytics.Local.Web;

/// <summary>A web site on localhost that shows the dashboards and the live page of the product.</summary>
/// <remarks>The site serves everything that its pages need; its content security policy forbids requests to other hosts.</remarks>
internal sealed class DashboardSite : IAsyncDisposable
{
    public const string PortOption = "--dashboard-port";

    private const int MaxRequestBytes = 1024 * 1024;

    private const string Policy =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
            + "frame-ancestors 'none'";

    private static readonly string[] Hosts = ["localhost", "127.0.0.1", "[::1]"];

    private readonly WebApplication _application;
    private readonly CancellationTokenSource _stopping = new();
    private readonly SiteFiles _files;
    private readonly DashboardPages _dashboards;
    private readonly MetricData _metrics;
    private readonly ILiveFeed? _live;

    private DashboardSite(
        WebApplication application, int port, CloudWatchEndpoint cloudWatch, ILiveFeed? live, DashboardSiteOptions options)
    {
        _application = application;
        _files = new SiteFiles(
            [Path.Combine(AppContext.BaseDirectory, "Web", "wwwroot"), options.LivePageDirectory], options.NodeModulesDirectory);
        _dashboards = new DashboardPages(cloudWatch.Dashboards);
        _metrics = new MetricData(cloudWatch.Metrics, cloudWatch.Labels, options.CurrencyDecimals, options.TimeProvider);
        _live = live;
        Address = new Uri($"http://localhost:{port}");
    }

    /// <summary>The address that the site listens on: 127.0.0.1, and ::1 where IPv6 is available.</summary>
    public Uri Address { get; }

    /// <summary>Starts serving.</summary>
    /// <param name="cloudWatch">The source of the metrics and dashboards.</param>
    /// <param name="live">Feeds the live page; null if there is no HTTP API.</param>
    /// <param name="options">The settings.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="PortTakenException">Another process uses the port.</exception>
    public static async Task<DashboardSite> StartAsync(
        CloudWatchEndpoint cloudWatch, ILiveFeed? live, DashboardSiteOptions options, CancellationToken cancellationToken)
    {
        var port = options.Port == 0 ? LoopbackPort.Free() : options.Port;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBytes;
            kestrel.ListenLocalhost(port);
        });
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        var application = builder.Build();
        var site = new DashboardSite(application, port, cloudWatch, live, options);
        application.Run(site.AnswerAsync);
        try
        {
            await application.StartAsync(cancellationToken);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            await site.DisposeAsync();
            throw new PortTakenException(port, PortOption, exception);
        }

        return site;
    }

    /// <summary>Ends the feeds and stops serving.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _application.StopAsync();
        await _application.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var response = context.Response;
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.CacheControl = "no-cache";
        var path = context.Request.Path.Value ?? "/";
        // Prevents DNS rebinding: a malicious page can point its own host name at this address, so only requests for known host names are
        // served.
        if (!Hosts.Contains(context.Request.Host.Host, StringComparer.OrdinalIgnoreCase))
        {
            await WriteAsync(response, StatusCodes.Status403Forbidden, "This page is at localhost only.");
        }
        else if (path == "/api/metrics" && HttpMethods.IsPost(context.Request.Method))
        {
            await AnswerMetricsAsync(context);
        }
        else if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            await WriteAsync(response, StatusCodes.Status405MethodNotAllowed, "The page is read only.");
        }
        else if (path == "/api/dashboards")
        {
            await WriteAsync(response, StatusCodes.Status200OK, _dashboards.List);
        }
        else if (path.StartsWith("/api/dashboards/", StringComparison.Ordinal))
        {
            await AnswerDashboardAsync(response, path["/api/dashboards/".Length..]);
        }
        else if (path == "/api/live" && _live is not null)
        {
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping.Token);
            await _live.ServeAsync(context, ending.Token);
        }
        else if (_files.Find(path) is { } file && File.Exists(file.Path))
        {
            response.ContentType = file.Type;
            await response.SendFileAsync(file.Path, context.RequestAborted);
        }
        else
        {
            await WriteAsync(response, StatusCodes.Status404NotFound, $"There is nothing at {path}.");
        }
    }

    private async Task AnswerMetricsAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        try
        {
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            await WriteAsync(context.Response, StatusCodes.Status200OK, json => _metrics.Answer(body.ToArray(), json));
        }
        catch (ServiceError refusal)
        {
            await WriteAsync(context.Response, refusal.Status, refusal.Message);
        }
    }

    private Task AnswerDashboardAsync(HttpResponse response, string name)
    {
        var isThere = false;
        var buffer = Written(json => isThere = _dashboards.TryShow(name, json));
        return isThere
            ? WriteAsync(response, StatusCodes.Status200OK, buffer)
            : WriteAsync(response, StatusCodes.Status404NotFound, $"There is no dashboard {name}.");
    }

    private static Task WriteAsync(HttpResponse response, int status, string message) => WriteAsync(response, status, json =>
    {
        json.WriteStartObject();
        json.WriteString("message", message);
        json.WriteEndObject();
    });

    private static Task WriteAsync(HttpResponse response, int status, Action<Utf8JsonWriter> body) =>
        WriteAsync(response, status, Written(body));

    private static async Task WriteAsync(HttpResponse response, int status, ReadOnlyMemory<byte> json)
    {
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = json.Length;
        await response.Body.WriteAsync(json);
    }

    private static ReadOnlyMemory<byte> Written(Action<Utf8JsonWriter> body)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            body(json);
        }

        return buffer.WrittenMemory;
    }
}
