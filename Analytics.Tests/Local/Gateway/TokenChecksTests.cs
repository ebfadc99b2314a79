using System.Net;
using System.Text.Json.Nodes;
using Analytics.Local.Templates;
using Xunit;

namespace Analytics.Tests.Local.Gateway;

/// <summary>Real tokens at every route of the template: refused when anything is wrong with them, accepted when nothing is.</summary>
public sealed class TokenChecksTests : IAsyncLifetime
{
    private const string AllScopes = "orders:read orders:write orders:refund orders:admin aggregates:read";

    private ClosedShop _shop = null!;

    public static TheoryData<TokenFlaw> Flaws => [.. Enum.GetValues<TokenFlaw>()];

    public async Task InitializeAsync() => _shop = await ClosedShop.OpenAsync();

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    // API Gateway Developer Guide, "Troubleshooting issues with HTTP API JWT authorizers".
    [Fact]
    public async Task Without_a_token_every_route_is_refused()
    {
        foreach (var route in _shop.Routes)
        {
            var answer = await _shop.SendAsync(RequestTo(route), token: null, BodyFor(route));

            Assert.Equal(
                (route.Key, 401, BodyOf(route, "Unauthorized"), "Bearer"),
                (route.Key, (int)answer.Status, answer.Body, answer.Challenge));
        }
    }

