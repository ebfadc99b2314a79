using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Analytics.Cli.Tokens;
using Analytics.Cli.Up;
using Analytics.Tests.EndToEnd;
using Xunit;

namespace Analytics.Tests.Browser;

/// <summary>
/// The whole system as <c>./run --access jwt</c> starts it: the API takes tokens only, and serves the page, which signs its viewers in at
/// the local issuer. It has sold for an hour.
/// </summary>
public sealed class ClosedShopInBrowser : IAsyncLifetime
{
    private const int Orders = 24;

    internal StackFixture Stack { get; private set; } = null!;

    internal Chromium Browser { get; private set; } = null!;

    internal Uri Api => Stack.Endpoints.Api!;

    internal Uri Issuer => Stack.Endpoints.Issuer!;

    public async Task InitializeAsync()
    {
        Browser = await Chromium.StartAsync();
        var options = new UpOptions
        {
            ProjectDirectory = "", DataDirectory = "", TemplateFile = "", FunctionsDirectory = "",
            Parameters = new Dictionary<string, string>(), Access = LocalAccess.Jwt, IssuerPort = 0,
        };
        var parameters = new Dictionary<string, string>();
        AccessParameters.AddPage(parameters, options);
        Stack = await StackFixture.StartAsync(
            parameters: AccessParameters.AddTo(parameters, options.Access), issuer: AccessParameters.IssuerOf(options));
        var token = await TokenClient.AskAsync(Issuer, AccessParameters.OfBackOffice(), CancellationToken.None);
        Stack.Api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        string[] channels = ["web", "app", "store"];
        foreach (var number in Enumerable.Range(0, Orders))
        {
            using var placed = await Traffic.PostAsync(Stack.Api, $$"""
                {"customerId":"c-{{number % 5}}","currency":"{{(number % 4 == 0 ? "USD" : "EUR")}}","channel":"{{channels[number % 3]}}",
                 "placedAt":"{{DateTimeOffset.UtcNow.AddMinutes(-2 * number):yyyy-MM-ddTHH:mm:ssZ}}","lines":[
                 {"sku":"tea-{{number % 3}}","name":"Tea no. {{number % 3}}","quantity":{{1 + number % 4}},"unitPrice":3.45}]}
                """);
            placed.EnsureSuccessStatusCode();
        }

        await Eventually.EqualAsync(
            Orders, async () => (int)(await TotalsAsync("window=2h"))["orders"]!, () => Stack.Log.Tail());
    }

    public async Task DisposeAsync()
    {
        if (Stack is not null)
        {
            await Stack.DisposeAsync();
        }

        if (Browser is not null)
        {
            await Browser.DisposeAsync();
        }
    }

    /// <summary>What the API answers itself.</summary>
    internal async Task<JsonNode> TotalsAsync(string query) =>
        JsonNode.Parse(await Stack.Api.GetStringAsync(string.Create(CultureInfo.InvariantCulture, $"/aggregates/totals?{query}")))!;
}
