using System.Text.Json.Nodes;
using Amazon.Lambda.APIGatewayEvents;
using Analytics.Tests.Documentation;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Functions.Shared;

/// <summary>Goals, marks and alerts are set, read and deleted by HTTP, under the conditions that requests make.</summary>
public class SharedRoutesTests
{
    private const string Goal = """{"measure":"orders","target":200,"period":"day"}""";
    private const string Mark = """{"label":"Newsletter","from":"2026-11-23T10:05Z"}""";
    private const string Alert = """{"name":"Nothing sold","rule":{"type":"noSales","minutes":30}}""";

    private readonly ApiBench _api = new();

    [Theory]
    [InlineData("goals", Goal)]
    [InlineData("marks", Mark)]
    [InlineData("alerts", Alert)]
    public async Task What_is_set_is_shown_replaced_under_its_tag_and_deleted(string kind, string body)
    {
        var created = await SendAsync("PUT", $"/{kind}/a", body);
        Assert.Equal(201, created.StatusCode);
        var shown = await SendAsync("GET", $"/{kind}/a");
        Assert.Equal((200, created.Body, created.Headers["ETag"]), (shown.StatusCode, shown.Body, shown.Headers["ETag"]));
        Assert.Equal(304, (await SendAsync("GET", $"/{kind}/a", headers: ("if-none-match", created.Headers["ETag"]))).StatusCode);

        Assert.Equal(412, (await SendAsync("PUT", $"/{kind}/a", body, ("if-none-match", "*"))).StatusCode);
        var replaced = await SendAsync("PUT", $"/{kind}/a", body, ("if-match", created.Headers["ETag"]));
        Assert.Equal(200, replaced.StatusCode);
        Assert.NotEqual(created.Headers["ETag"], replaced.Headers["ETag"]);
        Assert.Equal(412, (await SendAsync("PUT", $"/{kind}/a", body, ("if-match", created.Headers["ETag"]))).StatusCode);

        Assert.Equal(412, (await SendAsync("DELETE", $"/{kind}/a", headers: ("if-match", created.Headers["ETag"]))).StatusCode);
        Assert.Equal(204, (await SendAsync("DELETE", $"/{kind}/a", headers: ("if-match", replaced.Headers["ETag"]))).StatusCode);
        Assert.Equal(404, (await SendAsync("GET", $"/{kind}/a")).StatusCode);
        Assert.Equal(404, (await SendAsync("DELETE", $"/{kind}/a")).StatusCode);
    }

    [Theory]
    [InlineData("goals", Goal, 100)]
    [InlineData("marks", Mark, 500)]
    [InlineData("alerts", Alert, 50)]
    public async Task There_are_no_more_than_the_maximum(string kind, string body, int max)
    {
        for (var number = 0; number < max; number++)
        {
            Assert.Equal(201, (await SendAsync("PUT", $"/{kind}/n{number}", body)).StatusCode);
        }

        var refused = await SendAsync("PUT", $"/{kind}/one-more", body);
        Assert.Equal(409, refused.StatusCode);
        Assert.Contains($"There are {max} {kind}", refused.Body, StringComparison.Ordinal);
        Assert.Equal(200, (await SendAsync("PUT", $"/{kind}/n7", body)).StatusCode);
        Assert.Equal(max, JsonNode.Parse((await SendAsync("GET", $"/{kind}")).Body)![kind]!.AsArray().Count);
    }

    [Theory]
    [InlineData("goals", Goal,
        "id,name,measure,currency,target,period,date,timeZone,updatedAt\r\na,,orders,,200,day,,UTC,2026-11-23T12:00:00.000Z\r\n")]
    [InlineData("marks", Mark,
        "id,label,from,to,updatedAt\r\na,Newsletter,2026-11-23T10:05Z,,2026-11-23T12:00:00.000Z\r\n")]
    [InlineData("alerts", Alert,
        "id,name,enabled,rule,ringing,since,updatedAt\r\na,Nothing sold,true,noSales,false,,2026-11-23T12:00:00.000Z\r\n")]
    public async Task A_list_is_a_table_for_who_wants_one_and_has_a_tag(string kind, string body, string table)
    {
        await SendAsync("PUT", $"/{kind}/a", body);

        var answer = await SendAsync("GET", $"/{kind}", headers: ("accept", "text/csv"));
        Assert.Equal(table, answer.Body);
        Assert.Equal(200, (await SendAsync("GET", $"/{kind}", headers: ("if-none-match", answer.Headers["ETag"]))).StatusCode);

        var json = await SendAsync("GET", $"/{kind}");
        Assert.Equal(304, (await SendAsync("GET", $"/{kind}", headers: ("if-none-match", json.Headers["ETag"]))).StatusCode);
        await SendAsync("PUT", $"/{kind}/a", body);
        Assert.Equal(200, (await SendAsync("GET", $"/{kind}", headers: ("if-none-match", json.Headers["ETag"]))).StatusCode);
    }

