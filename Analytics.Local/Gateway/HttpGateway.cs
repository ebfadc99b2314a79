using System.Net;
using Analytics.Local.Hosting;
using Analytics.Local.Lambda;
using Analytics.Local.Templates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Analytics.Local.Gateway;

/// <summary>
/// The HTTP API on localhost. It runs Kestrel without a generic host, so that the program keeps control of signals and settings.
/// </summary>
internal sealed class HttpGateway : IAsyncDisposable
{
    public const string PortOption = "--api-port";

    // The maximum request size of HTTP APIs.
    private const int MaxRequestBytes = 10 * 1024 * 1024;

    // The gateway reads and discards a larger request up to this size, because most clients read the response only after they have sent
    // the whole request.
    private const int MaxDroppedBytes = 10 * MaxRequestBytes;
    private const int MaxPortAttempts = 3;

    private static readonly TimeSpan MaxDrain = TimeSpan.FromSeconds(5);

    private readonly KestrelServer _server;
    private readonly TimeProvider _timeProvider;

    // Streams have no end to wait for.
    private readonly CancellationTokenSource _stopping;

    private HttpGateway(KestrelServer server, int port, TimeProvider timeProvider, CancellationTokenSource stopping)
    {
        _server = server;
        _stopping = stopping;
        _timeProvider = timeProvider;
        Address = new Uri($"http://localhost:{port}");
    }

    /// <summary>The address that the gateway listens on: 127.0.0.1, and ::1 where IPv6 is available.</summary>
    public Uri Address { get; }

    /// <summary>Starts serving.</summary>
    /// <exception cref="PortTakenException">Another process uses the port.</exception>
    public static async Task<HttpGateway> StartAsync(
        ApiDefinition api,
        Func<string, IFunctionInvoker> function,
        GatewayOptions options,
        CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = options.Port == 0 ? LoopbackPort.Free() : options.Port;
            var server = Server(port);
            var stopping = new CancellationTokenSource();
            try
            {
                await server.StartAsync(
                    new Application(new GatewayHandler(api, function, options), options, stopping.Token), cancellationToken);
                return new HttpGateway(server, port, options.TimeProvider, stopping);
            }
            catch (IOException exception) when (exception.InnerException is AddressInUseException)
            {
                server.Dispose();
                if (options.Port != 0 || attempt == MaxPortAttempts)
                {
                    throw new PortTakenException(port, PortOption, exception);
                }
            }
            catch
            {
                server.Dispose();
                throw;
            }
        }
    }

    /// <summary>Stops accepting requests, ends streams, and gives other requests in progress five seconds to complete.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        using var drain = new CancellationTokenSource(MaxDrain, _timeProvider);
        await _server.StopAsync(drain.Token);
        _server.Dispose();
        _stopping.Dispose();
    }

    private static KestrelServer Server(int port)
    {
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Limits.MaxRequestBodySize = MaxDroppedBytes;
        options.ListenLocalhost(port);
        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        return new KestrelServer(Options.Create(options), transport, NullLoggerFactory.Instance);
    }

    private sealed class Application(GatewayHandler handler, GatewayOptions options, CancellationToken stopping)
        : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

        public async Task ProcessRequestAsync(HttpContext context)
        {
            var requestId = handler.NextRequestId();
            try
            {
                var request = await ReadAsync(context, requestId);
                await WriteAsync(context, requestId, await handler.AnswerAsync(request, context.RequestAborted));
            }
            catch (Microsoft.AspNetCore.Http.BadHttpRequestException exception) when (
                exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
            {
                await WriteAsync(context, requestId, GatewayResponse.Message(413, "Request Entity Too Large"));
            }
            catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
            {
                // The client has disconnected.
                context.Abort();
            }
        }

        public void DisposeContext(HttpContext context, Exception? exception)
        {
            if (exception is not null)
            {
                options.Log.Write("gateway", $"{context.Request.Method} {context.Request.Path}: {exception.Message}");
            }
        }

        private async Task<GatewayRequest> ReadAsync(HttpContext context, string requestId)
        {
            var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
            var (path, query) = target is ['/', ..] && target.Split('?', 2) is { } parts
                ? (parts[0], parts.Length == 2 ? parts[1] : "")
                : (context.Request.Path.ToUriComponent(), context.Request.QueryString.ToUriComponent().TrimStart('?'));
            var sourceIp = context.Connection.RemoteIpAddress ?? IPAddress.Loopback;
            return new GatewayRequest
            {
                RequestId = requestId,
                Method = context.Request.Method.ToUpperInvariant(),
                Path = path.Length == 0 ? "/" : path,
                Query = query,
                Headers =
                [
                    .. context.Request.Headers.SelectMany(
                        header => header.Value.Select(value => new KeyValuePair<string, string>(header.Key, value ?? ""))),
                    new("x-forwarded-for", $"{sourceIp}"),
                    new("x-forwarded-port", $"{context.Connection.LocalPort}"),
                    new("x-forwarded-proto", "http"),
                ],
                Protocol = context.Request.Protocol,
                SourceIp = $"{sourceIp}",
                Time = options.TimeProvider.GetUtcNow(),
                Body = await ReadBodyAsync(context),
            };
        }

        private static async Task<byte[]> ReadBodyAsync(HttpContext context)
        {
            using var body = new MemoryStream();
            var buffer = new byte[16 * 1024];
            var total = 0;
            while (await context.Request.Body.ReadAsync(buffer, context.RequestAborted) is > 0 and var read)
            {
                total += read;
                if (total <= MaxRequestBytes)
                {
                    body.Write(buffer, 0, read);
                }
            }

            return total <= MaxRequestBytes
                ? body.ToArray()
                : throw new Microsoft.AspNetCore.Http.BadHttpRequestException(
                    "The request is too large.", StatusCodes.Status413PayloadTooLarge);
        }

        private async Task PassOnAsync(HttpContext context, StreamedBody stream)
        {
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
            try
            {
                // The client learns the status before there is a body.
                await context.Response.BodyWriter.FlushAsync(ended.Token);
                await stream.Reader.CopyToAsync(context.Response.BodyWriter, ended.Token);
            }
            catch (Exception brokenOff) when (brokenOff is IOException or OperationCanceledException)
            {
                context.Abort();
            }
            finally
            {
                stream.Abandon();
            }
        }

        private async Task WriteAsync(HttpContext context, string requestId, GatewayResponse response)
        {
            context.Response.StatusCode = response.Status;
            // The server sets the headers that frame the message.
            foreach (var (name, value) in response.Headers.Where(
                header => header.Key is not ("content-length" or "transfer-encoding" or "connection")))
            {
                context.Response.Headers.Append(name, value);
            }

            context.Response.Headers["apigw-requestid"] = requestId;
            if (response.Status is StatusCodes.Status204NoContent or StatusCodes.Status304NotModified)
            {
                return;
            }

            if (response.Stream is { } stream)
            {
                await PassOnAsync(context, stream);
                return;
            }

            context.Response.ContentLength = response.Body.Length;
            if (!HttpMethods.IsHead(context.Request.Method))
            {
                await context.Response.Body.WriteAsync(response.Body, context.RequestAborted);
            }
        }
    }
}
