using System.Net;
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

/// <summary>Aggregates as tables.</summary>
public class AggregateCsvTests
{
    private const string Vary = "Accept, Accept-Encoding";

    private readonly InMemoryMinuteStore _store = new();
    private readonly FakeTimeProvider _time = new(Some.At("12:04:30"));
    private readonly AggregatesFunction _function;

    public AggregateCsvTests() => _function = new AggregatesFunction(
        new AggregatesHandler(
            new AggregateReader(_store, new RollupReader(_store, _store, 4), 4, _time), new ChangeWaiter(_store, _time), _time),
        _time);

    [Fact]
    public async Task Totals_are_one_row_with_a_column_for_each_currency()
    {
        await CountAsync(
            Some.Order(1, "12:00", Some.Usd), Some.Order(2, "12:00", Some.Jpy),
            Some.Order(3, "12:01", Some.Eur, new OrderLine("tea", 2, 350) { DiscountMinor = 50 }));

        Assert.Equal(
            ["from,to,orders,cancelled,units,revenue EUR,revenue JPY,revenue USD,gross EUR,gross JPY,gross USD,discounts EUR",
                "2026-11-23T12:00Z,2026-11-23T12:05Z,3,0,6,6.50,700,7.00,7.00,700,7.00,0.50"],
            await RowsAsync("/aggregates/totals", "window=5m"));
    }

    [Fact]
    public async Task A_series_has_a_row_for_each_point_with_the_columns_of_all()
    {
        await CountAsync(Some.Order(1, "11:58", Some.Usd), Some.Order(2, "12:00", Some.Eur));

        Assert.Equal(
            ["at,orders,cancelled,units,revenue EUR,revenue USD,partial",
                "2026-11-23T17:25+05:30,1,0,2,0.00,7.00,false", "2026-11-23T17:30+05:30,1,0,2,7.00,0.00,true"],
            await RowsAsync("/aggregates/series", "window=10m&step=5m&tz=Asia/Kolkata"));
    }

    [Fact]
    public async Task Items_are_rows_and_their_SKUs_are_no_formulas()
    {
        await CountAsync(Some.Order(1, "12:00", Some.Usd, new OrderLine("=1+1", 3, 100), new OrderLine("a,b", 2, 5)));

        Assert.Equal(
            ["sku,orders,cancelled,units,refunded,revenue USD", "'=1+1,1,0,3,0,3.00", "\"a,b\",1,0,2,0,0.10"],
            await RowsAsync("/aggregates/items", "window=5m"));
        Assert.Equal(["sku,orders,cancelled,units,refunded,revenue EUR", "'=1+1,1,0,3,0,0.00"],
            await RowsAsync("/aggregates/items", "window=5m&top=1&currency=EUR"));
        Assert.Equal(["sku,orders,cancelled,units,refunded,revenue USD", "\"a,b\",1,0,2,0,0.10"],
            await RowsAsync("/aggregates/items/{sku}", "window=5m", "a,b"));
    }

    [Fact]
    public async Task Groups_have_their_gross_whether_or_not_they_have_discounts()
    {
        await CountAsync(
            Some.Order(1, "12:00", Some.Usd, new OrderLine("tea", 2, 350) { DiscountMinor = 50 }) with { Slice = Some.Slice("web", "de") },
            Some.Order(2, "12:00", Some.Usd) with { Slice = Some.Slice("app", "de") });

        Assert.Equal(
            ["channel,orders,cancelled,units,revenue USD,gross USD,discounts USD",
                "app,1,0,2,7.00,7.00,0.00", "web,1,0,2,6.50,7.00,0.50"],
            await RowsAsync("/aggregates/totals", "window=5m&groupBy=channel"));
    }

    [Fact]
    public async Task A_shop_without_orders_has_no_columns_of_money() => Assert.Equal(
        ["from,to,orders,cancelled,units", "2026-11-23T12:00Z,2026-11-23T12:05Z,0,0,0"],
        await RowsAsync("/aggregates/totals", "window=5m"));

    // RFC 9110, 12.5.5: Vary names the header on which the form depends. 8.8.3: the tag of one form is not that of another.
    [Fact]
    public async Task A_stored_answer_in_one_form_is_not_taken_for_the_other()
    {
        await CountAsync(Some.Order(1, "12:00"));
        var csv = await SendAsync("/aggregates/totals", "window=5m", "text/csv");
        var json = await SendAsync("/aggregates/totals", "window=5m", "application/json");

        Assert.Equal((Vary, Vary), (csv.Headers["Vary"], json.Headers["Vary"]));
        Assert.NotEqual(csv.Headers["ETag"], json.Headers["ETag"]);
        foreach (var (accept, tag, status) in new[]
        {
            ("text/csv", csv, 304), ("text/csv", json, 200), ("application/json", json, 304), ("application/json", csv, 200),
        })
        {
            var again = await SendAsync("/aggregates/totals", "window=5m", accept, ifNoneMatch: tag.Headers["ETag"]);
            Assert.Equal((status, Vary), (again.StatusCode, again.Headers["Vary"]));
        }
    }

    [Fact]
    public async Task A_problem_stays_JSON()
    {
        var refusal = await SendAsync("/aggregates/totals", "window=soon", "text/csv");

        Assert.Equal((400, "application/problem+json"), (refusal.StatusCode, refusal.Headers["Content-Type"]));
    }

    private async Task<string[]> RowsAsync(string route, string query, string sku = "tea")
    {
        var answer = await SendAsync(route, query, "text/csv", sku);
        Assert.Equal((200, "text/csv; charset=utf-8; header=present"), (answer.StatusCode, answer.Headers["Content-Type"]));
        Assert.EndsWith("\r\n", answer.Body, StringComparison.Ordinal);
        return answer.Body[..^2].Split("\r\n");
    }

    private Task<APIGatewayHttpApiV2ProxyResponse> SendAsync(
        string route, string query, string accept, string sku = "tea", string? ifNoneMatch = null) => _function.HandleAsync(
        new APIGatewayHttpApiV2ProxyRequest
        {
            RouteKey = $"GET {route}", RawQueryString = query,
            Headers = new Dictionary<string, string> { ["accept"] = accept, ["if-none-match"] = ifNoneMatch ?? "\"none\"" },
            PathParameters = new Dictionary<string, string> { ["sku"] = sku },
            QueryStringParameters = query.Split('&').Select(pair => pair.Split('='))
                .ToDictionary(pair => pair[0], pair => WebUtility.UrlDecode(pair[1])),
        },
        new StubContext());

    private Task CountAsync(params Order[] orders) => new Committer(_store, new CommitOptions(), _time, new Random(1))
        .CommitAsync([.. orders.Select(Some.Placed)], ChangeSource.Kinesis, default);
}
