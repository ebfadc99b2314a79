using Analytics.Local.Gateway;
using Analytics.Local.Templates;
using Analytics.Tests.Documentation;
using Analytics.Tests.Local.Templates;
using Xunit;

namespace Analytics.Tests.Local.Gateway;

/// <summary>The template's AllowOrigins, as an HTTP API follows it.</summary>
public class CrossOriginTests
{
    [Theory]
    [InlineData("https://shop.example", "https://shop.example", "https://shop.example")]
    [InlineData("https://a.example,https://shop.example", "https://shop.example", "https://shop.example")]
    [InlineData("https://shop.example", "https://shop.example.evil", null)]
    [InlineData("https://*", "https://any.example", "https://any.example")]
    [InlineData("https://*", "http://any.example", null)]
    [InlineData("*", "https://any.example", "*")]
    [InlineData("*", null, null)]
    [InlineData("", "https://any.example", null)]
    public async Task A_page_of_an_allowed_origin_may_read_answers(string allowed, string? origin, string? named)
    {
        var answer = await AskAsync(allowed, "GET", origin);

        Assert.Equal(
            (200, named, named is null ? null : "etag,idempotency-replayed,link,location,next-cursor,order-change,retry-after"),
            (answer.Status, Header(answer, "access-control-allow-origin"), Header(answer, "access-control-expose-headers")));
    }

    [Fact]
    public async Task A_preflight_of_an_allowed_origin_is_told_what_a_page_may_send()
    {
        var answer = await AskAsync("https://shop.example", "OPTIONS", "https://shop.example", ("access-control-request-method", "PUT"));

        Assert.Equal(204, answer.Status);
        Assert.Equal(
            ["https://shop.example", "GET,HEAD,POST,PUT", "content-type,idempotency-key,if-match,if-none-match", "600"],
            answer.Headers.Select(header => header.Value));
    }

    [Fact]
    public async Task A_preflight_of_another_origin_is_told_nothing() => Assert.Empty(
        (await AskAsync("https://shop.example", "OPTIONS", "https://evil.example", ("access-control-request-method", "GET"))).Headers);

    [Fact]
    public async Task Without_origins_OPTIONS_is_a_method_that_no_route_has() =>
        Assert.Equal(405, (await AskAsync("", "OPTIONS", "https://shop.example", ("access-control-request-method", "GET"))).Status);

    private static async Task<GatewayResponse> AskAsync(
        string allowed, string method, string? origin, params (string Name, string Value)[] headers)
    {
        var template = await Template.LoadAsync(Parsed.OwnTemplate, Parsed.Settings(("AllowOrigins", allowed)), default);
        var options = new GatewayOptions
        {
            Port = 0, AccountId = "000000000000", Log = new RecordingLog(), TimeProvider = TimeProvider.System,
        };
        var handler = new GatewayHandler(template.Evaluate().Api!, _ => new BenchFunction(new ApiBench()), options);
        return await handler.AnswerAsync(
            new GatewayRequest
            {
                RequestId = "r", Method = method, Path = "/orders", SourceIp = "127.0.0.1", Time = TimeProvider.System.GetUtcNow(),
                Headers =
                [
                    .. headers.Select(header => KeyValuePair.Create(header.Name, header.Value)),
                    .. origin is null ? [] : new[] { KeyValuePair.Create("Origin", origin) },
                ],
            },
            default);
    }

    private static string? Header(GatewayResponse response, string name) =>
        response.Headers.Where(header => header.Key == name).Select(header => header.Value).FirstOrDefault();
}
