using System.Text;
using System.Text.Json;
using Analytics.Local.Gateway;
using Analytics.Local.Templates;
using Xunit;

namespace Analytics.Tests.Local.Gateway;

public class PayloadTests
{
    private static readonly RouteMatch Match = new(
        new RouteDefinition("F", "POST", "/orders/{orderId}/cancel", TimeSpan.FromSeconds(30)),
        [new("orderId", "o 1/ü")]);

    private static readonly GatewayRequest Request = new()
    {
        RequestId = "id",
        Method = "POST",
        Path = "/orders/o%201/cancel",
        Query = "a=1&b=x%20y+z&a=2&flag",
        Headers =
        [
            new("Host", "localhost:3000"), new("Content-Type", "application/json"), new("X-M", "1"), new("x-m", "2"),
            new("Cookie", "c=1; d=2"), new("User-Agent", "ua"),
        ],
        SourceIp = "127.0.0.1",
        Time = new DateTimeOffset(2026, 11, 23, 21, 3, 58, 390, TimeSpan.FromHours(2)),
        Body = Encoding.UTF8.GetBytes("{\"reason\":\"zurück\"}"),
    };

    [Fact]
    public void A_request_becomes_an_event_of_payload_format_2()
    {
        var payload = Encoding.UTF8.GetString(PayloadWriter.Write(Request, Match, "httpapi", "000000000000"));

        Assert.Equal(
            """
            {"version":"2.0","routeKey":"POST /orders/{orderId}/cancel","rawPath":"/orders/o 1/cancel","rawQueryString":"a=1&b=x%20y+z&a=2&flag",
            "cookies":["c=1","d=2"],
            "headers":{"host":"localhost:3000","content-type":"application/json","x-m":"1,2","user-agent":"ua"},
            "queryStringParameters":{"a":"1,2","b":"x y z","flag":""},
            "requestContext":{"accountId":"000000000000","apiId":"httpapi","domainName":"localhost:3000","domainPrefix":"localhost",
            "http":{"method":"POST","path":"/orders/o 1/cancel","protocol":"HTTP/1.1","sourceIp":"127.0.0.1","userAgent":"ua"},
            "requestId":"id","routeKey":"POST /orders/{orderId}/cancel","stage":"$default","time":"23/Nov/2026:19:03:58 +0000","timeEpoch":1795460638390},
            "pathParameters":{"orderId":"o 1/ü"},
            "body":"{\"reason\":\"zurück\"}","isBase64Encoded":false}
            """.ReplaceLineEndings(""),
            payload);
    }

    // API Gateway Developer Guide, "Create AWS Lambda proxy integrations for HTTP APIs" and "Control access ... with JWT authorizers".
    [Theory]
    [InlineData(null, "null")]
    [InlineData("orders:write", """["orders:write"]""")]
    public void The_claims_of_a_checked_token_are_in_the_context(string? granted, string scopes)
    {
        var token = new AcceptedToken([new("sub", "c-1"), new("exp", "1795460700")], ["orders:write", "more"])
        {
            Granted = granted is null ? null : [granted],
        };

        using var payload = JsonDocument.Parse(PayloadWriter.Write(Request, Match, "httpapi", "000000000000", token));

        Assert.Equal(
            $$$"""{"jwt":{"claims":{"sub":"c-1","exp":"1795460700"},"scopes":{{{scopes}}}}}""",
            payload.RootElement.GetProperty("requestContext").GetProperty("authorizer").GetRawText());
    }

    [Fact]
    public void Parts_that_a_request_lacks_are_left_out()
    {
        var bare = Request with { Method = "GET", Path = "/", Query = "", Headers = [new("host", "h")], Body = default };
        var match = new RouteMatch(new RouteDefinition("F", "ANY", RouteDefinition.Default, TimeSpan.FromSeconds(30)), []);

        using var payload = JsonDocument.Parse(PayloadWriter.Write(bare, match, "httpapi", "000000000000"));

        Assert.Equal(
            ["version", "routeKey", "rawPath", "rawQueryString", "headers", "requestContext", "isBase64Encoded"],
            payload.RootElement.EnumerateObject().Select(member => member.Name));
    }

    [Theory]
    [InlineData("application/json; charset=utf-8", "é", false)]
    [InlineData("text/csv", "é", false)]
    [InlineData("application/x-www-form-urlencoded", "a=1", true)] // API Gateway hands forms over as base64.
    [InlineData("application/octet-stream", "a", true)]
    [InlineData(null, "a", true)]
    public void Only_a_body_of_a_text_type_goes_as_text(string? contentType, string body, bool isBase64)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var request = Request with { Headers = contentType is null ? [] : [new("content-type", contentType)], Body = bytes };

        using var payload = JsonDocument.Parse(PayloadWriter.Write(request, Match, "httpapi", "000000000000"));

        Assert.Equal(
            (isBase64, isBase64 ? Convert.ToBase64String(bytes) : body),
            (payload.RootElement.GetProperty("isBase64Encoded").GetBoolean(), payload.RootElement.GetProperty("body").GetString()));
    }

    [Fact]
    public void A_body_declared_as_text_that_is_not_UTF8_is_sent_as_base64()
    {
        var request = Request with { Body = new byte[] { 0xFF, 0xFE } };

        using var payload = JsonDocument.Parse(PayloadWriter.Write(request, Match, "httpapi", "000000000000"));

        Assert.Equal("//4=", payload.RootElement.GetProperty("body").GetString());
    }
}
