using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace Analytics.Functions.Alerts;

/// <summary>Tells receivers by HTTP: one POST without redirects, to an address that the rules allow. Thread-safe.</summary>
internal sealed class WebhookSender : INoticeSender, IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly WebhookRules _rules;
    private readonly HttpClient _client;

    /// <summary>Creates a sender.</summary>
    /// <param name="rules">Which URLs are allowed.</param>
    public WebhookSender(WebhookRules rules)
    {
        _rules = rules;
        // A redirect or a proxy would lead to another address than the one that was checked, and a pooled connection to an old one.
        _client = new HttpClient(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseProxy = false,
                UseCookies = false,
                ConnectCallback = ConnectAsync,
                PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            },
            disposeHandler: true)
        {
            Timeout = Timeout,
        };
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("order-analytics", "1"));
    }

    /// <inheritdoc/>
    public async Task<string?> SendAsync(string url, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ReadOnlyMemoryContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return response.IsSuccessStatusCode ? null : $"The receiver responded {(int)response.StatusCode}.";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"The receiver did not respond within {Timeout.TotalSeconds:0} s.";
        }
        catch (HttpRequestException failure)
        {
            return ReasonOf(failure);
        }
    }

    public void Dispose() => _client.Dispose();

    private static string ReasonOf(HttpRequestException failure) => failure.GetBaseException() switch
    {
        ForbiddenAddressException forbidden => forbidden.Message,
        SocketException socket => $"The receiver could not be reached: {socket.SocketErrorCode}.",
        var other => $"The receiver could not be reached: {other.GetType().Name}.",
    };

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (url, host) = (context.InitialRequestMessage.RequestUri!, context.DnsEndPoint);
        var addresses = await Dns.GetHostAddressesAsync(host.Host, cancellationToken);
        IPAddress[] allowed = [.. addresses.Where(address => _rules.Allows(url, address))];
        if (allowed.Length == 0)
        {
            throw new ForbiddenAddressException("The receiver has no address that is allowed.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, host.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private sealed class ForbiddenAddressException(string message) : IOException(message);
}
