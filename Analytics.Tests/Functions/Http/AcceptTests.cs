using Amazon.Lambda.APIGatewayEvents;
using Analytics.Functions.Http;
using Xunit;

namespace Analytics.Tests.Functions.Http;

/// <summary>RFC 9110, section 12.5.1.</summary>
public class AcceptTests
{
    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("*/*", false)]
    [InlineData("application/json", false)]
    [InlineData("text/csv", true)]
    [InlineData("Text/CSV", true)]
    [InlineData("text/csv; header=present", true)]
    [InlineData("text/*", true)]
    [InlineData("text/plain", false)]
    [InlineData("text/csv, application/json", false)] // as welcome: JSON
    [InlineData("text/csv, application/json;q=0.9", true)]
    [InlineData("text/csv;q=0.9, application/json", false)]
    [InlineData("text/csv, */*", true)] // named, and JSON is not
    [InlineData("text/csv;q=0.5, */*", false)]
    [InlineData("text/*, application/*", false)]
    [InlineData("text/html, application/xml;q=0.9, */*;q=0.8", false)] // a browser
    [InlineData("text/csv;q=0", false)]
    [InlineData("text/*;q=0.3, text/csv;q=0", false)]
    [InlineData("text/csv;q=nonsense", false)]
    [InlineData("image/png", false)]
    public void CSV_is_for_who_prefers_it(string? accept, bool isCsv)
    {
        var request = new APIGatewayHttpApiV2ProxyRequest { Headers = new Dictionary<string, string>() };
        if (accept is not null)
        {
            request.Headers["accept"] = accept;
        }

        Assert.Equal(isCsv, request.PrefersCsv());
    }
}
