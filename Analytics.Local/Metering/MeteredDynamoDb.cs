using System.Net;
using Analytics.Local.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Analytics.Local.Metering;

/// <summary>A proxy between the functions and DynamoDB that meters consumed capacity.</summary>
/// <remarks>
/// AWS computes DynamoDB's metrics inside the service, and the emulator computes none. Apart from metering, the functions' requests and
/// DynamoDB's responses pass unchanged.
/// </remarks>
internal sealed class MeteredDynamoDb : IAsyncDisposable
{
    // Headers that frame or address a message are specific to each connection.
    private static readonly HashSet<string> OwnHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host", "Connection", "Keep-Alive", "Transfer-Encoding", "Content-Length", "Expect",
    };

    private readonly WebApplication _application;
    private readonly HttpClient _client;
    private readonly Uri _dynamoDb;
    private readonly ServiceMeter _meter;

    private MeteredDynamoDb(WebApplication application, Uri dynamoDb, ServiceMeter meter)
    {
        _application = application;
        _dynamoDb = dynamoDb;
        _meter = meter;
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect =
            false, UseProxy = false, UseCookies = false }) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>The address that the proxy listens on, on 127.0.0.1.</summary>
    public Uri Address { get; private set; } = null!; // Set before the instance is returned.

    /// <summary>Starts serving.</summary>
    public static async Task<MeteredDynamoDb> StartAsync(Uri dynamoDb, ServiceMeter meter, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        var application = builder.Build();
        var metered = new MeteredDynamoDb(application, dynamoDb, meter);
        application.Run(metered.PassAsync);
        await application.StartAsync(cancellationToken);
        var addresses = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>();
        metered.Address = new Uri(addresses?.Addresses.Single() ?? throw new InvalidOperationException("Kestrel says where it listens."));
        return metered;
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
        _client.Dispose();
    }

    private async Task PassAsync(HttpContext context)
    {
        var target = context.Request.Headers["X-Amz-Target"].ToString();
        using var body = new MemoryStream();
        try
        {
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            var asked = CapacityMeter.Ask(target, body.ToArray());
            using var request = Request(context, asked);
            using var answer = await _client.SendAsync(request, context.RequestAborted);
            var bytes = await answer.Content.ReadAsByteArrayAsync(context.RequestAborted);
            CapacityMeter.Report(_meter, target, asked, (int)answer.StatusCode, bytes);
            await WriteAsync(context.Response, answer, bytes, context.RequestAborted);
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException or OperationCanceledException)
        {
            // Without the proxy the client would see a closed connection, so close it.
            context.Abort();
        }
    }

    private HttpRequestMessage Request(HttpContext context, byte[] body)
    {
        var request = new HttpRequestMessage(
            new HttpMethod(context.Request.Method), new Uri(_dynamoDb, $"{context.Request.Path}{context.Request.QueryString}"))
        {
            Content = new ByteArrayContent(body),
        };
        foreach (var (name, values) in context.Request.Headers.Where(header => !OwnHeaders.Contains(header.Key)))
        {
            if (!request.Headers.TryAddWithoutValidation(name, [.. values]))
            {
                request.Content.Headers.TryAddWithoutValidation(name, [.. values]);
            }
        }

        return request;
    }

    private static async Task WriteAsync(
        HttpResponse response, HttpResponseMessage answer, byte[] bytes, CancellationToken cancellationToken)
    {
        response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(header => !OwnHeaders.Contains(header.Key)))
        {
            response.Headers[name] = values.ToArray();
        }

        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes, cancellationToken);
    }
}
