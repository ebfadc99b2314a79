using System.Text.RegularExpressions;
using Analytics.Local.Templates;
using Xunit;

namespace Analytics.Tests.Local.Templates;

/// <summary>Who may call which route of the product's own template.</summary>
public partial class OwnRoutesTests
{
    private const string Orders = "orders:admin";

    // What a browser asks for before its user has signed in.
    private static readonly string[] FilesOfThePage = ["GET /", "HEAD /", "GET /page/{file+}", "HEAD /page/{file+}"];

    private static readonly string Text = File.ReadAllText(Parsed.OwnTemplate);

    private static readonly Dictionary<string, string> Scopes = new()
    {
        ["POST /orders"] = $"orders:write {Orders}",
        ["GET /orders"] = $"orders:read {Orders}",
        ["GET /orders/{orderId}"] = $"orders:read {Orders}",
        ["PUT /orders/{orderId}/lines"] = $"orders:write {Orders}",
        ["POST /orders/{orderId}/refunds"] = $"orders:refund {Orders}",
        ["POST /orders/{orderId}/cancel"] = $"orders:write {Orders}",
        ["GET /aggregates/totals"] = "aggregates:read",
        ["GET /aggregates/items"] = "aggregates:read",
        ["GET /aggregates/items/{sku}"] = "aggregates:read",
        ["GET /aggregates/series"] = "aggregates:read",
        ["GET /aggregates/summary"] = "aggregates:read",
        ["GET /aggregates/metrics"] = "aggregates:read",
        ["GET /aggregates/live"] = "aggregates:read",
        ["GET /goals"] = "aggregates:read",
        ["GET /goals/{id}"] = "aggregates:read",
        ["PUT /goals/{id}"] = "aggregates:write",
        ["DELETE /goals/{id}"] = "aggregates:write",
        ["GET /marks"] = "aggregates:read",
        ["GET /marks/{id}"] = "aggregates:read",
        ["PUT /marks/{id}"] = "aggregates:write",
        ["DELETE /marks/{id}"] = "aggregates:write",
        ["GET /alerts"] = "aggregates:read",
        ["GET /alerts/{id}"] = "aggregates:read",
        ["PUT /alerts/{id}"] = "aggregates:write",
        ["DELETE /alerts/{id}"] = "aggregates:write",
        ["POST /alerts/try"] = "aggregates:write",
        // It shows orders of all customers.
        ["GET /aggregates/explain"] = Orders,
        // Any token will do.
        ["GET /openapi.json"] = "",
        ["$default"] = "",
    };

