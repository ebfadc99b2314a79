using Analytics.Local.Gateway;
using Analytics.Local.Templates;
using Xunit;

namespace Analytics.Tests.Local.Gateway;

public class RouteTableTests
{
    private static readonly string[] Routes =
    [
        "ANY /{proxy+}", "GET /{proxy+}", "GET /orders/{orderId}", "ANY /orders/{orderId}", "GET /orders/latest", "POST /orders",
        "GET /orders/{orderId}/lines/{line}", "GET /orders/latest/{rest+}", "GET /",
    ];

    [Theory]
    [InlineData("GET", "/orders/latest", "GET /orders/latest")]
    [InlineData("GET", "/orders/o-1", "GET /orders/{orderId} orderId=o-1")]
    [InlineData("DELETE", "/orders/o-1", "ANY /orders/{orderId} orderId=o-1")]
    [InlineData("DELETE", "/orders/latest", "ANY /orders/{orderId} orderId=latest")]
    [InlineData("POST", "/orders", "POST /orders")]
    [InlineData("PUT", "/orders", "ANY /{proxy+} proxy=orders")]
    [InlineData("GET", "/orders/o-1/lines/2", "GET /orders/{orderId}/lines/{line} orderId=o-1 line=2")]
    [InlineData("GET", "/orders/latest/lines/2", "GET /orders/latest/{rest+} rest=lines/2")]
    [InlineData("GET", "/a/b%20c", "GET /{proxy+} proxy=a/b c")]
    [InlineData("GET", "/orders/a%20b%C3%BC", "GET /orders/{orderId} orderId=a bü")]
    [InlineData("GET", "/orders/a%2Fb", "GET /{proxy+} proxy=orders/a/b")] // the path is decoded before it is matched
    [InlineData("GET", "/orders/", "GET /{proxy+} proxy=orders/")]
    [InlineData("GET", "/", "GET /")]
    public void The_most_specific_route_that_takes_path_and_method_wins(string method, string path, string expected) =>
        Assert.Equal(expected, Find(Routes, method, path));

    [Fact]
    public void A_path_without_a_route_goes_to_the_default_route() =>
        Assert.Equal("$default", Find(["GET /orders", "$default"], "POST", "/orders"));

    [Fact]
    public void Without_a_default_route_there_may_be_none() =>
        Assert.Null(Find(["GET /orders"], "POST", "/orders"));

    private static string? Find(string[] routes, string method, string path)
    {
        var table = new RouteTable([.. routes.Reverse().Select(route => route.Split(' ') is [var m, var p]
            ? new RouteDefinition("F", m, p, TimeSpan.FromSeconds(1))
            : new RouteDefinition("F", "ANY", route, TimeSpan.FromSeconds(1)))]);
        return table.Find(method, path) is { } match
            ? string.Join(' ', match.Parameters.Select(parameter => $"{parameter.Key}={parameter.Value}").Prepend(match.Route.Key))
            : null;
    }
}
