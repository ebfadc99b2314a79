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

/// <summary>Comparisons, computed numbers and what is refused of them.</summary>
public class ComparisonTests
{
    private readonly InMemoryMinuteStore _store = new();
    private readonly FakeTimeProvider _time = new(Some.At("12:04:30"));
    private readonly AggregatesFunction _function;

    public ComparisonTests() => _function = new AggregatesFunction(
        new AggregatesHandler(
            new AggregateReader(_store, new RollupReader(_store, _store, 4), 4, _time), new ChangeWaiter(_store, _time), _time),
        _time);

    [Fact]
    public async Task Each_minute_is_read_once_also_where_the_spans_overlap()
    {
        await CountAsync(Some.Order(1, "11:30"), Some.Order(2, "12:00"));

        var answer = JsonNode.Parse((await SendAsync("totals", "from=2026-11-23T11:00Z&to=2026-11-23T12:02Z&compare=previous")).Body)!;
        var before = _store.DocumentsSummed;
        await SendAsync("totals", "window=60m&compare=yesterday");
        await SendAsync("summary", "window=100m&compare=previous&step=5m");

        Assert.Equal((2, 0), ((int)answer["orders"]!, (int)answer["comparison"]!["orders"]!));
        Assert.Equal(4, _store.DocumentsSummed - before);
    }

    [Theory]
    [InlineData("totals", "window=1h&compare=previous")]
    [InlineData("series", "window=1h&compare=previous&step=15m")]
    [InlineData("series", "window=1h&compare=previous&step=15m&sku=tea,mug")]
    [InlineData("items", "window=1h&compare=previous")]
    [InlineData("summary", "window=1h&compare=previous")]
    public async Task A_stored_comparison_is_current_until_either_span_changes(string route, string query)
    {
        await CountAsync(Some.Order(1, "11:30"), Some.Order(2, "10:30"));
        var tag = (await SendAsync(route, query)).Headers["ETag"];

        var unchanged = (await SendAsync(route, query, tag)).StatusCode;
        await CountAsync(Some.Order(3, "10:31"));
        var changed = (await SendAsync(route, query, tag)).StatusCode;

        Assert.Equal((304, 200), (unchanged, changed));
    }

    [Fact]
    public async Task A_table_has_columns_of_what_is_compared()
    {
        await CountAsync(Some.Order(1, "12:00", Some.Eur), Some.Order(2, "11:59", Some.Usd));

        Assert.Equal(
            "from,to,orders,cancelled,units,revenue EUR,revenue USD,compared from,compared to,compared orders,compared cancelled,"
            + "compared units,compared revenue EUR,compared revenue USD,difference orders,difference cancelled,difference units,"
            + "difference revenue EUR,difference revenue USD,ratio orders,ratio cancelled,ratio units,ratio revenue EUR,ratio revenue USD"
            + "\r\n2026-11-23T12:00Z,2026-11-23T12:05Z,1,0,2,7.00,0.00,2026-11-23T11:55Z,2026-11-23T12:00Z,1,0,2,0.00,7.00,"
            + "0,0,0,7.00,-7.00,1.0000,,1.0000,,0.0000\r\n",
            (await SendAsync("totals", "window=5m&compare=previous", accept: "text/csv")).Body);
    }

    [Fact]
    public async Task A_table_of_a_series_by_item_has_a_row_for_each_point_and_item()
    {
        await CountAsync(Some.Order(1, "12:00"), Some.Order(2, "12:03"));

        Assert.Equal(
            "at,sku,orders,cancelled,units,refunded,revenue USD,partial,cumulative orders,cumulative cancelled,cumulative units,"
            + "cumulative refunded,cumulative revenue USD\r\n2026-11-23T12:00Z,tea,2,0,4,0,14.00,true,2,0,4,0,14.00\r\n"
            + "2026-11-23T12:00Z,\"a,b\",0,0,0,0,0.00,true,0,0,0,0,0.00\r\n",
            (await SendAsync("series", "window=5m&step=5m&sku=tea,a%5C,b&include=cumulative", accept: "text/csv")).Body);
    }

