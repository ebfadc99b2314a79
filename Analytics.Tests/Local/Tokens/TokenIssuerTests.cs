using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Analytics.Local.Gateway;
using Analytics.Local.Hosting;
using Analytics.Local.Templates;
using Analytics.Local.Tokens;
using Analytics.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Local.Tokens;

/// <summary>The local issuer, and that the gateway accepts its tokens as it accepts those of any other.</summary>
public sealed class TokenIssuerTests : IAsyncLifetime, IDisposable
{
    private readonly FakeTimeProvider _time = new(Some.At("12:00"));
    private readonly HttpClient _http = new();
    private TokenIssuer _issuer = null!;

    public async Task InitializeAsync() => _issuer = await StartAsync(0);

    public async Task DisposeAsync() => await _issuer.DisposeAsync();

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Its_tokens_say_what_was_asked_for_and_expire()
    {
        var token = await AskAsync("sub=c-1&scope=orders:read+orders:write&expires_in=60");
        var authorizer = Authorizer("shop");

        var (accepted, refusal) = await authorizer.CheckAsync($"Bearer {token}", default);

        Assert.Null(refusal);
        Assert.Equal(["orders:read", "orders:write"], accepted!.Scopes);
        Assert.Contains(new KeyValuePair<string, string>("sub", "c-1"), accepted.Claims);
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal("the token has expired", (await authorizer.CheckAsync(token, default)).Refusal);
    }

    [Fact]
    public async Task Its_tokens_are_for_its_audience_only() => Assert.Equal(
        "the token does not have a valid audience", (await Authorizer("another").CheckAsync(await AskAsync("sub=c-1"), default)).Refusal);

    [Fact]
    public async Task A_token_of_an_earlier_start_is_refused()
    {
        var token = await AskAsync("sub=c-1");
        var port = _issuer.Address.Port;
        await _issuer.DisposeAsync();
        _issuer = await StartAsync(port);

        Assert.Equal("the token does not have a valid signature", (await Authorizer("shop").CheckAsync(token, default)).Refusal);
    }

    [Fact]
    public async Task Keys_that_the_issuer_has_changed_are_read_again()
    {
        var authorizer = Authorizer("shop");
        Assert.NotNull((await authorizer.CheckAsync(await AskAsync("sub=c-1"), default)).Token);
        var port = _issuer.Address.Port;
        await _issuer.DisposeAsync();
        _issuer = await StartAsync(port);
        var token = await AskAsync("sub=c-1");

        await EndToEnd.Eventually.EqualAsync(
            true, async () => (await authorizer.CheckAsync(token, default)).Token is not null, () => "The new key is not accepted.");
    }

    [Theory]
    [InlineData("scope=orders:read", "sub is missing: whom the token is about.")]
    [InlineData("sub=c-1&expires_in=0", "expires_in must be seconds from 1 to 31536000; got '0'.")]
    [InlineData("sub=c-1&expires_in=soon", "expires_in must be seconds from 1 to 31536000; got 'soon'.")]
    public async Task A_request_that_cannot_be_met_is_refused_with_the_reason(string form, string reason)
    {
        using var answer = await PostAsync(form);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(reason, (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["error_description"]);
    }

    [Theory]
    [InlineData("origin", "https://evil.example")]
    [InlineData("host", "evil.example")]
    public async Task A_web_page_gets_no_token(string header, string value)
    {
        using var answer = await PostAsync("sub=c-1", (header, value));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named_with_the_option_to_change_it()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        var refusal = await Assert.ThrowsAsync<PortTakenException>(() => StartAsync(((IPEndPoint)taken.LocalEndpoint).Port));

        Assert.Contains("--issuer-port", refusal.Message, StringComparison.Ordinal);
    }

    private Task<TokenIssuer> StartAsync(int port) =>
        TokenIssuer.StartAsync(new TokenIssuerOptions { Port = port, Audience = "shop" }, _time, default);

    private JwtAuthorizer Authorizer(string audience) => new(new JwtAuthorizerDefinition(_issuer.Name, [audience]), _time, _http);

    private async Task<string> AskAsync(string form)
    {
        using var answer = await PostAsync(form);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["access_token"]!;
    }

    private async Task<HttpResponseMessage> PostAsync(string form, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_issuer.Address, TokenIssuer.TokenPath))
        {
            Content = new StringContent(form, System.Text.Encoding.UTF8, "application/x-www-form-urlencoded"),
        };
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return await _http.SendAsync(request);
    }
}