    [Theory]
    [InlineData("PUT", "/goals/A", "id")]
    [InlineData("PUT", "/goals/-a", "id")]
    [InlineData("GET", "/marks/a b", "id")]
    [InlineData("DELETE", "/alerts/aé", "id")]
    [InlineData("PUT", "/alerts/try", "id")]
    [InlineData("GET", "/goals?window=1h", "window")]
    [InlineData("GET", "/marks?window=soon", "window")]
    [InlineData("GET", "/marks?from=2026-11-23", "to")]
    [InlineData("GET", "/marks?tz=Mars", "tz")]
    [InlineData("POST", "/alerts/try?days=15", "days")]
    public async Task A_wrong_parameter_is_named(string method, string target, string parameter)
    {
        var refused = await SendAsync(method, target, Goal);

        Assert.Equal(400, refused.StatusCode);
        Assert.Equal([parameter], JsonNode.Parse(refused.Body)!["errors"]!.AsArray().Select(error => (string?)error!["parameter"]));
    }

    [Theory]
    [InlineData("goals", """{}""", "#/measure #/target #/period")]
    [InlineData("goals", """{"measure":"orders","target":1.5,"period":"year","currency":"EUR"}""", "#/currency #/target #/period")]
    [InlineData("goals", """{"measure":"revenue","target":0,"period":"day"}""", "#/currency #/target")]
    [InlineData("goals",
        """{"measure":"revenue","currency":"JPY","target":0.5,"period":"day","timeZone":"Mars","date":"27.11."}""",
        "#/target #/timeZone #/date")]
    [InlineData("goals", """{"measure":"orders","target":1,"period":"day","id":"a","name":" ","goal":1}""", "#/id #/goal #/name")]
    [InlineData("goals", """[]""", "# #/measure #/target #/period")]
    [InlineData("marks", """{"label":"","from":"10:05"}""", "#/label #/from")]
    [InlineData("marks", """{"label":"x","from":"2026-11-23T10:05"}""", "#/from")]
    [InlineData("marks", """{"label":"x","from":"2026-11-23T10:05:30Z","to":"2026-11-23T10:05Z"}""", "#/from")]
    [InlineData("marks", """{"label":"x","from":"2026-11-23T10:05Z","to":"2026-11-23T11:05+01:00"}""", "#/to")]
    [InlineData("marks", """{"label":"x","from":"2024-11-23T10:05Z"}""", "#/from")]
    [InlineData("marks", """{"label":"x","from":"2026-11-23T10:05Z","to":"2029-11-23T10:05Z"}""", "#/to")]
    [InlineData("alerts", """{"name":"x"}""", "#/rule")]
    [InlineData("alerts", """{"rule":{"type":"noSale","minutes":0}}""", "#/name #/rule/type")]
    [InlineData("alerts", """{"name":"x","rule":{"type":"noSales","minutes":0,"sku":"tea"}}""", "#/rule/sku #/rule/minutes")]
    [InlineData("alerts",
        """{"name":"x","rule":{"type":"below","measure":"revenue","percent":0,"compare":"previous"}}""",
        "#/rule/currency #/rule/percent #/rule/compare")]
    [InlineData("alerts",
        """{"name":"x","rule":{"type":"itemAbove","sku":"","units":-1,"minutes":2000}}""", "#/rule/sku #/rule/units #/rule/minutes")]
    [InlineData("alerts",
        """{"name":"x","enabled":1,"rule":{"type":"noSales","minutes":5},"hours":{"from":"8:00","to":"24:00"},"timeZone":5}""",
        "#/timeZone #/hours/from #/hours/to #/enabled")]
    [InlineData("alerts",
        """{"name":"x","rule":{"type":"noSales","minutes":5},"hours":{"from":"08:00","to":"08:00"},"ringing":true}""", "#/ringing #/hours/to")]
    [InlineData("alerts",
        """{"name":"x","rule":{"type":"noSales","minutes":240},"hours":{"from":"22:00","to":"02:00"}}""", "#/rule/minutes")]
    [InlineData("alerts", """{"name":"x","rule":{"type":"noSales","minutes":5},"webhook":"http://shop.example/"}""", "#/webhook")]
    public async Task Every_wrong_field_is_named(string kind, string body, string pointers)
    {
        var refused = await SendAsync("PUT", $"/{kind}/a", body);

        Assert.Equal(400, refused.StatusCode);
        Assert.Equal(
            pointers, string.Join(' ', JsonNode.Parse(refused.Body)!["errors"]!.AsArray().Select(error => (string?)error!["pointer"])));
        Assert.Equal(404, (await SendAsync("GET", $"/{kind}/a")).StatusCode);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("""{"\ud800":1}""")]
    public async Task A_body_that_is_no_JSON_is_refused(string body)
    {
        Assert.Equal(400, (await SendAsync("PUT", "/goals/a", body)).StatusCode);
        Assert.Equal(400, (await SendAsync("POST", "/alerts/try", body)).StatusCode);
        Assert.Equal(413, (await SendAsync("PUT", "/goals/a", new string(' ', 20_000))).StatusCode);
    }

