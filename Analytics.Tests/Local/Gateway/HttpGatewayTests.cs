using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Analytics.Local.Gateway;
using Analytics.Local.Hosting;
using Analytics.Local.Lambda;
using Analytics.Local.Templates;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Local.Gateway;

public class HttpGatewayTests
{
    private readonly RecordingLog _log = new();

    [Fact]
    public async Task A_request_reaches_its_function_and_the_answer_its_client()
    {
        await using var gateway = await Start(Answering(payload =>
        {
            using var request = JsonDocument.Parse(payload);
            var orderId = request.RootElement.GetProperty("pathParameters").GetProperty("orderId").GetString();
            return new InvocationResult.Success("r", Encoding.UTF8.GetBytes($$"""{"statusCode":201,"headers":{"x-order":"{{orderId}}"},"body":"made"}"""));
        }));
        using var http = new HttpClient { BaseAddress = gateway.Address };

        using var response = await http.PostAsync("/orders/o-1", new StringContent("{}", Encoding.UTF8, "application/json"));

        Assert.Equal((HttpStatusCode.Created, "made"), (response.StatusCode, await response.Content.ReadAsStringAsync()));
        Assert.Equal("o-1", response.Headers.GetValues("x-order").Single());
        Assert.Equal(16, response.Headers.GetValues("apigw-requestid").Single().Length);
    }

    // RFC 9110, section 9.3.2 and 8.6: HEAD has the header fields of GET, its Content-Length too, and no content.
    [Fact]
    public async Task HEAD_is_answered_without_the_body()
    {
        await using var gateway = await Start(Answering(_ => new InvocationResult.Success("r", Encoding.UTF8.GetBytes("""{"statusCode":200,"headers":{"etag":"\"1\""},"body":"four"}"""))));
        using var http = new HttpClient { BaseAddress = gateway.Address };

        using var response = await http.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/orders/1"));

        Assert.Equal(
            (HttpStatusCode.OK, 4, ""),
            (response.StatusCode, response.Content.Headers.ContentLength, await response.Content.ReadAsStringAsync()));
        Assert.Equal("\"1\"", response.Headers.ETag?.Tag);
    }

    [Fact]
    public async Task It_listens_on_every_loopback_address_that_there_is()
    {
        await using var gateway = await Start(Answering(_ => new InvocationResult.Success("r", "1"u8.ToArray())));
        var addresses = Socket.OSSupportsIPv6 ? new[] { "127.0.0.1", "[::1]" } : ["127.0.0.1"];

        foreach (var address in addresses)
        {
            using var http = new HttpClient();
            Assert.Equal("1", await http.GetStringAsync(new Uri($"http://{address}:{gateway.Address.Port}/orders/1")));
        }
    }

    [Fact]
    public async Task Failures_of_functions_are_the_servers_and_say_no_more_than_API_Gateway_does()
    {
        Assert.Equal((404, """{"message":"Not Found"}"""), await Ask(Answering(_ => throw new InvalidOperationException("must not be called")), "/nothing"));
        Assert.Equal((500, """{"message":"Internal Server Error"}"""), await Ask(Answering(_ => new InvocationResult.FunctionError("r", "Oops", "secret"))));
        Assert.Equal((500, """{"message":"Internal Server Error"}"""), await Ask(Answering(_ => new InvocationResult.Success("r", "nonsense"u8.ToArray()))));
        Assert.Equal((503, """{"message":"Service Unavailable"}"""), await Ask(Answering(_ => new InvocationResult.NotRun("no bootstrap"))));
        Assert.Contains(_log.Lines, line => line == ("gateway", "ANY /orders/{orderId}: F failed: Oops: secret"));
    }

    [Fact]
    public async Task A_request_of_more_than_10_MB_is_too_large()
    {
        await using var gateway = await Start(Answering(_ => throw new InvalidOperationException("must not be called")));
        using var http = new HttpClient { BaseAddress = gateway.Address };

        using var response = await http.PostAsync("/orders/1", new ByteArrayContent(new byte[(10 * 1024 * 1024) + 1]));

        Assert.Equal(
            (HttpStatusCode.RequestEntityTooLarge, """{"message":"Request Entity Too Large"}"""),
            (response.StatusCode, await response.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task A_function_that_does_not_answer_in_time_makes_the_service_unavailable()
    {
        var clock = new FakeTimeProvider();
        var called = new TaskCompletionSource();
        var handler = new GatewayHandler(Api, _ => new Function(async (_, token) =>
        {
            called.SetResult();
            await Task.Delay(Timeout.Infinite, token);
            throw new InvalidOperationException("Unreachable.");
        }), Options(clock));

        var answer = handler.AnswerAsync(
            new GatewayRequest { RequestId =
                "r", Method = "GET", Path = "/orders/1", Headers = [], SourceIp = "127.0.0.1", Time = clock.GetUtcNow() },
            default);
        await called.Task;
        clock.Advance(TimeSpan.FromSeconds(29));
        Assert.False(answer.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(503, (await answer).Status);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named_with_the_option_to_change_it()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var exception = await Assert.ThrowsAsync<PortTakenException>(() =>
            HttpGateway.StartAsync(
                Api, _ => throw new InvalidOperationException("must not be called"), Options() with { Port = port }, default));

        Assert.Equal(
            $"Port {port} is in use. Stop what listens there, or give another port with --api-port (0 takes a free one).",
            exception.Message);
    }

    private static ApiDefinition Api { get; } = new(
        "HttpApi", "httpapi", [new RouteDefinition("F", "ANY", "/orders/{orderId}", TimeSpan.FromSeconds(30))]);

    private static Function Answering(Func<ReadOnlyMemory<byte>, InvocationResult> answer) =>
        new((payload, _) => Task.FromResult(answer(payload)));

    private Task<HttpGateway> Start(Function function) => HttpGateway.StartAsync(Api, _ => function, Options(), default);

    private GatewayOptions Options(TimeProvider? clock = null) =>
        new() { Port = 0, AccountId = "000000000000", Log = _log, TimeProvider = clock ?? TimeProvider.System };

    private async Task<(int Status, string Body)> Ask(Function function, string path = "/orders/1")
    {
        await using var gateway = await Start(function);
        using var http = new HttpClient { BaseAddress = gateway.Address };
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative));
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private sealed class Function(Func<ReadOnlyMemory<byte>, CancellationToken, Task<InvocationResult>> invoke) : IFunctionInvoker
    {
        public Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken) =>
            invoke(payload, cancellationToken);
    }
}
