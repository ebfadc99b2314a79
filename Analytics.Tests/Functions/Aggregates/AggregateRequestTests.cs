using System.Net;
using System.Text.Json.Nodes;
using Amazon.Lambda.APIGatewayEvents;
using Analytics.Core.Changes;
using Analytics.Core.Orders;
using Analytics.Functions.Aggregates;
using Analytics.Functions.Counting;
using Analytics.Tests.Functions.Fakes;
using Analytics.Tests.Fuzz;
using Analytics.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Functions.Aggregates;

/// <summary>The aggregates as a function: methods, preconditions and parameters.</summary>
public class AggregateRequestTests
{
    private readonly InMemoryMinuteStore _store = new();
    private readonly FakeTimeProvider _time = new(Some.At("12:04:30"));
    private readonly AggregatesFunction _function;

    public AggregateRequestTests() => _function = new AggregatesFunction(
        new AggregatesHandler(
            new AggregateReader(_store, new RollupReader(_store, _store, 4), 4, _time), new ChangeWaiter(_store, _time), _time),
        _time);

    [Theory]
    [InlineData("/aggregates/totals")]
    [InlineData("/aggregates/series")]
    [InlineData("/aggregates/items")]
    [InlineData("/aggregates/items/{sku}")]
    [InlineData("/aggregates/summary")]
    public async Task Every_route_takes_GET_and_HEAD_and_honours_preconditions(string route)
    {
        await CountAsync(new OrderLine("tea", 1, 100));
        var get = await SendAsync($"GET {route}", "window=5m");
        var head = await SendAsync($"HEAD {route}", "window=5m");
        var tag = get.Headers["ETag"];

        // RFC 9110, section 9.3.2.
        Assert.Equivalent(get, head, strict: true);

        // Section 13.1.2: "*" and weak comparison; section 15.4.5: 304 has the ETag.
        foreach (var known in new[] { "*", tag, tag[2..], $"\"a,b\", {tag}" })
        {
            foreach (var method in new[] { "GET", "HEAD" })
            {
                var answer = await SendAsync($"{method} {route}", "window=5m", ifNoneMatch: known);
                Assert.Equal((304, "", tag), (answer.StatusCode, answer.Body, answer.Headers["ETag"]));
            }
        }

        // Section 13.1.1: a weak tag matches no other strongly; section 13.2.2: If-Match comes first.
        Assert.Equal(412, (await SendAsync($"GET {route}", "window=5m", ifMatch: tag)).StatusCode);
        Assert.Equal(412, (await SendAsync($"GET {route}", "window=5m", ifMatch: tag, ifNoneMatch: tag)).StatusCode);
        Assert.Equal(200, (await SendAsync($"GET {route}", "window=5m", ifMatch: "*")).StatusCode);
        Assert.Equal(200, (await SendAsync($"GET {route}", "window=5m", ifNoneMatch: "\"other\"")).StatusCode);
    }