    [Theory]
    [MemberData(nameof(Flaws))]
    public async Task With_a_flawed_token_every_route_is_refused(TokenFlaw flaw)
    {
        var token = _shop.Issuer.Flawed(flaw, ClosedShop.Now, "c-1", AllScopes);
        foreach (var route in _shop.Routes)
        {
            var answer = await _shop.SendAsync(RequestTo(route), token, BodyFor(route));

            Assert.Equal((route.Key, 401, BodyOf(route, "Unauthorized")), (route.Key, (int)answer.Status, answer.Body));
            Assert.StartsWith("Bearer scope=\"\" error=\"invalid_token\" error_description=\"", answer.Challenge, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(TokenFlaw.OtherAudience, "the token does not have a valid audience")]
    [InlineData(TokenFlaw.OtherIssuer, "the token does not have a valid issuer")]
    [InlineData(TokenFlaw.Expired, "the token has expired")]
    [InlineData(TokenFlaw.NotYetValid, "the token is not yet valid")]
    [InlineData(TokenFlaw.OtherKey, "the token does not have a valid signature")]
    [InlineData(TokenFlaw.Unsigned, "the token does not have a valid signature")]
    public async Task The_challenge_says_what_is_wrong(TokenFlaw flaw, string reason)
    {
        var answer = await _shop.SendAsync("GET /orders", _shop.Issuer.Flawed(flaw, ClosedShop.Now, "c-1", AllScopes));

        Assert.Equal($"Bearer scope=\"\" error=\"invalid_token\" error_description=\"{reason}\"", answer.Challenge);
    }

    [Fact]
    public async Task Without_a_scope_of_its_route_a_token_is_refused()
    {
        foreach (var route in _shop.Routes)
        {
            var wanted = ((RouteAccess.Jwt)route.Access).Scopes;
            var token = _shop.Token("c-1", string.Join(' ', AllScopes.Split(' ').Except(wanted)));

            var answer = await _shop.SendAsync(RequestTo(route), token, BodyFor(route));

            if (wanted.Count == 0)
            {
                Assert.NotEqual((route.Key, HttpStatusCode.Forbidden), (route.Key, answer.Status));
                continue;
            }

            Assert.Equal((route.Key, 403, BodyOf(route, "Forbidden")), (route.Key, (int)answer.Status, answer.Body));
            Assert.StartsWith(
                $"Bearer scope=\"{string.Join(' ', wanted)}\" error=\"insufficient_scope\"", answer.Challenge, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task With_any_scope_of_its_route_a_token_is_accepted()
    {
        foreach (var route in _shop.Routes)
        {
            var scopes = ((RouteAccess.Jwt)route.Access).Scopes;
            foreach (var scope in scopes.DefaultIfEmpty("none"))
            {
                var answer = await _shop.SendAsync(RequestTo(route), _shop.Token("c-1", scope), BodyFor(route));

                // What the path names does not exist; an unknown path is nowhere; some bodies are missing.
                Assert.True(
                    answer.Status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) && (int)answer.Status < 500,
                    $"{route.Key} with {scope}: {answer.Status} {answer.Body}");
            }
        }
    }

    [Theory]
    [InlineData("""{"scope":"orders:read"}""", true)]
    [InlineData("""{"scope":"openid orders:read email"}""", true)]
    [InlineData("""{"scp":"orders:read"}""", true)]
    [InlineData("""{"scp":["openid","orders:read"]}""", true)]
    [InlineData("""{"scope":"orders:readonly"}""", false)]
    [InlineData("""{"scope":"openid,orders:read"}""", false)]
    public async Task Scopes_are_those_of_scope_and_scp(string more, bool isAccepted)
    {
        var claims = TestIssuer.Claims(ClosedShop.Now, "c-1", "");
        Add(claims, more);

        var answer = await _shop.SendAsync("GET /orders", _shop.Issuer.Sign(claims));

        Assert.Equal(isAccepted ? 200 : 403, (int)answer.Status);
    }

    // API Gateway looks at client_id only where there is no aud.
    [Theory]
    [InlineData("""{"aud":["another","shop"]}""", true)]
    [InlineData("""{"aud":null,"client_id":"shop"}""", true)]
    [InlineData("""{"aud":null,"client_id":"another"}""", false)]
    [InlineData("""{"aud":"another","client_id":"shop"}""", false)]
    public async Task The_audience_is_aud_or_else_client_id(string more, bool isAccepted)
    {
        var claims = TestIssuer.Claims(ClosedShop.Now, "c-1", "orders:read");
        Add(claims, more);

        var answer = await _shop.SendAsync("GET /orders", _shop.Issuer.Sign(claims));

        Assert.Equal(isAccepted ? 200 : 401, (int)answer.Status);
    }

    [Theory]
    [InlineData("Bearer {0}")]
    [InlineData("bearer {0}")]
    [InlineData("{0}")]
    public async Task A_token_may_come_with_and_without_its_scheme(string header)
    {
        var token = string.Format(System.Globalization.CultureInfo.InvariantCulture, header, _shop.Token("c-1", "orders:read"));

        Assert.Equal(HttpStatusCode.OK, (await _shop.SendAsync("GET /orders", token)).Status);
    }

    [Fact]
    public async Task While_the_issuer_cannot_be_reached_no_token_is_accepted()
    {
        _shop.Issuer.IsReachable = false;
        var answer = await _shop.SendAsync("GET /orders", _shop.Token("c-1", "orders:read"));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.EndsWith("error_description=\"the keys of the issuer could not be read\"", answer.Challenge, StringComparison.Ordinal);
    }

    private static void Add(JsonObject claims, string more)
    {
        foreach (var (name, value) in JsonNode.Parse(more)!.AsObject())
        {
            claims.Remove(name);
            if (value is not null)
            {
                claims[name] = value.DeepClone();
            }
        }
    }

    private static string RequestTo(RouteDefinition route) => route.Path == RouteDefinition.Default ? "GET /nothing/here"
        : $"{route.Method} {route.Path}".Replace("{orderId}", "6a1f1f0e-7c39-4a4f-9d0a-0c8a5a1a0001", StringComparison.Ordinal)
            .Replace("{sku}", "tea", StringComparison.Ordinal) + (route.Path.StartsWith("/aggregates/", StringComparison.Ordinal)
                && !route.Path.EndsWith("/metrics", StringComparison.Ordinal) ? "?window=1h" : "");

    private static string? BodyFor(RouteDefinition route) => route.Key switch
    {
        "POST /orders" => """{"customerId":"c-1","currency":"USD","lines":[{"sku":"tea","quantity":1,"unitPrice":1}]}""",
        "PUT /orders/{orderId}/lines" => """{"lines":[{"sku":"tea","quantity":1,"unitPrice":1}]}""",
        "POST /orders/{orderId}/refunds" => """{"amount":1}""",
        _ => null,
    };

    private static string BodyOf(RouteDefinition route, string message) => route.Method == "HEAD" ? "" : $$"""{"message":"{{message}}"}""";
}
