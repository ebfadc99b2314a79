using System.Net;
using System.Net.Http.Headers;
using Analytics.Local.Web;
using Analytics.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Analytics.Tests.Local.Web;

/// <summary>The page for an API that runs elsewhere: its files, and what it passes on.</summary>
public sealed class PageSiteTests : IAsyncLifetime, IDisposable
{
    private readonly HttpClient _http = new();
    private WebApplication _api = null!;
    private PageSite _site = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _api = builder.Build();
        _api.Run(context =>
        {
            context.Response.Headers.ETag = "\"1\"";
            context.Response.Headers.ContentSecurityPolicy = "default-src *";
            if (context.Request.Headers.IfNoneMatch == "\"1\"")
            {
                context.Response.StatusCode = 304;
                return Task.CompletedTask;
            }

            return EchoAsync(context);
        });
        await _api.StartAsync();
        _site = await PageSite.StartAsync(
            PageFixture.Page, new Uri($"{_api.Urls.Single()}/prod"), () => Task.FromResult<string?>("t-1"), 0, "--port", default);
        _http.BaseAddress = _site.Address;
    }

    public void Dispose() => _http.Dispose();

    public async Task DisposeAsync()
    {
        await _site.DisposeAsync();
        await _api.DisposeAsync();
    }

    [Fact]
    public async Task What_is_no_file_is_asked_of_the_api_with_its_path_and_token()
    {
        Assert.Equal(
            "GET /prod/aggregates/items?sku=a%2Fb&tz=UTC Bearer t-1", await _http.GetStringAsync("/aggregates/items?sku=a%2Fb&tz=UTC"));
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/x")]
    [InlineData("/127.0.0.1:1/x")]
    [InlineData("https:127.0.0.1:1/x")]
    [InlineData("@127.0.0.1:1/x")]
    public async Task A_path_that_looks_like_another_address_leads_to_the_api(string path) =>
        Assert.Equal($"GET /prod/{path} Bearer t-1", await _http.GetStringAsync(new Uri($"{_site.Address}{path}")));

    [Fact]
    public async Task An_answer_without_news_stays_one()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/aggregates/summary");
        request.Headers.Add("If-None-Match", "\"1\"");
        using var answer = await _http.SendAsync(request);

        Assert.Equal((HttpStatusCode.NotModified, "\"1\""), (answer.StatusCode, answer.Headers.ETag?.Tag));
    }

    [Fact]
    public async Task An_answer_does_not_set_the_policies_of_the_page()
    {
        using var answer = await _http.GetAsync("/aggregates/summary");

        Assert.DoesNotContain(
            "default-src *", answer.Headers.GetValues("Content-Security-Policy").DefaultIfEmpty(""));
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task A_change_by_the_page_is_passed_on_with_its_body_and_condition(string method)
    {
        using var answer = await ChangeAsync(method, "/alerts/a", $"{_site.Address}".TrimEnd('/'));

        Assert.Equal($"{method} /prod/alerts/a Bearer t-1 \"2\" application/json {{}}", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("null")]
    [InlineData("http://evil.test")]
    [InlineData("http://localhost:1")]
    public async Task A_change_that_no_page_of_the_site_makes_is_refused(string? origin)
    {
        using var answer = await ChangeAsync("POST", "/orders", origin);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task A_file_is_not_changed()
    {
        using var answer = await ChangeAsync("PUT", "/", $"{_site.Address}".TrimEnd('/'));

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
    }

    [Fact]
    public async Task Other_names_of_the_host_are_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/aggregates/summary");
        request.Headers.Host = "evil.test";
        using var answer = await _http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task An_api_that_does_not_answer_is_a_bad_gateway()
    {
        await _api.StopAsync();
        using var answer = await _http.GetAsync("/aggregates/summary");

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Contains("The API does not answer", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_has_no_dashboards_here()
    {
        Assert.Equal("""{"pages":[],"dimensions":["channel","country"],"streams":[]}""", await _http.GetStringAsync("/page/site.json"));
    }

    private async Task<HttpResponseMessage> ChangeAsync(string method, string path, string? origin)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path)
        {
            Content = new StringContent("{}", new MediaTypeHeaderValue("application/json")),
        };
        request.Headers.Add("If-Match", "\"2\"");
        request.Headers.TryAddWithoutValidation("Origin", origin);
        return await _http.SendAsync(request);
    }

    private static async Task EchoAsync(HttpContext context)
    {
        var request = context.Request;
        using var body = new StreamReader(request.Body);
        string?[] parts =
        [
            request.Method, $"{request.Path}{request.QueryString}", request.Headers.Authorization, request.Headers.IfMatch,
            request.ContentType, await body.ReadToEndAsync(),
        ];
        await context.Response.WriteAsync(string.Join(' ', parts.Where(part => !string.IsNullOrEmpty(part))));
    }
}