    [Fact]
    public async Task An_average_is_that_of_the_orders_in_its_currency()
    {
        await CountAsync(
            Some.Order(1, "12:00", Some.Eur), Some.Order(2, "12:02", Some.Eur, new OrderLine("tea", 1, 3)),
            Some.Order(3, "12:02", Some.Usd), Some.Order(4, "12:02", Some.Jpy, new OrderLine("tea", 1, 0)));
        var all = await TotalsAsync("window=5m&include=averageOrderValue&compare=yesterday");
        var some = await TotalsAsync("window=5m&include=averageOrderValue&currency=JPY,EUR");

        Assert.Equal("""{"EUR":3.52,"JPY":0,"USD":7.00}""", all["averageOrderValue"]!.ToJsonString()); // 7.03 / 2 = 3.515
        Assert.Equal("""{"EUR":3.52,"JPY":0}""", some["averageOrderValue"]!.ToJsonString());
        Assert.Equal("{}", all["comparison"]!["averageOrderValue"]!.ToJsonString());
        Assert.Equal("""{"EUR":null,"JPY":null,"USD":null}""", all["comparison"]!["difference"]!["averageOrderValue"]!.ToJsonString());
    }

    [Fact]
    public async Task Percentiles_are_those_of_the_orders_in_a_currency_and_columns_of_a_table()
    {
        await CountAsync([.. Enumerable.Range(1, 10).Select(
            number => Some.Order(number, "12:00", Some.Eur, new OrderLine("tea", 1, number == 10 ? 90_000 : number)))]);
        var totals = await TotalsAsync("window=5m&include=percentiles&compare=yesterday");
        var table = await SendAsync("totals", "window=5m&include=percentiles", accept: "text/csv");

        Assert.Equal("""[{"EUR":0.05},{"EUR":0.09},{"EUR":901.41},0.01]""", new JsonArray(
            [.. new[] { "p50", "p90", "p99", "percentileAccuracy" }.Select(name => totals[name]!.DeepClone())]).ToJsonString());
        Assert.Equal("""{"EUR":null}""", totals["comparison"]!["difference"]!["p50"]!.ToJsonString());
        Assert.EndsWith(",revenue EUR,p50 EUR,p90 EUR,p99 EUR", table.Body.Split("\r\n")[0], StringComparison.Ordinal);
        Assert.EndsWith(",0.05,0.09,901.41", table.Body.Split("\r\n")[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(703, 2, 352)] // 351.5
    [InlineData(705, 2, 352)] // 352.5
    [InlineData(-705, 2, -352)]
    [InlineData(7, 3, 2)]
    [InlineData(8, 3, 3)]
    [InlineData(0, 3, 0)]
    public void An_average_is_rounded_half_to_even(long amount, long by, long expected) =>
        Assert.Equal(expected, (long)Rounded.HalfToEven(amount, by));

    [Theory]
    [InlineData(1, 3, "0.3333")]
    [InlineData(2, 3, "0.6667")]
    [InlineData(1, 20_000, "0.0001")] // half away from zero
    [InlineData(-1, 20_000, "-0.0001")]
    [InlineData(1, 20_001, "0.0000")]
    [InlineData(7, 0, null)]
    [InlineData(0, 7, "0.0000")]
    public void A_ratio_is_rounded_once_to_four_decimals(long now, long then, string? expected) =>
        Assert.Equal(expected, Rounded.Ratio(now, then));

    [Theory]
    [InlineData("totals", "compare=tomorrow", "compare", "must be previous, yesterday, lastWeek or lastYear")]
    [InlineData("totals", "compare=lastyear", "compare", "did you mean lastYear?")]
    [InlineData("totals", "window=thisYear&compare=lastYear", "compare", "2025-01-01T00:00Z")]
    [InlineData("totals", "window=400d&compare=previous", "compare", "within the last 401 days")]
    [InlineData("totals", "include=profit", "include", "must be averageOrderValue, percentiles or customers here")]
    [InlineData("totals", "include=cumulative", "include", "must be averageOrderValue, percentiles or customers here")]
    [InlineData("totals", "include=customers&channel=web", "include", "customers are not stored by dimension")]
    [InlineData("summary", "include=customers&groupBy=currency", "include", "customers are not stored by dimension")]
    [InlineData("series", "sku=tea&include=customers", "include", "must be cumulative here")]
    [InlineData("items", "include=customers", "include", "must be share here")]
    [InlineData("series", "window=8d&include=customers", "step", "4 each")]
    [InlineData("totals", "include=percentiles&channel=web", "include", "not stored by dimension")]
    [InlineData("summary", "include=percentiles&groupBy=currency", "include", "not stored by dimension")]
    [InlineData("series", "include=averageOrderValue,share", "include", "must be averageOrderValue, percentiles, customers or cumulative")]
    [InlineData("series", "sku=tea&include=averageOrderValue", "include", "must be cumulative here")]
    [InlineData("series", "include=", "include", "got ''")]
    [InlineData("series", "window=20d&sku=tea,mug", "step", "2 each")]
    [InlineData("series", "window=8d&compare=previous&include=cumulative", "step", "4 each")]
    [InlineData("series", "sku=tea,", "sku", "printable")]
    [InlineData("items", "by=unitsChange", "by", "needs compare")]
    [InlineData("items", "by=returned", "by", "must be units, orders, revenue")]
    [InlineData("items", "by=cancelled&include=share", "include", "by=units, orders or revenue")]
    [InlineData("items", "by=sku&include=share", "include", "by=units, orders or revenue")]
    [InlineData("items", "by=ordersChange&compare=previous&include=share", "include", "by=units, orders or revenue")]
    [InlineData("items", "by=revenue&currency=EUR,USD", "currency", "one currency")]
    [InlineData("items", "order=up", "order", "must be asc or desc")]
    [InlineData("items", "sku=tea&by=orders", "by", "sku names one")]
    [InlineData("items", "sku=tea&order=asc", "order", "sku names one")]
    [InlineData("items", "sku=tea,mug&top=5", "top", "together with sku")]
    [InlineData("items", "sku=tea,mug&cursor=x", "cursor", "")]
    [InlineData("summary", "sku=tea", "sku", "is not a parameter")]
    [InlineData("summary", "cursor=x", "cursor", "is not a parameter")]
    [InlineData("summary", "customers=1", "customers", "is not a parameter")]
    public async Task What_makes_no_sense_is_refused_with_the_reason(string route, string query, string parameter, string reason)
    {
        var answer = await SendAsync(route, query);

        Assert.Equal(400, answer.StatusCode);
        var error = JsonNode.Parse(answer.Body)!["errors"]!.AsArray().Single(error => (string?)error!["parameter"] == parameter)!;
        Assert.Contains(reason, (string?)error["detail"], StringComparison.Ordinal);
    }

    private async Task<JsonNode> TotalsAsync(string query) => JsonNode.Parse((await SendAsync("totals", query)).Body)!;

    private Task<APIGatewayHttpApiV2ProxyResponse> SendAsync(
        string route, string query, string? ifNoneMatch = null, string accept = "application/json") => _function.HandleAsync(
        new APIGatewayHttpApiV2ProxyRequest
        {
            RouteKey = $"GET /aggregates/{route}", RawQueryString = query,
            Headers = ifNoneMatch is null ? new Dictionary<string, string> { ["accept"] = accept }
                : new Dictionary<string, string> { ["accept"] = accept, ["if-none-match"] = ifNoneMatch },
            QueryStringParameters = query.Split('&').Select(pair => pair.Split('='))
                .ToDictionary(pair => pair[0], pair => WebUtility.UrlDecode(pair[1])),
        },
        new StubContext());

    private Task CountAsync(params Order[] orders) => new Committer(_store, new CommitOptions(), _time, new Random(1))
        .CommitAsync([.. orders.Select(Some.Placed)], ChangeSource.Kinesis, default);
}