    // RFC 9110, section 13.2.1: preconditions are ignored where the answer without them would not be a success.
    [Fact]
    public async Task A_refusal_stays_one_under_a_condition()
    {
        await CountAsync(Some.Order(1, "12:00", Some.Usd), Some.Order(2, "12:00", Some.Eur));

        Assert.Equal(400, (await SendAsync("GET /aggregates/items", "window=5m&by=revenue", ifNoneMatch: "*")).StatusCode);
        Assert.Equal(400, (await SendAsync("GET /aggregates/items", "window=soon", ifNoneMatch: "*")).StatusCode);
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a?b")]
    [InlineData("50% off + more & co")]
    [InlineData("tea")]
    public async Task An_item_is_asked_for_by_a_parameter_too_with_the_same_answer(string sku)
    {
        await CountAsync(new OrderLine(sku, 3, 100), new OrderLine("other", 1, 100));
        var byPath = await SendAsync("GET /aggregates/items/{sku}", "window=5m", sku);
        var byParameter = await SendAsync("GET /aggregates/items", $"window=5m&sku={Uri.EscapeDataString(sku)}");

        Assert.Equal(3, (int)JsonNode.Parse(byParameter.Body)!["units"]!);
        Assert.Equivalent(byPath, byParameter, strict: true);
    }

    [Theory]
    [InlineData("/aggregates/totals", "window=5m&step=5m", "step")]
    [InlineData("/aggregates/totals", "window=5m&currancy=USD", "currancy")]
    [InlineData("/aggregates/series", "window=5m&top=5", "top")]
    [InlineData("/aggregates/items", "window=5m&step=5m", "step")]
    [InlineData("/aggregates/items", "window=5m&sku=tea&top=5", "top")]
    [InlineData("/aggregates/items", "window=5m&sku=", "sku")]
    [InlineData("/aggregates/items/{sku}", "window=5m&sku=tea", "sku")]
    [InlineData("/aggregates/items/{sku}", "window=5m&top=1", "top")]
    [InlineData("/aggregates/items", "window=5m&window=1h", "window")]
    [InlineData("/aggregates/totals", "window=5m&includes=a&includes=b", "includes")]
    public async Task A_parameter_that_the_route_does_not_take_or_that_appears_twice_is_refused(
        string route, string query, string parameter)
    {
        var answer = await SendAsync($"GET {route}", query);

        Assert.Equal(400, answer.StatusCode);
        Assert.Contains(parameter, JsonNode.Parse(answer.Body)!["errors"]!.AsArray().Select(error => (string?)error!["parameter"]));
    }

    [Theory]
    [InlineData("from=2026-11-23T17:30+05:30&to=2026-11-23T12:04Z", "from", "%2B")]
    [InlineData("from=2026-11-23T12:00Z&to=2026-11-23T17:34+05:30", "to", "%2B")]
    [InlineData("from=2026-11-23T12:00Z", "to", "is missing")]
    [InlineData("to=2026-11-23T12:00Z", "from", "is missing")]
    [InlineData("from=2026-11-23T12:00&to=2026-11-23T12:04Z", "from", "as 2026-11-23T12:00Z")]
    [InlineData("window=thisweek", "window", "did you mean thisWeek?")]
    [InlineData("tz=Europe/Berln", "tz", "did you mean Europe/Berlin?")]
    [InlineData("tz=europe/berlin", "tz", "did you mean Europe/Berlin?")]
    [InlineData("tz=%2B01:00", "tz", "IANA")]
    [InlineData("tz=", "tz", "IANA")]
    [InlineData("from=2027-12-01&to=2027-12-30", "to", "next 400 days")]
    [InlineData("from=9999-12-31&to=9999-12-31T23:59Z&tz=America/New_York", "to", "next 400 days")]
    public async Task The_refusal_of_a_time_says_what_to_write(string query, string parameter, string advice)
    {
        var error = JsonNode.Parse((await SendAsync("GET /aggregates/totals", query)).Body)!["errors"]!.AsArray().Single()!;

        Assert.Equal(parameter, (string?)error["parameter"]);
        Assert.Contains(advice, (string?)error["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_newest_commit_is_never_after_the_answer()
    {
        // The function that counts has a clock that runs ahead.
        _time.Advance(TimeSpan.FromSeconds(5));
        await CountAsync(new OrderLine("tea", 1, 100));
        _time.AutoAdvanceAmount = TimeSpan.Zero;
        var behind = new FakeTimeProvider(Some.At("12:04:30"));
        var handler = new AggregatesHandler(
            new AggregateReader(_store, new RollupReader(_store, _store, 4), 4, behind), new ChangeWaiter(_store, behind), behind);

        var answer = JsonNode.Parse((await handler.TotalsAsync(Request("", "window=5m"), default)).Body)!;

        Assert.Equal(
            ("2026-11-23T12:04:35.000Z", "2026-11-23T12:04:35.000Z"), ((string?)answer["latestCommitAt"], (string?)answer["asOf"]));
    }

    private Task<APIGatewayHttpApiV2ProxyResponse> SendAsync(
        string route, string query, string sku = "tea", string? ifNoneMatch = null, string? ifMatch = null) =>
        _function.HandleAsync(Request(route, query, sku, ifNoneMatch, ifMatch), new StubContext());

    // A query as API Gateway hands it over: raw, and by name with the values of one name joined.
    private static APIGatewayHttpApiV2ProxyRequest Request(
        string route, string query, string sku = "tea", string? ifNoneMatch = null, string? ifMatch = null)
    {
        var request = new APIGatewayHttpApiV2ProxyRequest
        {
            RouteKey = route, RawQueryString = query, Headers = new Dictionary<string, string>(),
            PathParameters = new Dictionary<string, string> { ["sku"] = sku },
            QueryStringParameters = query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2))
                .GroupBy(pair => pair[0], pair => WebUtility.UrlDecode(pair[1])).ToDictionary(one => one.Key, one => string.Join(',', one)),
        };
        foreach (var (name, value) in new[] { ("if-match", ifMatch), ("if-none-match", ifNoneMatch) })
        {
            if (value is not null)
            {
                request.Headers[name] = value;
            }
        }

        return request;
    }

    private Task CountAsync(params OrderLine[] lines) => CountAsync(Some.Order(1, "12:00", lines: lines));

    private Task CountAsync(params Order[] orders) => new Committer(_store, new CommitOptions(), _time, new Random(1))
        .CommitAsync([.. orders.Select(Some.Placed)], ChangeSource.Kinesis, default);
}
