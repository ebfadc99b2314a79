using System.Net.Mime;
using System.Text.Json.Nodes;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.EndToEnd;

[Trait(TestKind.Name, TestKind.Process)]
[Collection(WholeSystem.Name)]
public sealed class RefusalTests(StackOfTheClass shared) : IClassFixture<StackOfTheClass>
{
    private const string Good = """{"customerId":"c","currency":"USD","lines":[{"sku":"tea","quantity":1,"unitPrice":4.50}]}""";

    private HttpClient Api => shared.Stack.Api;

    [Theory]
    [InlineData("""{"customerId":"c","currency":"USD","lines":[{""")]
    [InlineData("")]
    [InlineData("not json")]
    public async Task Malformed_JSON_is_refused_with_400(string body) =>
        await RefusedAsync(400, "Bad Request", Traffic.PostAsync(Api, body));

    [Theory]
    [InlineData("""{"currency":"USD","lines":[{"sku":"tea","quantity":1,"unitPrice":4.50}]}""", "#/customerId")]
    [InlineData("""{"customerId":"c","currency":"XYZ","lines":[{"sku":"tea","quantity":1,"unitPrice":4.50}]}""", "#/currency")]
    [InlineData("""{"customerId":"c","currency":"USD","lines":[]}""", "#/lines")]
    [InlineData("""{"customerId":"c","currency":"USD","lines":[{"sku":"tea","quantity":-1,"unitPrice":4.50}]}""", "#/lines/0/quantity")]
    [InlineData("""{"customerId":"c","currency":"USD","lines":[{"sku":"tea","quantity":1,"unitPrice":4.505}]}""", "#/lines/0/unitPrice")]
    [InlineData("""{"customerId":"c","currency":"JPY","lines":[{"sku":"tea","quantity":1,"unitPrice":4.5}]}""", "#/lines/0/unitPrice")]
    public async Task An_order_that_breaks_a_rule_is_refused_with_400_and_says_where(string body, string pointer)
    {
        var problem = await RefusedAsync(400, "Bad Request", Traffic.PostAsync(Api, body));

        Assert.Equal([pointer], problem["errors"]!.AsArray().Select(error => error!["pointer"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Another_content_type_is_refused_with_415() =>
        await RefusedAsync(415, "Unsupported Media Type", Traffic.PostAsync(Api, Good, contentType: MediaTypeNames.Text.Plain));

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_with_413() =>
        await RefusedAsync(413, "Content Too Large", Traffic.PostAsync(Api, Good + new string(' ', 300 * 1024)));

    [Theory]
    [InlineData("GET", "/nothing/here")]
    [InlineData("POST", "/")]
    [InlineData("GET", "/orders/a/b/c")]
    public async Task An_unknown_route_is_refused_with_404(string method, string path) =>
        await RefusedAsync(404, "Not Found", SendAsync(method, path));

    [Theory]
    [InlineData("DELETE", "/orders", "GET, HEAD, POST")]
    [InlineData("DELETE", "/orders/6a1f1f0e-7c39-4a4f-9d0a-0c8a5a1a0001", "GET, HEAD")]
    [InlineData("GET", "/orders/6a1f1f0e-7c39-4a4f-9d0a-0c8a5a1a0001/cancel", "POST")]
    [InlineData("POST", "/aggregates/totals", "GET, HEAD")]
    public async Task A_wrong_method_is_refused_with_405_and_says_which_would_do(string method, string path, string allowed)
    {
        using var response = await SendAsync(method, path);

        Assert.Equal(allowed.Split(", "), response.Content.Headers.Allow);
        await RefusedAsync(405, "Method Not Allowed", Task.FromResult(response));
    }

    [Theory]
    [InlineData("GET", "/orders/6a1f1f0e-7c39-4a4f-9d0a-0c8a5a1a0001")]
    [InlineData("GET", "/orders/no-id-at-all")]
    [InlineData("POST", "/orders/6a1f1f0e-7c39-4a4f-9d0a-0c8a5a1a0001/cancel")]
    public async Task An_unknown_order_is_refused_with_404(string method, string path) =>
        await RefusedAsync(404, "Not Found", SendAsync(method, path));

    [Fact]
    public async Task A_key_that_comes_again_with_another_order_is_refused_with_422()
    {
        using var first = await Traffic.PostAsync(Api, Good, key: "the same key");
        first.EnsureSuccessStatusCode();

        await RefusedAsync(
            422, "Unprocessable Content", Traffic.PostAsync(
                Api, Good.Replace("tea", "coffee", StringComparison.Ordinal), key: "the same key"));
    }

    [Theory]
    [InlineData("/aggregates/totals?window=soon")]
    [InlineData("/aggregates/totals?window=-5m")]
    [InlineData("/aggregates/items?window=1h&top=0")]
    [InlineData("/aggregates/items?window=1h&by=colour")]
    [InlineData("/aggregates/series?window=1h&step=7m")]
    public async Task A_window_that_makes_no_sense_is_refused_with_400(string path) =>
        await RefusedAsync(400, null, SendAsync("GET", path));

    private Task<HttpResponseMessage> SendAsync(string method, string path) =>
        Api.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

    private static async Task<JsonNode> RefusedAsync(int status, string? title, Task<HttpResponseMessage> request)
    {
        using var response = await request;
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(
            (status, MediaTypeNames.Application.ProblemJson) == ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType),
            $"Expected {status} as a problem; was {(int)response.StatusCode}, {response.Content.Headers.ContentType}: {text}");
        var problem = JsonNode.Parse(text)!;
        Assert.Equal(
            (status, title ?? problem["title"]!.GetValue<string>()),
            (problem["status"]!.GetValue<int>(), problem["title"]!.GetValue<string>()));
        Assert.NotEmpty(problem["detail"]!.GetValue<string>());
        return problem;
    }
}
