using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Analytics.Local.Lambda;

/// <summary>A bare Kestrel server on its own loopback port.</summary>
/// <remarks>Without the generic host a listener starts in a few milliseconds, so every execution environment can have its own.</remarks>
public sealed class RuntimeListener : IHttpApplication<HttpContext>, IAsyncDisposable
{
    private readonly KestrelServer _server;
    private readonly RequestDelegate _handle;

    private RuntimeListener(KestrelServer server, RequestDelegate handle)
    {
        _server = server;
        _handle = handle;
    }

    /// <summary>Host and port, in the format of <c>AWS_LAMBDA_RUNTIME_API</c>.</summary>
    public string Authority { get; private set; } = "";

    public static async Task<RuntimeListener> StartAsync(RequestDelegate handle, CancellationToken cancellationToken)
    {
        KestrelServerOptions options = new() { AddServerHeader = false };
        options.Limits.MaxRequestBodySize = null;
        options.Limits.MinRequestBodyDataRate = null; // A process that is stopped in a debugger is slow, not broken.
        options.Limits.MinResponseDataRate = null;
        options.Listen(IPAddress.Loopback, 0);
        KestrelServer server = new(
            Options.Create(options),
            new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance),
            NullLoggerFactory.Instance);
        RuntimeListener listener = new(server, handle);
        await server.StartAsync(listener, cancellationToken);
        listener.Authority = new Uri(server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single()).Authority;
        return listener;
    }

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public async Task ProcessRequestAsync(HttpContext context)
    {
        try
        {
            await _handle(context);
        }
        catch (Exception gone) when (context.RequestAborted.IsCancellationRequested && gone is OperationCanceledException or IOException)
        {
            // The client process has ended; the code that watches it reports that.
            context.Abort();
        }
    }

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource atOnce = new();
        await atOnce.CancelAsync();
        await _server.StopAsync(atOnce.Token);
        _server.Dispose();
    }
}
