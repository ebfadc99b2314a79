using Analytics.Local.Gateway;
using Analytics.Local.Templates;
using Analytics.Tests.Documentation;
using Analytics.Tests.Local.Templates;
using Xunit;

namespace Analytics.Tests.Local.Gateway;

/// <summary>The template's AllowOrigins, as an HTTP API follows it.</summary>
public class CrossOriginTests
{
    private const string Readable = "etag,idempotency-replayed,link,location,next-cursor,order-change,retry-after,www-authenticate";

    private const string Sendable = "authorization,content-type,idempotency-key,if-match,if-none-match,"
        + "x-amz-content-sha256,x-amz-date,x-amz-security-token";

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
            (200, named, named is null ? null : Readable),
            (answer.Status, Header(answer, "access-control-allow-origin"), Header(answer, "access-control-expose-headers")));
    }

    [Fact]
    public async Task A_preflight_of_an_allowed_origin_learns_what_a_page_may_send()
    {
        var answer = await AskAsync("https://shop.example", "OPTIONS", "https://shop.example", ("access-control-request-method", "PUT"));

        Assert.Equal(204, answer.Status);
        Assert.Equal(
            ["https://shop.example", "GET,HEAD,POST,PUT,DELETE", Sendable, "600"],
            answer.Headers.Select(header => header.Value));
    }

    [Fact]
    public async Task A_preflight_of_another_origin_learns_nothing() => Assert.Empty(
        (await AskAsync("https://shop.example", "OPTIONS", "https://evil.example", ("access-control-request-method", "GET"))).Headers);

    [Fact]
    public async Task Without_origins_OPTIONS_is_a_method_that_no_route_has() =>
        Assert.Equal(405, (await AskAsync("", "OPTIONS", "https://shop.example", ("access-control-request-method", "GET"))).Status);

    // A browser sends no token with a preflight.
    [Theory]
    [InlineData("IAM")]
    [InlineData("JWT")]
    public async Task A_closed_API_answers_preflights_of_pages_and_refuses_what_follows_without_a_token(string access)
    {
        var preflight = await AskAsync(
            "https://shop.example", "OPTIONS", "https://shop.example", access, ("access-control-request-method", "PUT"));
        var request = await AskAsync("https://shop.example", "GET", "https://shop.example", access);

        Assert.Equal((204, "https://shop.example"), (preflight.Status, Header(preflight, "access-control-allow-origin")));
        Assert.Equal(
            (access == "JWT" ? 401 : 403, "https://shop.example"), (request.Status, Header(request, "access-control-allow-origin")));
    }

    [Fact]
    public async Task OPTIONS_that_is_no_preflight_learns_the_methods_of_its_path()
    {
        var answer = await AskAsync("https://shop.example", "OPTIONS", null, "JWT");

        Assert.Equal((204, "GET, HEAD, POST"), (answer.Status, Header(answer, "allow")));
    }

    private static Task<GatewayResponse> AskAsync(
        string allowed, string method, string? origin, params (string Name, string Value)[] headers) =>
        AskAsync(allowed, method, origin, "Open", headers);

    private static async Task<GatewayResponse> AskAsync(
        string allowed, string method, string? origin, string access, params (string Name, string Value)[] headers)
    {
        var template = await Template.LoadAsync(
            Parsed.OwnTemplate,
            Parsed.Settings(
                ("AllowOrigins", allowed), ("Access", access), ("JwtIssuer", "https://idp.example"), ("JwtAudience", "shop")),
            default);
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
