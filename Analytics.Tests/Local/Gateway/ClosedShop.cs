using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Analytics.Functions.Callers;
using Analytics.Functions.Runtime;
using Analytics.Local.Gateway;
using Analytics.Local.Templates;
using Analytics.Storage;
using Analytics.Tests.Documentation;
using Analytics.Tests.Local.Templates;
using Analytics.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Analytics.Tests.Local.Gateway;

/// <summary>The API of the product's own template with Access JWT, behind the local gateway, at noon.</summary>
internal sealed class ClosedShop : IAsyncDisposable
{
    private readonly TestIssuer _issuer;
    private readonly HttpClient _issuerClient;
    private readonly HttpGateway _gateway;
    private readonly HttpClient _http;

    private ClosedShop(TestIssuer issuer, HttpClient issuerClient, HttpGateway gateway, ApiDefinition api)
    {
        (_issuer, _issuerClient, _gateway, Routes) = (issuer, issuerClient, gateway, api.Routes);
        _http = new HttpClient { BaseAddress = gateway.Address };
    }

    /// <summary>The time of the gateway and the functions.</summary>
    public static DateTimeOffset Now { get; } = Some.At("12:00");

    public TestIssuer Issuer => _issuer;

    public IReadOnlyList<RouteDefinition> Routes { get; }

    /// <summary>Opens the shop.</summary>
    /// <param name="catalogue">Has the prices of callers who may not set them; null if all set prices themselves.</param>
    public static async Task<ClosedShop> OpenAsync(ICatalogue? catalogue = null)
    {
        var template = await Template.LoadAsync(
            Parsed.OwnTemplate, Parsed.Settings(("Access", "JWT"), ("JwtIssuer", TestIssuer.Name), ("JwtAudience", TestIssuer.Audience)),
            default);
        var (api, issuer) = (template.Evaluate().Api!, new TestIssuer());
        var client = new HttpClient(issuer);
        var function = new BenchFunction(new ApiBench(new CallerReader(ApiAccess.Jwt, "sub"), catalogue));
        var gateway = await HttpGateway.StartAsync(
            api, _ => function,
            new GatewayOptions
            {
                Port = 0, AccountId = "000000000000", Log = new RecordingLog(), TimeProvider = new FakeTimeProvider(Now),
                IssuerClient = client,
            },
            default);
        return new ClosedShop(issuer, client, gateway, api);
    }

    /// <summary>A token of a customer or of the shop, with scopes.</summary>
    public string Token(string subject, string scope) => _issuer.Sign(TestIssuer.Claims(Now, subject, scope));

    /// <summary>Sends a request.</summary>
    /// <param name="request">Method and path.</param>
    /// <param name="token">What is sent as Authorization; null for nothing.</param>
    /// <param name="body">The body; null for none.</param>
    /// <param name="headers">More headers.</param>
    public async Task<ShopAnswer> SendAsync(
        string request, string? token, string? body = null, params (string Name, string Value)[] headers)
    {
        var parts = request.Split(' ');
        using var message = new HttpRequestMessage(new HttpMethod(parts[0]), new Uri(parts[1], UriKind.Relative));
        if (token is not null)
        {
            message.Headers.TryAddWithoutValidation(
                "authorization", token.Contains(' ', StringComparison.Ordinal) ? token : $"Bearer {token}");
        }

        foreach (var (name, value) in headers)
        {
            message.Headers.Add(name, value);
        }

        message.Content = body is null ? null : new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var response = await _http.SendAsync(message);
        return new ShopAnswer(
            response.StatusCode, await response.Content.ReadAsStringAsync(), string.Join(", ", response.Headers.WwwAuthenticate));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _gateway.DisposeAsync();
        _issuerClient.Dispose();
    }
}

/// <summary>An answer of the closed shop.</summary>
internal sealed record ShopAnswer(HttpStatusCode Status, string Body, string Challenge)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    public string OrderId => (string)Json["orderId"]!;
}