    [Fact]
    public async Task Marks_are_listed_by_time_and_those_of_a_range_are_those_that_touch_it()
    {
        await SendAsync("PUT", "/marks/b", """{"label":"Sale","from":"2026-11-22T00:00+01:00","to":"2026-11-23T00:00+01:00"}""");
        await SendAsync("PUT", "/marks/c", """{"label":"Campaign","from":"2026-11-23T23:00Z"}""");
        await SendAsync("PUT", "/marks/a", Mark);

        Assert.Equal("b a c", await IdsAsync("/marks"));
        Assert.Equal("b", await IdsAsync("/marks?from=2026-11-22T22:59Z&to=2026-11-23T10:05Z"));
        Assert.Equal("a", await IdsAsync("/marks?from=2026-11-22T23:00Z&to=2026-11-23T10:06Z"));
        Assert.Equal("a", await IdsAsync("/marks?window=today&tz=Europe/Berlin"));
        Assert.Equal("c", await IdsAsync("/marks?from=2026-11-24&to=2026-11-25&tz=Europe/Berlin"));
        Assert.Contains(
            "\"from\":\"2026-11-22T00:00+01:00\",\"to\":\"2026-11-23T00:00+01:00\"",
            (await SendAsync("GET", "/marks?tz=Europe/Berlin")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_path_of_a_webhook_is_not_shown_and_what_is_shown_stands_for_it()
    {
        await SendAsync("PUT", "/alerts/a", AlertTo("https://hooks.shop.example:8443/secret?key=1"));
        var shown = (string?)JsonNode.Parse((await SendAsync("GET", "/alerts/a")).Body)!["webhook"];
        Assert.Equal("https://hooks.shop.example:8443/…", shown);

        Assert.Equal(200, (await SendAsync("PUT", "/alerts/a", AlertTo(shown!))).StatusCode);
        Assert.Equal(400, (await SendAsync("PUT", "/alerts/a", AlertTo("https://other.example/…"))).StatusCode);
        Assert.Equal(400, (await SendAsync("PUT", "/alerts/b", AlertTo(shown!))).StatusCode);
        Assert.DoesNotContain("secret", (await SendAsync("GET", "/alerts")).Body, StringComparison.Ordinal);

        static string AlertTo(string url) => $$"""{"name":"x","rule":{"type":"noSales","minutes":5},"webhook":"{{url}}"}""";
    }

    private async Task<string> IdsAsync(string target) => string.Join(
        ' ', JsonNode.Parse((await SendAsync("GET", target)).Body)!["marks"]!.AsArray().Select(mark => (string?)mark!["id"]));

    private Task<APIGatewayHttpApiV2ProxyResponse> SendAsync(
        string method, string target, string body = "", params (string Name, string Value)[] headers)
    {
        var example = new ApiExample(
            method, target, headers.ToDictionary(header => header.Name, header => header.Value), body, 200,
            new Dictionary<string, string>(), null);
        return _api.SendAsync(example.Request($"{Some.Id(1)}"));
    }
}
