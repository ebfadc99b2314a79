using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Analytics.Local.CloudWatch;
using Analytics.Local.CloudWatch.Dashboards;
using Analytics.Local.CloudWatch.Metrics;
using Analytics.Local.Hosting;
using Analytics.Local.Templates;
using Analytics.Local.Web;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Local.Web;

public sealed class DashboardSiteTests : IAsyncLifetime, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dashboards");
    private readonly HttpClient _http = new();
    private CloudWatchEndpoint _cloudWatch = null!;
    private DashboardSite _site = null!;

    public async Task InitializeAsync()
    {
        var clock = CloudWatch.Some.Clock();
        _cloudWatch = await CloudWatchEndpoint.StartAsync(
            new CloudWatchOptions { Clock =
                clock, Deployed = new DashboardFolder(_folder.FullName, "shop", Fill) }, CancellationToken.None);
        var options = new DashboardSiteOptions { Port = 0, NodeModulesDirectory = Path.Combine(Repository.Root, "node_modules"),
            TimeProvider = clock, Page = PageFixture.Page, CurrencyDecimals = PageFixture.CurrencyDecimals };
        _site = await DashboardSite.StartAsync(_cloudWatch, api: null, options, CancellationToken.None);
        _http.BaseAddress = _site.Address;
    }

    public async Task DisposeAsync()
    {
        await _site.DisposeAsync();
        await _cloudWatch.DisposeAsync();
    }

    public void Dispose()
    {
        _http.Dispose();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("/", "text/html")]
    [InlineData("/page/main.js", "text/javascript")]
    [InlineData("/page/style.css", "text/css")]
    [InlineData("/page/site.json", "application/json")]
    [InlineData("/dashboards/", "text/html")]
    [InlineData("/dashboards/app.js", "text/javascript")]
    [InlineData("/dashboards/widgets/pie.js", "text/javascript")]
    [InlineData("/dashboards/style.css", "text/css")]
    [InlineData("/reference/", "text/html")]
    [InlineData("/lib/echarts.mjs", "text/javascript")]
    [InlineData("/lib/marked.mjs", "text/javascript")]
    public async Task The_site_serves_all_files_of_its_pages_and_forbids_other_hosts(string path, string type)
    {
        using var answer = await _http.GetAsync(path);

        Assert.Equal((HttpStatusCode.OK, type), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Equal(
            path is "/" || path.StartsWith("/page/", StringComparison.Ordinal) ? "none" : "self",
            answer.Headers.TryGetValues("Content-Security-Policy", out var policy) ? policy.Single().Split('\'')[1] : "none");
    }

    [Theory]
    [InlineData("GET", "/nothing", 404)]
    [InlineData("GET", "/../../etc/passwd", 404)]
    [InlineData("GET", "/%2e%2e/%2e%2e/etc/passwd", 404)]
    [InlineData("GET", "/api/dashboards/none", 404)]
    [InlineData("GET", "/aggregates/totals", 404)] // there is no API to ask
    [InlineData("PUT", "/", 405)]
    [InlineData("POST", "/dashboards/app.js", 405)]
    public async Task Unknown_paths_and_methods_are_rejected(string method, string path, int status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await _http.SendAsync(request);

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    public async Task A_page_of_another_name_is_not_answered()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/dashboards");
        request.Headers.Host = "evil.test";
        using var answer = await _http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task A_file_shows_as_it_is_now_with_the_names_filled_in()
    {
        Write("orders.json", """{"widgets":[{"type":"text","properties":{"markdown":"one of ${AWS::StackName}"}}]}""");
        var first = await ShownAsync("shop-orders");
        Write("orders.json", """{"widgets":[{"type":"text","properties":{"markdown":"two"}}]}""");
        var second = await ShownAsync("shop-orders");

        Assert.Equal(("one of shop", "two"), (Markdown(first), Markdown(second)));
        Assert.Equal("""["shop-orders"]""", await _http.GetStringAsync("/api/dashboards"));
    }

    [Theory]
    [InlineData("""{"widgets":[{"type":"text","properties":{"markdown":"${Nobody}"}}]}""", "Nobody")]
    [InlineData("""{"widgets":[{"type":"pictures","properties":{}}]}""", "/widgets/0/type")]
    [InlineData("{", "not valid JSON")]
    public async Task Errors_in_a_dashboard_file_are_reported_and_its_valid_widgets_are_shown(string text, string expected)
    {
        Write("orders.json", text);

        var shown = await ShownAsync("shop-orders");

        var message = shown["messages"]!.AsArray().First(one => one!["isError"]!.GetValue<bool>())!;
        Assert.Contains(expected, $"{message["path"]} {message["message"]}", StringComparison.Ordinal);
        Assert.Equal(text == "{", shown["body"] is null);
    }

    [Fact]
    public async Task A_dashboard_that_was_put_takes_the_place_of_the_file_and_others_stand_beside_it()
    {
        Write("orders.json", """{"widgets":[]}""");
        using var client = new CloudWatch.WireClient(_cloudWatch.Address, "json");
        foreach (var name in new[] { "shop-orders", "another" })
        {
            await client.CallAsync("PutDashboard", new JsonObject { ["DashboardName"] = name, ["DashboardBody"] = """{"widgets":[{"type":"text","properties":{"markdown":"put"}}]}""" });
        }

        Assert.Equal("""["another","shop-orders"]""", await _http.GetStringAsync("/api/dashboards"));
        Assert.Equal("put", Markdown(await ShownAsync("shop-orders")));
    }

    [Fact]
    public async Task Series_come_with_their_unit_and_dimensions()
    {
        _cloudWatch.Metrics.Put("Shop", [MetricDatum.Of("Revenue", 2.5, "None", new Dimension("Currency", "EUR"))]);

        var answer = await AskAsync($$$"""
            {"StartTime":{{{CloudWatch.EndpointFixture.Noon - 300}}},"EndTime":{{{CloudWatch.EndpointFixture.Noon + 60}}},"MetricDataQueries":[
             {"Id":"e","Expression":"SEARCH('{Shop,Currency} MetricName=\"Revenue\"', 'Sum', 60)"}]}
            """);

        Assert.Equal(
            $$"""{"results":[{"id":"e","label":"Revenue","period":60,"unit":"None","metric":"Revenue","dimensions":{"Currency":"EUR"},"decimals":2,"points":[[{{CloudWatch.EndpointFixture.Noon}},2.5]]}]}""",
            await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task All_the_time_shown_can_be_one_period()
    {
        foreach (var (minutes, value) in new[] { (-6, 1.0), (-4, 10.0), (-1, 100.0), (0, 1000.0) })
        {
            _cloudWatch.Metrics.Put(
                "Shop", [MetricDatum.Of("Orders", value, "Count") with { Timestamp = CloudWatch.Some.Noon.AddMinutes(minutes) }]);
        }

        var answer = await AskAsync($$$"""
            {"StartTime":{{{CloudWatch.EndpointFixture.Noon - 240}}},"EndTime":{{{CloudWatch.EndpointFixture.Noon + 60}}},"OnePeriod":true,"MetricDataQueries":[
             {"Id":"m","MetricStat":{"Metric":{"Namespace":"Shop","MetricName":"Orders"},"Stat":"Sum","Period":300}},
             {"Id":"p","MetricStat":{"Metric":{"Namespace":"Shop","MetricName":"Orders"},"Stat":"p50","Period":300}},
             {"Id":"f","Expression":"FILL(m, 0) + 1"}]}
            """);

        var results = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["results"]!.AsArray();
        Assert.Equal(
            ["m 300 1110", "p 300 100", "f 300 1111"],
            results.Select(one => $"{one!["id"]} {one["period"]} {one["points"]!.AsArray().Single()![1]}"));
    }

    [Fact]
    public async Task What_is_not_supported_is_refused_with_the_reason()
    {
        var answer = await AskAsync("""{"StartTime":0,"EndTime":60,"MetricDataQueries":[{"Id":"e","Expression":"ANOMALY_DETECTION_BAND(m)"}]}""");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(
            "ANOMALY_DETECTION_BAND is not supported",
            (await answer.Content.ReadFromJsonAsync<JsonObject>())!["message"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_reported_with_its_option()
    {
        var options = new DashboardSiteOptions { Port = _site.Address.Port, NodeModulesDirectory = "",
            TimeProvider = TimeProvider.System, Page = PageFixture.Page, CurrencyDecimals = PageFixture.CurrencyDecimals };

        var taken = await Assert.ThrowsAsync<PortTakenException>(
            () => DashboardSite.StartAsync(_cloudWatch, api: null, options, CancellationToken.None));

        Assert.Contains("--dashboard-port", taken.Message, StringComparison.Ordinal);
    }

    private Task<HttpResponseMessage> AskAsync(string body) =>
        _http.PostAsync("/api/metrics", new StringContent(body, Encoding.UTF8, "application/json"));

    private async Task<JsonNode> ShownAsync(string name) => JsonNode.Parse(await _http.GetStringAsync($"/api/dashboards/{name}"))!;

    private static string Markdown(JsonNode shown) => shown["body"]!["widgets"]![0]!["properties"]!["markdown"]!.GetValue<string>();

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text);

    private static string Fill(string text, string file) =>
        Template.Parse("Resources: {}", "t.yaml", new TemplateSettings { StackName = "shop", CodeDirectory = "c" }).Fill(text, file);
}
