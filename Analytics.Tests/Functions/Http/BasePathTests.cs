using Amazon.Lambda.APIGatewayEvents;
using Analytics.Functions.Http;
using Xunit;

namespace Analytics.Tests.Functions.Http;

public class BasePathTests
{
    private const string OwnDomain = "api.example.com";
    private const string DefaultDomain = "a1b2.execute-api.eu-central-1.amazonaws.com";

    // API Gateway Developer Guide, "API mappings for HTTP APIs" and "Stages for HTTP APIs": rawPath holds the mapped path and the stage.
    [Theory]
    [InlineData("POST /orders", "/orders", "")]
    [InlineData("POST /orders", "/shop/orders", "/shop")]
    [InlineData("POST /orders", "/prod/orders", "/prod")]
    [InlineData("POST /orders", "/orders/v1/orders", "/orders/v1")]
    [InlineData("POST /orders", "/un café/orders", "/un%20caf%C3%A9")]
    [InlineData("GET /orders/{orderId}", "/shop/orders/o-1", "/shop")]
    [InlineData("POST /orders/{orderId}/cancel", "/shop/eu/orders/o-1/cancel", "/shop/eu")]
    [InlineData(null, null, "")]
    public void The_base_path_is_what_precedes_the_route(string? route, string? path, string expected) =>
        Assert.Equal(expected, BasePath.Of(new APIGatewayHttpApiV2ProxyRequest
        {
            RouteKey = route, RawPath = path, PathParameters = new Dictionary<string, string> { ["orderId"] = "o-1" },
        }));

    [Theory]
    [InlineData("/orders", DefaultDomain, "$default", "/orders")]
    [InlineData("/shop/orders", OwnDomain, "$default", "/orders")]
    [InlineData("/shop/eu/aggregates/items/tea", OwnDomain, "$default", "/aggregates/items/tea")]
    [InlineData("/shop/orders", null, null, "/orders")]
    [InlineData("/prod/orders", DefaultDomain, "prod", "/orders")]
    [InlineData("/production/orders", DefaultDomain, "prod", "/production/orders")]
    [InlineData("/shop/orders", DefaultDomain, "$default", "/shop/orders")]
    [InlineData("/shop/orders", "localhost:3000", "$default", "/shop/orders")]
    [InlineData("/shop/orders", "127.0.0.1:3000", "$default", "/shop/orders")]
    [InlineData("/shop/nothing", OwnDomain, "$default", "/shop/nothing")]
    [InlineData("/", OwnDomain, "$default", "/")]
    [InlineData("", OwnDomain, "$default", "")]
    public void The_own_path_of_a_request_without_a_route_is_the_known_one_in_it(
        string path, string? domain, string? stage, string expected) =>
        Assert.Equal(expected, BasePath.OwnPath(new APIGatewayHttpApiV2ProxyRequest
        {
            RawPath = path,
            RequestContext = new APIGatewayHttpApiV2ProxyRequest.ProxyRequestContext { DomainName = domain, Stage = stage },
        }));
}
