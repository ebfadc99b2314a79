using System.Text;
using Analytics.Local.Gateway;
using Xunit;

namespace Analytics.Tests.Local.Gateway;

public class GatewayResponseTests
{
    [Theory]
    [InlineData("""{"statusCode":201,"headers":{"Content-Type":"application/json","x-n":7},"body":"{}","cookies":["c=2; Path=/","d=3"]}""", "201 content-type=application/json x-n=7 set-cookie=c=2; Path=/ set-cookie=d=3 | {}")]
    [InlineData("""{"statusCode":200,"body":"aGk=","isBase64Encoded":true,"headers":{"content-type":"image/png"}}""", "200 content-type=image/png | hi")]
    [InlineData("""{"statusCode":"404"}""", "404 | ")]
    [InlineData("""{"statusCode":200,"body":"hi"}""", "200 content-type=text/plain;charset=UTF-8 | hi")]
    [InlineData("""{"statusCode":204,"body":null}""", "204 | ")]
    [InlineData("""{"message":"hello"}""", "200 content-type=application/json | {\"message\":\"hello\"}")]
    [InlineData("\"hello\"", "200 content-type=application/json | hello")]
    [InlineData("[1, 2]", "200 content-type=application/json | [1, 2]")]
    public void A_function_s_response_is_mapped_as_HTTP_APIs_map_it(string payload, string expected)
    {
        var response = GatewayResponse.FromFunction(Encoding.UTF8.GetBytes(payload));

        var head = response.Headers.Select(header => $"{header.Key}={header.Value}").Prepend($"{response.Status}");
        Assert.Equal(expected, $"{string.Join(' ', head)} | {Encoding.UTF8.GetString(response.Body.Span)}");
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("""{"statusCode":"many"}""")]
    [InlineData("""{"statusCode":99}""")]
    [InlineData("""{"statusCode":200,"body":{"not":"text"}}""")]
    [InlineData("""{"statusCode":200,"body":"%%%","isBase64Encoded":true}""")]
    public void A_response_that_HTTP_APIs_reject_is_rejected(string payload) =>
        Assert.Throws<FormatException>(() => GatewayResponse.FromFunction(Encoding.UTF8.GetBytes(payload)));
}
