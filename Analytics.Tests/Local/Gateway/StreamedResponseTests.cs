using System.Net;
using System.Text;
using Analytics.Local.Gateway;
using Analytics.Local.Lambda;
using Analytics.Local.Templates;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Analytics.Tests.Local.Gateway;

/// <summary>The gateway passes a streamed response on while the function writes it.</summary>
public sealed class StreamedResponseTests
{
    private const string Prelude = "{\"statusCode\":203,\"headers\":{\"Content-Type\":\"text/event-stream\"}}\0\0\0\0\0\0\0\0";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Parts_arrive_before_the_end()
    {
        await using var function = new Streaming();
        await using var gateway = await StartAsync(function);
        using var client = new HttpClient { BaseAddress = gateway.Address };
        var asked = client.GetAsync("/a", HttpCompletionOption.ResponseHeadersRead);
        var stream = await function.NextAsync();
        await stream.WriteAsync(Prelude);

        using var response = await asked.WaitAsync(Limit);
        Assert.Equal((203, "text/event-stream"), ((int)response.StatusCode, response.Content.Headers.ContentType?.ToString()));
        using var body = await response.Content.ReadAsStreamAsync();
        foreach (var part in new[] { "one", "two" })
        {
            await stream.WriteAsync(part);
            var read = new byte[3];
            await body.ReadExactlyAsync(read).AsTask().WaitAsync(Limit);
            Assert.Equal(part, Encoding.UTF8.GetString(read));
        }

        stream.End();
        Assert.Equal(0, await body.ReadAsync(new byte[1]).AsTask().WaitAsync(Limit));
        Assert.True(await stream.Filled);
    }

    [Fact]
    public async Task A_client_that_leaves_abandons_the_response()
    {
        await using var function = new Streaming();
        await using var gateway = await StartAsync(function);
        using (var client = new HttpClient { BaseAddress = gateway.Address })
        {
            var asked = client.GetAsync("/a", HttpCompletionOption.ResponseHeadersRead);
            await (await function.NextAsync()).WriteAsync(Prelude);
            (await asked.WaitAsync(Limit)).Dispose();
        }

        Assert.False(await function.Last!.Filled.WaitAsync(Limit));
    }

    [Fact]
    public async Task A_gateway_that_stops_does_not_wait_for_the_end_of_streams()
    {
        await using var function = new Streaming();
        var gateway = await StartAsync(function);
        using var client = new HttpClient { BaseAddress = gateway.Address };
        var asked = client.GetAsync("/a", HttpCompletionOption.ResponseHeadersRead);
        await (await function.NextAsync()).WriteAsync(Prelude);
        using var response = await asked.WaitAsync(Limit);

        await gateway.DisposeAsync();

        Assert.False(await function.Last!.Filled.WaitAsync(Limit));
    }

    [Theory]
    [InlineData("no prelude")]
    [InlineData("no json\0\0\0\0\0\0\0\0")]
    [InlineData("{\"statusCode\":9}\0\0\0\0\0\0\0\0")]
    public async Task A_response_without_status_is_an_error_of_the_function(string text)
    {
        await using var function = new Streaming();
        await using var gateway = await StartAsync(function);
        using var client = new HttpClient { BaseAddress = gateway.Address };
        var asked = client.GetAsync("/a");
        var stream = await function.NextAsync();
        await stream.WriteAsync(text);
        stream.End();

        Assert.Equal(HttpStatusCode.InternalServerError, (await asked.WaitAsync(Limit)).StatusCode);
    }

    [Fact]
    public async Task Ten_streams_are_open_at_most_and_the_next_client_learns_when_to_come_back()
    {
        await using var function = new Streaming();
        await using var gateway = await StartAsync(function);
        using var client = new HttpClient { BaseAddress = gateway.Address };
        var open = new List<HttpResponseMessage>();
        for (var number = 0; number < 10; number++)
        {
            var asked = client.GetAsync("/a", HttpCompletionOption.ResponseHeadersRead);
            await (await function.NextAsync()).WriteAsync(Prelude);
            open.Add(await asked.WaitAsync(Limit));
        }

        using var refused = await client.GetAsync("/a").WaitAsync(Limit);
        Assert.Equal((503, TimeSpan.FromSeconds(10)), ((int)refused.StatusCode, refused.Headers.RetryAfter!.Delta));

        function.Last!.End();
        await function.Last.Filled.WaitAsync(Limit);
        HttpStatusCode status;
        var next = function.NextAsync();
        do
        {
            // The end is counted just after it was seen here.
            var asked = client.GetAsync("/a", HttpCompletionOption.ResponseHeadersRead);
            if (await Task.WhenAny(asked, next) != asked)
            {
                await (await next).WriteAsync(Prelude);
            }

            using var answer = await asked.WaitAsync(Limit);
            status = answer.StatusCode;
        }
        while (status == HttpStatusCode.ServiceUnavailable);

        Assert.Equal(203, (int)status);
        open.ForEach(response => response.Dispose());
    }

    private static Task<HttpGateway> StartAsync(IFunctionInvoker function) => HttpGateway.StartAsync(
        new ApiDefinition("Api", "api", [new RouteDefinition("F", "GET", "/a", TimeSpan.FromSeconds(30)) { IsStreamed = true }]),
        _ => function,
        new GatewayOptions { Port = 0, AccountId = "1", Log = new RecordingLog(), TimeProvider = TimeProvider.System }, default);

    /// <summary>A function that the test writes the responses of.</summary>
    private sealed class Streaming : IFunctionInvoker, IAsyncDisposable
    {
        private readonly System.Threading.Channels.Channel<Written> _streams = System.Threading.Channels.Channel.CreateUnbounded<Written>();

        public Written? Last { get; private set; }

        public async Task<Written> NextAsync() => Last = await _streams.Reader.ReadAsync().AsTask().WaitAsync(Limit);

        public Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
        {
            var written = new Written();
            _streams.Writer.TryWrite(written);
            return Task.FromResult<InvocationResult>(new InvocationResult.Streamed("r", written.Body));
        }

        public ValueTask DisposeAsync()
        {
            Last?.End();
            return default;
        }
    }

    private sealed class Written
    {
        private readonly System.IO.Pipelines.Pipe _pipe = new();

        public Written() => Filled = Body.FillAsync(
            new DefaultHttpContext { Request = { Body = _pipe.Reader.AsStream() } }.Request, CancellationToken.None);

        public StreamedBody Body { get; } = new();

        public Task<bool> Filled { get; }

        public async Task WriteAsync(string text) => await _pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes(text));

        public void End() => _pipe.Writer.Complete();
    }
}
