using Amazon.Lambda.APIGatewayEvents;
using Analytics.Functions.Http;
using Xunit;

namespace Analytics.Tests.Functions.Http;

public class PreconditionsTests
{
    // RFC 9110, section 13.2.2: If-Match first, then If-None-Match; section 13.1.1: If-Match compares strongly; 13.1.2: If-None-Match
    // weakly.
    [Theory]
    [InlineData(null, null, Precondition.Holds)]
    [InlineData("*", null, Precondition.Holds)]
    [InlineData("\"1\"", null, Precondition.Holds)]
    [InlineData("\"9\", \"1\"", null, Precondition.Holds)]
    [InlineData("\"9\"", null, Precondition.Failed)]
    [InlineData("W/\"1\"", null, Precondition.Failed)]
    [InlineData("", null, Precondition.Failed)]
    [InlineData("1", null, Precondition.Failed)]
    [InlineData(null, "*", Precondition.Matched)]
    [InlineData(null, "\"1\"", Precondition.Matched)]
    [InlineData(null, "W/\"1\"", Precondition.Matched)]
    [InlineData(null, "\"9\", W/\"1\"", Precondition.Matched)]
    [InlineData(null, "\"9\"", Precondition.Holds)]
    [InlineData(null, "", Precondition.Holds)]
    [InlineData("\"1\"", "\"1\"", Precondition.Matched)]
    [InlineData("\"9\"", "\"1\"", Precondition.Failed)]
    [InlineData("\"9\"", "\"8\"", Precondition.Failed)]
    [InlineData("\"1\"", "\"8\"", Precondition.Holds)]
    public void A_representation_with_a_strong_tag(string? ifMatch, string? ifNoneMatch, object expected) =>
        Assert.Equal(expected, Request(ifMatch, ifNoneMatch).Evaluate(exists: true, new EntityTag("1")));

    [Theory]
    [InlineData("W/\"1\"", null, Precondition.Failed)]
    [InlineData("\"1\"", null, Precondition.Failed)]
    [InlineData("*", null, Precondition.Holds)]
    [InlineData(null, "W/\"1\"", Precondition.Matched)]
    [InlineData(null, "\"1\"", Precondition.Matched)]
    public void A_representation_with_a_weak_tag(string? ifMatch, string? ifNoneMatch, object expected) =>
        Assert.Equal(expected, Request(ifMatch, ifNoneMatch).Evaluate(exists: true, new EntityTag("1", IsWeak: true)));

    [Theory]
    [InlineData("*", null, Precondition.Failed)]
    [InlineData("\"1\"", null, Precondition.Failed)]
    [InlineData(null, "*", Precondition.Holds)]
    [InlineData(null, "\"1\"", Precondition.Holds)]
    public void No_representation(string? ifMatch, string? ifNoneMatch, object expected) =>
        Assert.Equal(expected, Request(ifMatch, ifNoneMatch).Evaluate(exists: false, tag: null));

    // RFC 9110, sections 13.1.3 and 13.1.4: both dates are ignored where there is no modification date.
    [Fact]
    public void Dates_are_ignored() => Assert.Equal(Precondition.Holds, new APIGatewayHttpApiV2ProxyRequest
    {
        Headers = new Dictionary<string, string>
        {
            ["if-modified-since"] = "Sat, 29 Oct 2050 19:43:31 GMT", ["if-unmodified-since"] = "Sat, 29 Oct 1994 19:43:31 GMT",
        },
    }.Evaluate(exists: true, new EntityTag("1")));

    private static APIGatewayHttpApiV2ProxyRequest Request(string? ifMatch, string? ifNoneMatch)
    {
        var headers = new Dictionary<string, string>();
        foreach (var (name, value) in new[] { ("if-match", ifMatch), ("if-none-match", ifNoneMatch) })
        {
            if (value is not null)
            {
                headers[name] = value;
            }
        }

        return new APIGatewayHttpApiV2ProxyRequest { Headers = headers };
    }
}
