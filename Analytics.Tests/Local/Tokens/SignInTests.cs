using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Analytics.Local.Gateway;
using Analytics.Local.Templates;
using Analytics.Local.Tokens;
using Analytics.Tests.Support;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Local.Tokens;

/// <summary>The local issuer's sign-in of web pages: authorization code with PKCE.</summary>
public sealed partial class SignInTests : IAsyncLifetime, IDisposable
{
    private const string Page = "http://localhost:3000";
    private const string Verifier = "a-verifier-of-at-least-43-characters-0123456789";

    private readonly FakeTimeProvider _time = new(Some.At("12:00"));
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private TokenIssuer _issuer = null!;

    public async Task InitializeAsync()
    {
        _issuer = await TokenIssuer.StartAsync(new TokenIssuerOptions { Port = 0, Audience = "shop" }, _time, default);
        _http.BaseAddress = _issuer.Address;
    }

    public async Task DisposeAsync() => await _issuer.DisposeAsync();

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task A_user_signs_in_and_the_page_redeems_the_code_for_a_token_that_the_gateway_takes()
    {
        var back = await SignInAsync();
        Assert.Equal(($"{Page}/", "s-1", _issuer.Name), (back.Address, $"{back.Query["state"]}", $"{back.Query["iss"]}"));

        var (status, answer, allowed) = await RedeemAsync($"{back.Query["code"]}");

        Assert.Equal((HttpStatusCode.OK, Page), (status, allowed));
        Assert.Equal(
            ("Bearer", 3600, "a:read openid"), ((string?)answer["token_type"], (int?)answer["expires_in"], (string?)answer["scope"]));
        using var http = new HttpClient();
        var authorizer = new JwtAuthorizer(new JwtAuthorizerDefinition(_issuer.Name, ["shop"]), _time, http);
        var (accepted, refusal) = await authorizer.CheckAsync((string?)answer["access_token"], default);
        Assert.Null(refusal);
        Assert.Equal(["a:read", "openid"], accepted!.Scopes);
        var id = JsonNode.Parse(WebEncoders.Base64UrlDecode(((string)answer["id_token"]!).Split('.')[1]))!;
        Assert.Equal(
            ("me", "page", "n-1", _issuer.Name), ((string?)id["sub"], (string?)id["aud"], (string?)id["nonce"], (string?)id["iss"]));
        Assert.Null(answer["refresh_token"]);
        // An ID token says who has signed in; the API does not take it.
        Assert.Equal(
            "the token does not have a valid audience", (await authorizer.CheckAsync((string?)answer["id_token"], default)).Refusal);
    }

    [Theory]
    [InlineData("code_verifier", "another-verifier-of-at-least-43-characters-012345")]
    [InlineData("code_verifier", "")]
    [InlineData("client_id", "another")]
    [InlineData("redirect_uri", "http://localhost:3000/other")]
    [InlineData("code", "guessed")]
    [InlineData("origin", "http://localhost:4000")]
    public async Task A_code_is_worth_nothing_without_what_the_page_knows(string name, string value)
    {
        var code = $"{(await SignInAsync()).Query["code"]}";

        var (status, answer, _) = await RedeemAsync(code, (name, value));

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant"), (status, (string?)answer["error"]));
        if (name != "code")
        {
            // Nor afterwards: who guesses has one attempt.
            Assert.Equal(HttpStatusCode.BadRequest, (await RedeemAsync(code)).Status);
        }
    }

    [Fact]
    public async Task A_code_is_redeemed_once()
    {
        var code = $"{(await SignInAsync()).Query["code"]}";

        Assert.Equal(HttpStatusCode.OK, (await RedeemAsync(code)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await RedeemAsync(code)).Status);
    }

    [Fact]
    public async Task A_code_expires_within_a_minute()
    {
        var (one, other) = ($"{(await SignInAsync()).Query["code"]}", $"{(await SignInAsync()).Query["code"]}");
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(HttpStatusCode.OK, (await RedeemAsync(one)).Status);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(HttpStatusCode.BadRequest, (await RedeemAsync(other)).Status);
    }

    [Fact]
    public async Task A_refresh_token_gives_the_next_token_and_the_next_refresh_token_once()
    {
        var (_, first, _) = await RedeemAsync($"{(await SignInAsync(("refresh", "on"))).Query["code"]}");
        var refresh = new[] { ("grant_type", "refresh_token"), ("refresh_token", (string)first["refresh_token"]!) };

        var (status, second, _) = await RedeemAsync("", refresh);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.NotNull(second["access_token"]);
        Assert.NotEqual((string?)first["refresh_token"], (string?)second["refresh_token"]);
        Assert.Equal(HttpStatusCode.BadRequest, (await RedeemAsync("", refresh)).Status);
    }

