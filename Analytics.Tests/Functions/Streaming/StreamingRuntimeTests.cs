using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Amazon.Lambda.APIGatewayEvents;
using Analytics.Functions.Streaming;
using Analytics.Local.Lambda;
using Analytics.Tests.Support;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Analytics.Tests.Functions.Streaming;

/// <summary>
/// The runtime of streaming functions against a Runtime API, whose web server reads the parts of HTTP that it writes by hand.
/// </summary>
public sealed class StreamingRuntimeTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly DateTimeOffset Deadline = Some.At("12:02");

    private readonly Channel<string> _events = Channel.CreateUnbounded<string>();
    private readonly Channel<Seen> _seen = Channel.CreateUnbounded<Seen>();
    private readonly Channel<string> _parts = Channel.CreateUnbounded<string>();
    private readonly TaskCompletionSource _leave = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _log = [];
    private RuntimeListener _api = null!;
    private int _invocations;
    private Task _running = Task.CompletedTask;

    public async Task InitializeAsync() => _api = await RuntimeListener.StartAsync(AnswerAsync, default);

    // A runtime ends when nothing answers it.
    public async Task DisposeAsync()
    {
        await _api.DisposeAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    [Fact]
    public async Task A_response_is_sent_in_parts_that_arrive_one_by_one()
    {
        var next = new TaskCompletionSource();
        Start(async (request, response, _) =>
        {
            await response.BeginAsync(201, [new("Content-Type", "text/plain")], default);
            await response.WriteAsync(Encoding.UTF8.GetBytes($"{request.RawPath} "), default);
            await next.Task.WaitAsync(Limit);
            await response.WriteAsync(ReadOnlyMemory<byte>.Empty, default);
            await response.WriteAsync("grüße"u8.ToArray(), default);
        });
        _events.Writer.TryWrite("""{"version":"2.0","rawPath":"/a"}""");

        Assert.Equal(
            "{\"statusCode\":201,\"headers\":{\"Content-Type\":\"text/plain\"}}\0\0\0\0\0\0\0\0/a ", await TextToAsync("/a "));
        next.SetResult();
        Assert.Equal("grüße", await TextToAsync("ße"));
        var seen = await SeenAsync();
        Assert.Equal(
            ("invocation/1/response", "streaming", "application/vnd.awslambda.http-integration-response", ""),
            (seen.Path, seen.Mode, seen.ContentType, seen.ErrorType));
        Assert.Empty(_log);
    }

    [Fact]
    public async Task The_next_invocation_comes_after_the_response_and_ends_before_the_timeout()
    {
        var ends = new List<DateTimeOffset>();
        Start(async (_, response, until) =>
        {
            ends.Add(until);
            await response.BeginAsync(200, [], default);
        });
        _events.Writer.TryWrite("{}");
        _events.Writer.TryWrite("{}");

        Assert.Equal(["invocation/1/response", "invocation/2/response"], [(await SeenAsync()).Path, (await SeenAsync()).Path]);
        Assert.Equal([Deadline - StreamingRuntime.Margin, Deadline - StreamingRuntime.Margin], ends);
    }

    [Fact]
    public async Task A_failure_before_the_response_is_reported_as_an_error_and_the_next_invocation_is_answered()
    {
        var failures = 0;
        Start((_, response, _) => failures++ == 0
            ? throw new InvalidOperationException("it broke") : response.BeginAsync(200, [], default));
        _events.Writer.TryWrite("{}");
        _events.Writer.TryWrite("{}");

        var error = await SeenAsync();
        Assert.Equal(("invocation/1/error", "InvalidOperationException"), (error.Path, error.ErrorType));
        Assert.Equal("""{"errorType":"InvalidOperationException","errorMessage":"it broke"}""", await TextToAsync("}"));
        Assert.Equal("invocation/2/response", (await SeenAsync()).Path);
        Assert.Contains("event=streamFailed requestId=1", Assert.Single(_log), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_after_the_response_has_begun_is_reported_in_its_trailers()
    {
        Start(async (_, response, _) =>
        {
            await response.BeginAsync(200, [], default);
            throw new InvalidOperationException("it broke");
        });
        _events.Writer.TryWrite("{}");

        var seen = await SeenAsync();
        Assert.Equal(("invocation/1/response", "InvalidOperationException"), (seen.Path, seen.ErrorType));
        Assert.Equal("it broke", (string?)JsonNode.Parse(Convert.FromBase64String(seen.ErrorBody))!["errorMessage"]);
    }

    [Fact]
    public async Task A_response_that_nothing_reads_any_more_is_cancelled_at_once()
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Start(async (_, response, _) => await response.BeginAsync(200, [], default), async token =>
        {
            _leave.SetResult();
            await using var registration = token.Register(cancelled.SetResult);
            await cancelled.Task.WaitAsync(Limit, CancellationToken.None);
            token.ThrowIfCancellationRequested();
        });
        _events.Writer.TryWrite("{\"rawPath\":\"/leave\"}");

        await cancelled.Task.WaitAsync(Limit);
        _events.Writer.TryWrite("{\"rawPath\":\"/leave\"}");
        await AskedAgainAsync();
        Assert.Equal("event=streamLeft requestId=1", Assert.Single(_log));
    }

    private async Task AskedAgainAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        while (_events.Reader.Count > 0)
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private void Start(
        Func<APIGatewayHttpApiV2ProxyRequest, IStreamedResponse, DateTimeOffset, Task> answer,
        Func<CancellationToken, Task>? then = null) =>
        _running = new StreamingRuntime(_api.Authority, new Function(answer, then ?? (_ => Task.CompletedTask)), _log.Add)
            .RunAsync(CancellationToken.None);

    // Parts that are sent one after the other may be read together.
    private async Task<string> TextToAsync(string end)
    {
        var text = "";
        while (!text.EndsWith(end, StringComparison.Ordinal))
        {
            text += await _parts.Reader.ReadAsync().AsTask().WaitAsync(Limit);
        }

        return text;
    }

    private Task<Seen> SeenAsync() => _seen.Reader.ReadAsync().AsTask().WaitAsync(Limit);

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!.Replace("/2018-06-01/runtime/", "", StringComparison.Ordinal);
        if (path == "invocation/next")
        {
            var payload = await _events.Reader.ReadAsync(context.RequestAborted);
            context.Response.Headers["Lambda-Runtime-Aws-Request-Id"] = $"{++_invocations}";
            context.Response.Headers["Lambda-Runtime-Deadline-Ms"] =
                Deadline.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
            await context.Response.WriteAsync(payload, context.RequestAborted);
            return;
        }

        if (_leave.Task.IsCompleted || await LeavesAsync(context))
        {
            context.Response.StatusCode = StatusCodes.Status410Gone;
            return;
        }

        context.Response.StatusCode = StatusCodes.Status202Accepted;
        var request = context.Request;
        _seen.Writer.TryWrite(new Seen(
            path, $"{request.Headers["Lambda-Runtime-Function-Response-Mode"]}", $"{request.ContentType}",
            $"{Last("Lambda-Runtime-Function-Error-Type")}", $"{Last("Lambda-Runtime-Function-Error-Body")}"));

        string Last(string name) => $"{request.Headers[name]}{(request.CheckTrailersAvailable() ? request.GetTrailer(name) : default)}";
    }

    // Reads the body to its end; true if the test leaves before.
    private async Task<bool> LeavesAsync(HttpContext context)
    {
        var buffer = new byte[1024];
        while (true)
        {
            var read = context.Request.Body.ReadAsync(buffer, context.RequestAborted).AsTask();
            if (await Task.WhenAny(read, _leave.Task) == _leave.Task)
            {
                return true;
            }

            if (await read is 0)
            {
                return false;
            }

            _parts.Writer.TryWrite(Encoding.UTF8.GetString(buffer.AsSpan(0, await read)));
        }
    }

    private sealed record Seen(string Path, string Mode, string ContentType, string ErrorType, string ErrorBody);

    private sealed class Function(
        Func<APIGatewayHttpApiV2ProxyRequest, IStreamedResponse, DateTimeOffset, Task> answer, Func<CancellationToken, Task> then)
        : IStreamingFunction
    {
        public async Task AnswerAsync(
            APIGatewayHttpApiV2ProxyRequest request, IStreamedResponse response, DateTimeOffset until, CancellationToken cancellationToken)
        {
            await answer(request, response, until);
            await then(cancellationToken);
        }
    }
}
