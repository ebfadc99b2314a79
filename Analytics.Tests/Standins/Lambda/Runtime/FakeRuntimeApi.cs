using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Analytics.Tests.Standins.Lambda.Runtime;

/// <summary>A Lambda Runtime API on a free port of loopback: hands out what is given to it, and keeps what comes back.</summary>
internal sealed class FakeRuntimeApi : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<Invocation> _invocations = Channel.CreateUnbounded<Invocation>();
    private readonly Channel<Answer> _answers = Channel.CreateUnbounded<Answer>();

    private FakeRuntimeApi()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapGet("/2018-06-01/runtime/invocation/next", NextAsync);
        _app.MapPost("/2018-06-01/runtime/{**path}", TakeAsync);
    }

    public string HostAndPort => new Uri(_app.Urls.Single()).Authority;

    /// <summary>What answers are answered with; default 202.</summary>
    public int Status { get; set; } = StatusCodes.Status202Accepted;

    public static async Task<FakeRuntimeApi> StartAsync()
    {
        var api = new FakeRuntimeApi();
        await api._app.StartAsync();
        return api;
    }

    public void Invoke(string requestId, string payload, params (string Header, string Value)[] headers) =>
        Assert.True(_invocations.Writer.TryWrite(new Invocation(requestId, payload, headers)));

    /// <summary>The next answer or report, within half a minute.</summary>
    public async Task<Answer> AnswerAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        return await _answers.Reader.ReadAsync(limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        _invocations.Writer.Complete();
        await _app.DisposeAsync();
    }

    private async Task NextAsync(HttpContext http)
    {
        try
        {
            var invocation = await _invocations.Reader.ReadAsync(http.RequestAborted);
            http.Response.Headers["Lambda-Runtime-Aws-Request-Id"] = invocation.RequestId;
            foreach (var (header, value) in invocation.Headers)
            {
                http.Response.Headers[header] = value;
            }

            await http.Response.WriteAsync(invocation.Payload);
        }
        catch (OperationCanceledException)
        {
            // The bootstrap no longer waits.
        }
        catch (ChannelClosedException)
        {
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
    }

    private async Task TakeAsync(HttpContext http, string path)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync();
        http.Response.StatusCode = Status;
        await _answers.Writer.WriteAsync(
            new Answer(path, http.Request.ContentType, http.Request.Headers["Lambda-Runtime-Function-Error-Type"], body));
    }

    public sealed record Answer(string Path, string? ContentType, string? ErrorType, string Body);

    private sealed record Invocation(string RequestId, string Payload, (string Header, string Value)[] Headers);
}