    public static TheoryData<string, string> ClosedRoutes
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var route in RoutePattern().Matches(Text).Select(match => match.Groups["key"].Value)
                .Where(key => key[..3] != "OPT" && !FilesOfThePage.Contains(key)))
            {
                data.Add("IAM", route);
                data.Add("JWT", route);
            }

            return data;
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("IAM")]
    [InlineData("JWT")]
    public void No_route_is_open_unless_the_deployer_says_so(string? access) => Assert.Empty(OpenRoutes(Text, access));

    [Theory]
    [InlineData("IAM")]
    [InlineData("JWT")]
    public void Only_preflights_of_web_pages_need_no_credentials(string access) =>
        Assert.Equal(["OPTIONS /{proxy+}"], OpenRoutes(Text, access, ("AllowOrigins", "https://shop.example")));

    [Fact]
    public void Only_the_files_of_the_page_need_no_credentials_and_only_its_function_is_behind_them()
    {
        var stack = Stack(Text, "JWT", ("Page", "on"), ("PageClientId", "page"));

        Assert.Equal(FilesOfThePage, stack.Api!.Routes.Where(route => route.Access is RouteAccess.Open).Select(route => route.Key));
        Assert.Equal(
            FilesOfThePage, stack.Api.Routes.Where(route => route.FunctionLogicalId == "PageFunction").Select(route => route.Key));
    }

    [Theory]
    [InlineData("off", null)]
    [InlineData("on", "https://idp.example page openid aggregates:read aggregates:write orders:admin")]
    public void The_page_is_there_where_it_is_wanted_and_signs_in_at_the_issuer_of_the_tokens(string page, string? expected)
    {
        var variables = Stack(Text, "JWT", ("Page", page), ("PageClientId", "page")).Functions
            .SingleOrDefault(function => function.LogicalId == "PageFunction")?.Environment;

        Assert.Equal(
            expected, variables is null ? null : $"{variables["JWT_ISSUER"]} {variables["PAGE_CLIENT_ID"]} {variables["PAGE_SCOPES"]}");
    }

    [Fact]
    public void The_page_of_an_open_api_does_not_sign_in() => Assert.Equal(
        "", Stack(Text, "Open", ("Page", "on"), ("PageClientId", "page")).Functions
            .Single(function => function.LogicalId == "PageFunction").Environment["PAGE_CLIENT_ID"]);

    [Theory]
    [MemberData(nameof(ClosedRoutes))]
    public void A_route_without_authorizer_is_found(string access, string route)
    {
        var match = RoutePattern().Matches(Text).Single(match => match.Groups["key"].Value == route);

        Assert.Equal([route], OpenRoutes(Text.Remove(match.Groups["guard"].Index, match.Groups["guard"].Length), access));
    }

    [Fact]
    public void Every_route_is_open_when_the_deployer_says_so()
    {
        var stack = Stack(Text, "Open");

        Assert.Equal(stack.Api!.Routes.Select(route => route.Key), OpenRoutes(Text, "Open"));
        Assert.Equal("Open", stack.Functions.Single(function => function.LogicalId == "OrdersFunction").Environment["ACCESS"]);
    }

    [Fact]
    public void A_token_needs_one_of_the_scopes_of_its_route()
    {
        var stack = Stack(Text, "JWT", ("JwtCustomerClaim", "customer_id"));

        Assert.All(stack.Api!.Routes, route =>
        {
            var jwt = Assert.IsType<RouteAccess.Jwt>(route.Access);
            Assert.Equal(("https://idp.example", "shop,app"), (jwt.Authorizer.Issuer, string.Join(',', jwt.Authorizer.Audiences)));
            Assert.Equal(Scopes[route.Key.Replace("HEAD", "GET", StringComparison.Ordinal)], string.Join(' ', jwt.Scopes));
        });
        var variables = stack.Functions.Single(function => function.LogicalId == "OrdersFunction").Environment;
        Assert.Equal(("JWT", "customer_id"), (variables["ACCESS"], variables["CUSTOMER_CLAIM"]));
    }

    [Theory]
    [InlineData("trusted", "", 2)]
    [InlineData("catalogue", "order-analytics-CatalogueTable", 3)]
    public void The_orders_function_reads_the_catalogue_where_there_is_one(string prices, string table, int tables)
    {
        var stack = Stack(Text, "JWT", ("Prices", prices));

        Assert.Equal(table, stack.Functions.Single(function => function.LogicalId == "OrdersFunction").Environment["CATALOGUE_TABLE"]);
        Assert.Equal(tables, stack.Tables.Count);
    }

    [Theory]
    [InlineData("Access JWT needs JwtIssuer, the address of the issuer of the tokens.", "Access=JWT JwtAudience=shop")]
    [InlineData("Access JWT needs JwtAudience, for whom the tokens are meant.", "Access=JWT JwtIssuer=https://idp.example")]
    [InlineData("Prices catalogue needs Access JWT, because only tokens tell callers apart who may set prices.", "Prices=catalogue")]
    [InlineData("Page on needs Access JWT or Open, because a browser has no AWS credentials to sign requests with.", "Page=on")]
    [InlineData("Page on with Access JWT needs PageClientId, the id of the page at the issuer.",
        "Page=on Access=JWT JwtIssuer=https://idp.example JwtAudience=shop")]
    [InlineData("DomainName needs CertificateArn, the certificate of that name.", "DomainName=shop.example")]
    [InlineData("DisableExecuteApiEndpoint true needs DomainName, because the API would have no address.",
        "DisableExecuteApiEndpoint=true")]
    public void Parameters_that_do_not_go_together_are_refused_with_what_is_missing(string message, string parameters)
    {
        var overrides = parameters.Split(' ').Select(pair => pair.Split('=')).Select(pair => (pair[0], pair[1])).ToArray();

        Assert.Contains(Parsed.Errors(Text, overrides), error => error.EndsWith(message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Access", "open")]
    [InlineData("JwtIssuer", "http://idp.example")]
    [InlineData("JwtAudience", "a,,b")]
    [InlineData("Page", "true")]
    [InlineData("PageClientId", "a b")]
    [InlineData("PageScopes", "a  b")]
    [InlineData("PageScopes", "")]
    [InlineData("DomainName", "https://shop.example")]
    public void A_parameter_of_access_that_cannot_be_is_refused(string name, string value) =>
        Assert.Contains(
            Parsed.Errors(Text, (name, value)),
            error => error.Contains($"Parameters: {name}: The value '{value}'", StringComparison.Ordinal));

    private static IEnumerable<string> OpenRoutes(string template, string? access, params (string Name, string Value)[] more) =>
        Stack(template, access, more).Api!.Routes.Where(route => route.Access is RouteAccess.Open).Select(route => route.Key);

    private static StackDefinition Stack(string template, string? access, params (string Name, string Value)[] more) => Parsed.Stack(
        template,
        [
            .. access is null ? [] : new[] { ("Access", access) },
            ("JwtIssuer", "https://idp.example"),
            ("JwtAudience", "shop,app"),
            ("Live", "iam"),
            .. more,
        ]);

    [GeneratedRegex("""
        RouteKey: (?<key>.+)\n.*\n(?<guard>(?:      Authoriz.*\n)+)
        """)]
    private static partial Regex RoutePattern();
}
