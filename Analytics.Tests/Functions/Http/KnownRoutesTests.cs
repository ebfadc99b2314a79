using Analytics.Functions.Http;
using Xunit;

namespace Analytics.Tests.Functions.Http;

public class KnownRoutesTests
{
    [Theory]
    [InlineData("/orders", "GET, HEAD, POST")]
    [InlineData("/orders/x", "GET, HEAD")]
    [InlineData("/orders/x/lines", "PUT")]
    [InlineData("/orders/x/refunds", "POST")]
    [InlineData("/orders/x/cancel", "POST")]
    [InlineData("/aggregates/totals", "GET, HEAD")]
    [InlineData("/aggregates/items", "GET, HEAD")]
    [InlineData("/aggregates/items/x", "GET, HEAD")]
    [InlineData("/aggregates/series", "GET, HEAD")]
    [InlineData("/aggregates/summary", "GET, HEAD")]
    [InlineData("/aggregates/explain", "GET, HEAD")]
    [InlineData("/aggregates/metrics", "GET, HEAD")]
    [InlineData("/openapi.json", "GET, HEAD")]
    [InlineData("/goals", "GET, HEAD")]
    [InlineData("/goals/x", "GET, HEAD, PUT, DELETE")]
    [InlineData("/marks", "GET, HEAD")]
    [InlineData("/marks/x", "GET, HEAD, PUT, DELETE")]
    [InlineData("/alerts", "GET, HEAD")]
    [InlineData("/alerts/x", "GET, HEAD, PUT, DELETE")]
    [InlineData("/alerts/try", "POST")]
    [InlineData("/alerts/", null)]
    [InlineData("/orders/", null)]
    [InlineData("//orders", null)]
    [InlineData("/aggregates/totals/", null)]
    [InlineData("/aggregates", null)]
    [InlineData("/", null)]
    [InlineData("", null)]
    public void A_path_is_known_exactly_as_the_template_has_it(string path, string? allowed) =>
        Assert.Equal(allowed, KnownRoutes.Allowed(path));
}
