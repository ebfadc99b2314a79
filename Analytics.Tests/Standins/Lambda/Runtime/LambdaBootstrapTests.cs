using System.Globalization;
using System.Net;
using System.Text.Json;
using Amazon.Lambda.Core;
using Amazon.Lambda.RuntimeSupport;
using Xunit;

namespace Analytics.Tests.Standins.Lambda.Runtime;

public sealed class LambdaBootstrapTests : IAsyncLifetime, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private FakeRuntimeApi _api = null!;

    public async Task InitializeAsync() => _api = await FakeRuntimeApi.StartAsync();

    public async Task DisposeAsync() => await _api.DisposeAsync();

    public void Dispose() => _stop.Dispose();

    [Fact]
    public async Task Result_of_the_handler_answers_the_invocation()
    {
        var running = RunAsync(
            Build<Dictionary<string, string>>(input => Task.FromResult(new Dictionary<string, string> { ["hello"] = input["name"] })));

        _api.Invoke("r-1", """{"name":"world"}""");
        Assert.Equal(new FakeRuntimeApi.Answer("invocation/r-1/response", "application/json", null, """{"hello":"world"}"""), await _api.AnswerAsync());
        _api.Invoke("r-2", """{"name":"you"}""");
        Assert.Equal(new FakeRuntimeApi.Answer("invocation/r-2/response", "application/json", null, """{"hello":"you"}"""), await _api.AnswerAsync());

        await _stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task Exception_of_the_handler_is_reported_and_the_loop_goes_on()
    {
        var running = RunAsync(Build<Dictionary<string, string>>(input => input.ContainsKey("fail")
            ? throw new InvalidOperationException("No such order.", new KeyNotFoundException("o-1"))
            : Task.FromResult(input)));

        _api.Invoke("r-1", """{"fail":""}""");
        var report = await _api.AnswerAsync();
        _api.Invoke("r-2", "{}");
        var answer = await _api.AnswerAsync();

        Assert.Equal(
            ("invocation/r-1/error", "application/vnd.aws.lambda.error+json", "InvalidOperationException"),
            (report.Path, report.ContentType, report.ErrorType));
        using var body = JsonDocument.Parse(report.Body);
        var error = body.RootElement;
        Assert.Equal(
            ("InvalidOperationException", "No such order."),
            (error.GetProperty("errorType").GetString(), error.GetProperty("errorMessage").GetString()));
        Assert.All(error.GetProperty("stackTrace").EnumerateArray(), line => Assert.NotEqual("", line.GetString()));
        Assert.NotEqual(0, error.GetProperty("stackTrace").GetArrayLength());
        Assert.Equal("""{"errorType":"KeyNotFoundException","errorMessage":"o-1","stackTrace":[]}""", error.GetProperty("cause").GetRawText());
        Assert.Equal(new FakeRuntimeApi.Answer("invocation/r-2/response", "application/json", null, "{}"), answer);
        await _stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task Payload_that_cannot_be_read_is_reported_as_an_error_of_the_invocation()
    {
        var running = RunAsync(Build<Dictionary<string, string>>(Task.FromResult));

        _api.Invoke("r-1", "not JSON");
        var report = await _api.AnswerAsync();

        Assert.Equal(("invocation/r-1/error", "JsonSerializerException"), (report.Path, report.ErrorType));
        await _stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task Stream_handler_answers_with_what_is_left_of_its_stream()
    {
        using var shared = new MemoryStream("skipped,sent"u8.ToArray()) { Position = 8 };
        Func<Stream, ILambdaContext, Task<Stream>> handler = (_, _) => Task.FromResult<Stream>(shared);
        var running = RunAsync(LambdaBootstrapBuilder.Create(handler).Build(Here()));

        _api.Invoke("r-1", "{}");

        Assert.Equal("sent", (await _api.AnswerAsync()).Body);
        await _stop.CancelAsync();
        await running;
        Assert.False(shared.CanRead);
    }

    [Fact]
    public async Task The_context_has_the_values_of_the_invocation_s_headers()
    {
        var deadline = DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.UtcNow.AddMinutes(3).ToUnixTimeMilliseconds());
        var seen = new TaskCompletionSource<(ILambdaContext Context, TimeSpan Least, TimeSpan Remaining, TimeSpan Most)>();
        var running = RunAsync(Build<Dictionary<string, string>>((input, context) =>
        {
            var most = deadline - DateTimeOffset.UtcNow;
            var remaining = context.RemainingTime;
            seen.SetResult((context, deadline - DateTimeOffset.UtcNow, remaining, most));
            return Task.FromResult(input);
        }));

        _api.Invoke(
            "r-1",
            "{}",
            ("Lambda-Runtime-Deadline-Ms", deadline.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)),
            ("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:us-east-1:123456789012:function:analytics"),
            ("Lambda-Runtime-Trace-Id", "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=1"));
        await _api.AnswerAsync();
        var (context, least, remaining, most) = await seen.Task;

        Assert.InRange(remaining, least, most);
        Assert.Equal(
            ("r-1", "arn:aws:lambda:us-east-1:123456789012:function:analytics", "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=1"),
            (context.AwsRequestId, context.InvokedFunctionArn, Environment.GetEnvironmentVariable("_X_AMZN_TRACE_ID")));
        await _stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task Answer_that_is_refused_does_not_end_the_run()
    {
        var running = RunAsync(Build<Dictionary<string, string>>(Task.FromResult));

        _api.Status = (int)HttpStatusCode.RequestEntityTooLarge;
        _api.Invoke("r-1", "{}");
        await _api.AnswerAsync();
        _api.Invoke("r-2", "{}");

        Assert.Equal("invocation/r-2/response", (await _api.AnswerAsync()).Path);
        await _stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task Failure_of_the_Runtime_API_ends_the_run()
    {
        var running = RunAsync(Build<Dictionary<string, string>>(Task.FromResult));

        _api.Status = (int)HttpStatusCode.InternalServerError;
        _api.Invoke("r-1", "{}");

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => running);
        Assert.Equal(HttpStatusCode.InternalServerError, failure.StatusCode);
    }

    [Fact]
    public async Task Cancelling_ends_the_wait_for_an_invocation()
    {
        var running = RunAsync(Build<Dictionary<string, string>>(Task.FromResult));

        await _stop.CancelAsync();

        await running;
    }

    private LambdaBootstrap Build<T>(Func<T, Task<T>> handler) => Build<T>((input, _) => handler(input));

    private LambdaBootstrap Build<T>(Func<T, ILambdaContext, Task<T>> handler) =>
        LambdaBootstrapBuilder.Create(handler, LambdaJson.Generated).Build(Here());

    private LambdaEnvironment Here() => new() { RuntimeApi = _api.HostAndPort };

    private async Task RunAsync(LambdaBootstrap bootstrap)
    {
        using (bootstrap)
        {
            await bootstrap.RunAsync(_stop.Token).WaitAsync(TimeSpan.FromSeconds(30));
        }
    }
}
