using System.Net;
using Analytics.Local.Hosting;

namespace Analytics.Tests.Against;

/// <summary>Passes requests on to a server, each after the answer to the one before, until it is disposed of.</summary>
internal sealed class OneAtATime : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false });
    private readonly Uri _server;

    public OneAtATime(Uri server)
    {
        _server = server;
        Address = new Uri($"http://127.0.0.1:{LoopbackPort.Free()}/");
        _listener.Prefixes.Add(Address.ToString());
        _listener.Start();
        _ = PassAllAsync();
    }

    /// <summary>Where requests are taken.</summary>
    public Uri Address { get; }

    public void Dispose()
    {
        _listener.Close();
        _client.Dispose();
    }

    private async Task PassAllAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            try
            {
                await PassAsync(context);
                context.Response.Close();
            }
            catch (Exception gone) when (
                gone is HttpRequestException or IOException or HttpListenerException or OperationCanceledException)
            {
                // The client sees a closed connection, as it would without this in between.
                context.Response.Abort();
            }
        }
    }

    private async Task PassAsync(HttpListenerContext context)
    {
        using var body = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(body);
        using var request = new HttpRequestMessage(
            new HttpMethod(context.Request.HttpMethod), new Uri(_server, context.Request.RawUrl))
        {
            Content = new ByteArrayContent(body.ToArray()),
        };
        foreach (var name in context.Request.Headers.AllKeys.OfType<string>().Where(name => !IsOfConnection(name)))
        {
            if (!request.Headers.TryAddWithoutValidation(name, context.Request.Headers[name]))
            {
                request.Content.Headers.TryAddWithoutValidation(name, context.Request.Headers[name]);
            }
        }

        using var answer = await _client.SendAsync(request);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(header => !IsOfConnection(header.Key)))
        {
            context.Response.Headers[name] = string.Join(',', values);
        }

        context.Response.ContentLength64 = bytes.Length;
        await context.Response.OutputStream.WriteAsync(bytes);
    }

    private static bool IsOfConnection(string header) => header.ToUpperInvariant() is
        "HOST" or "CONNECTION" or "KEEP-ALIVE" or "TRANSFER-ENCODING" or "CONTENT-LENGTH" or "EXPECT";
}
