using System.Net;
using System.Text.Json.Nodes;
using Analytics.Local.Hosting;

namespace Analytics.Tests.EndToEnd;

/// <summary>A receiver of alerts on this machine, which remembers the notices that it received.</summary>
internal sealed class WebhookReceiver : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Lock _gate = new();
    private readonly List<JsonNode> _told = [];

    public WebhookReceiver()
    {
        Address = $"http://127.0.0.1:{LoopbackPort.Free()}/alerts?key=e0f1";
        _listener.Prefixes.Add($"{new Uri(Address).GetLeftPart(UriPartial.Authority)}/");
        _listener.Start();
        _ = ReceiveAsync();
    }

    /// <summary>The URL to tell.</summary>
    public string Address { get; }

    /// <summary>The status of the next answers.</summary>
    public int Status { get; set; } = 204;

    /// <summary>The notices, in the order in which they came.</summary>
    public IReadOnlyList<JsonNode> Received
    {
        get
        {
            lock (_gate)
            {
                return [.. _told];
            }
        }
    }

    public void Dispose() => _listener.Close();

    private async Task ReceiveAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                using var body = new StreamReader(context.Request.InputStream);
                var notice = JsonNode.Parse(await body.ReadToEndAsync())!;
                lock (_gate)
                {
                    _told.Add(notice);
                }

                context.Response.StatusCode = Status;
                context.Response.Close();
            }
            catch (Exception ended) when (ended is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}
