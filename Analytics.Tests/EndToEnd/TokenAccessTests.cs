using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Analytics.Cli;
using Analytics.Local.Tokens;
using Analytics.Tests.Support;
using Microsoft.Playwright;
using Xunit;

namespace Analytics.Tests.EndToEnd;

/// <summary>The whole system with Access JWT: the functions that ship, behind tokens of the local issuer.</summary>
[Trait(TestKind.Name, TestKind.Process)]
[Collection(WholeSystem.Name)]
public sealed class TokenAccessTests
{
    private const string Order = """{"currency":"USD","lines":[{"sku":"tea","quantity":2,"unitPrice":4.50}]}""";

    [Fact]
    public async Task A_customer_places_and_reads_orders_of_their_own_and_the_shop_reads_the_totals()
    {
        var data = Directory.CreateTempSubdirectory("tokens-");
        try
        {
            await using var stack = await StackFixture.StartAsync(
                data.FullName, parameters: new Dictionary<string, string> { ["Access"] = "JWT" },
                issuer: new TokenIssuerOptions
                {
                    Port = 0, Audience = "shop", IssuerParameter = "JwtIssuer", AudienceParameter = "JwtAudience",
                });
            var (one, other) = (await TokenAsync(data, "c-1", "orders:read orders:write"), await TokenAsync(data, "c-2", "orders:read"));
            var shop = await TokenAsync(data, "staff", "aggregates:read");

            Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(stack, "GET", "/aggregates/totals?window=1h", null)).Status);
            Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(stack, "POST", "/orders", other, Order)).Status);
            var placed = await SendAsync(stack, "POST", "/orders", one, Order);
            Assert.Equal((HttpStatusCode.OK, "c-1"), (placed.Status, (string?)placed.Json["customerId"]));
            var path = $"/orders/{placed.Json["orderId"]}";
            Assert.Equal(HttpStatusCode.OK, (await SendAsync(stack, "GET", path, one)).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(stack, "GET", path, other)).Status);
            await Eventually.EqualAsync(
                1, async () => (int?)(await SendAsync(stack, "GET", "/aggregates/totals?window=1h", shop)).Json["orders"],
                () => stack.Log.Tail());

            // The page reads with a token of the local host, in a browser that has none.
            await using var browser = await Browser.Chromium.StartAsync();
            await using var page = await Browser.SalesPage.OpenAsync(browser, stack.Endpoints.Dashboards!, "window=1h&compare=&tz=UTC");
            await Assertions.Expect(page.Page.Locator("[data-measure=orders] .number")).ToHaveTextAsync("1");
            await Assertions.Expect(page.Page.Locator(".newest li")).ToHaveCountAsync(1);
            Assert.Empty(page.Complaints);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    // As a user would: by the command.
    private static async Task<string> TokenAsync(DirectoryInfo data, string customer, string scopes)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        string[] arguments = ["token", "--data", data.FullName, "--customer", customer, "--scope", .. scopes.Split(' ')];
        var code = await new CommandLine(TimeProvider.System).RunAsync(arguments, output, error);
        Assert.Equal((0, ""), (code, error.ToString()));
        return output.ToString().Trim();
    }

    private static async Task<(HttpStatusCode Status, JsonNode Json)> SendAsync(
        StackFixture stack, string method, string path, string? token, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        request.Content = body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await stack.Api.SendAsync(request);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }
}