    [Theory]
    [InlineData("redirect_uri", "https://evil.example/")]
    [InlineData("redirect_uri", "http://localhost.evil.example/")]
    [InlineData("redirect_uri", "http://me@localhost:3000/")]
    [InlineData("redirect_uri", "http://localhost:3000/#x")]
    [InlineData("redirect_uri", "javascript:alert(1)")]
    [InlineData("redirect_uri", "/")]
    [InlineData("redirect_uri", "")]
    public async Task A_browser_is_sent_to_addresses_of_this_machine_only(string name, string value)
    {
        using var shown = await _http.GetAsync(Authorize((name, value)));
        using var signedIn = await PostAsync(Form((name, value)));

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (shown.StatusCode, signedIn.StatusCode));
        Assert.Contains(
            "redirect_uri must be an address of this machine", await shown.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("response_type", "token", "response_type must be code; got 'token'.")]
    [InlineData("client_id", "", "client_id is missing: which page asks.")]
    [InlineData("code_challenge", "", "code_challenge must be")]
    [InlineData("code_challenge_method", "plain", "code_challenge must be")]
    public async Task A_request_that_cannot_be_met_goes_back_with_the_reason(string name, string value, string reason)
    {
        using var answer = await _http.GetAsync(Authorize((name, value)));

        var (address, query) = Back(answer);
        Assert.Equal(($"{Page}/", "invalid_request", "s-1"), (address, $"{query["error"]}", $"{query["state"]}"));
        Assert.StartsWith(reason, query["error_description"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_may_refuse() =>
        Assert.Equal("access_denied", (await SignInAsync(("answer", "refuse"))).Query["error"]);

    [Fact]
    public async Task The_page_shows_what_is_asked_for_as_text_and_cannot_be_framed()
    {
        using var answer = await _http.GetAsync(Authorize(("scope", "a:read <script>alert(1)</script>"), ("state", "\"><b>")));
        var html = await answer.Content.ReadAsStringAsync();

        Assert.Equal("text/html; charset=utf-8", $"{answer.Content.Headers.ContentType}");
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("\"><b>", html, StringComparison.Ordinal);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        var style = StylePattern().Match(html).Groups[1].Value;
        Assert.Equal(
            $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)))}'; "
                + $"form-action 'self' {Page}; base-uri 'none'; frame-ancestors 'none'",
            policy);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("http://localhost:3000")] // The form is the issuer's own.
    [InlineData("null")]
    public async Task Another_page_cannot_send_the_form(string origin)
    {
        using var answer = await PostAsync(Form(), origin);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData("http://localhost:3000")]
    [InlineData("https://evil.example")]
    public async Task A_page_gets_no_token_without_a_sign_in(string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, TokenIssuer.TokenPath)
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["sub"] = "me", ["scope"] = "a:read" }),
        };
        request.Headers.Add("Origin", origin);
        using var answer = await _http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    private static Dictionary<string, string> Parameters(params (string Name, string Value)[] changes)
    {
        var parameters = new Dictionary<string, string>
        {
            ["response_type"] = "code", ["client_id"] = "page", ["redirect_uri"] = $"{Page}/", ["state"] = "s-1", ["nonce"] = "n-1",
            ["scope"] = "a:read openid", ["code_challenge_method"] = "S256",
            ["code_challenge"] = WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))),
        };
        changes.ToList().ForEach(change => parameters[change.Name] = change.Value);
        return parameters;
    }

    private static string Authorize(params (string Name, string Value)[] changes) => QueryHelpers.AddQueryString(
        TokenIssuer.AuthorizePath, Parameters(changes).Select(one => KeyValuePair.Create(one.Key, (string?)one.Value)));

    private static Dictionary<string, string> Form(params (string Name, string Value)[] changes) =>
        Parameters([("sub", "me"), ("expires_in", "3600"), ("answer", "allow"), .. changes]);

    private static (string Address, Dictionary<string, StringValues> Query) Back(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var location = answer.Headers.Location!;
        return (location.GetLeftPart(UriPartial.Path), QueryHelpers.ParseQuery(location.Query));
    }

    private async Task<(string Address, Dictionary<string, StringValues> Query)> SignInAsync(params (string Name, string Value)[] changes)
    {
        using var answer = await PostAsync(Form(changes));
        return Back(answer);
    }

    private async Task<HttpResponseMessage> PostAsync(Dictionary<string, string> form, string? origin = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, TokenIssuer.AuthorizePath)
        {
            Content = new FormUrlEncodedContent(form),
        };
        request.Headers.Add("Origin", origin ?? _issuer.Name);
        return await _http.SendAsync(request);
    }

    private async Task<(HttpStatusCode Status, JsonNode Answer, string? Allowed)> RedeemAsync(
        string code, params (string Name, string Value)[] changes)
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code", ["code"] = code, ["client_id"] = "page", ["redirect_uri"] = $"{Page}/",
            ["code_verifier"] = Verifier,
        };
        changes.ToList().ForEach(change => form[change.Name] = change.Value);
        using var request = new HttpRequestMessage(HttpMethod.Post, TokenIssuer.TokenPath) { Content = new FormUrlEncodedContent(form) };
        request.Headers.Add("Origin", form.GetValueOrDefault("origin", Page));
        using var answer = await _http.SendAsync(request);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!,
            answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var allowed) ? allowed.Single() : null);
    }

    [GeneratedRegex("<style>(.*)</style>", RegexOptions.Singleline)]
    private static partial Regex StylePattern();
}
