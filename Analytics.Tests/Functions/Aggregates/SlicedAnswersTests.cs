using System.Text.Json.Nodes;
using Amazon.Lambda.APIGatewayEvents;
using Analytics.Core.Changes;
using Analytics.Core.Orders;
using Analytics.Core.Wire;
using Analytics.Functions.Aggregates;
using Analytics.Functions.Counting;
using Analytics.Tests.Functions.Fakes;
using Analytics.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Functions.Aggregates;

/// <summary>Holds answers by dimension: filters and groups.</summary>
public class SlicedAnswersTests
{
    private readonly InMemoryMinuteStore _store = new();
    private readonly FakeTimeProvider _time = new(Some.At("12:04:30"));
    private readonly AggregatesHandler _aggregates;

    public SlicedAnswersTests() => _aggregates = new AggregatesHandler(
        new AggregateReader(_store, new RollupReader(_store, _store, 4), 4, _time), new ChangeWaiter(_store, _time), _time,
        OrderDimensions.Parse("campaign"));

    [Theory]
    [InlineData("channel=web", 2)]
    [InlineData("channel=Web,APP", 3)]
    [InlineData("channel=web&country=de", 1)]
    [InlineData("country=none", 1)]
    [InlineData("country=none,de", 3)]
    [InlineData("channel=store", 0)]
    [InlineData("campaign=none", 4)]
    [InlineData("", 4)]
    public async Task Totals_series_and_items_are_those_of_the_selected_orders(string filter, int orders)
    {
        await CountSomeAsync();

        var query = $"window=5m{(filter.Length > 0 ? "&" : "")}{filter}";
        Assert.Equal(orders, (int)(await JsonAsync(_aggregates.TotalsAsync, query))["orders"]!);
        var points = (await JsonAsync(_aggregates.SeriesAsync, query))["points"]!.AsArray();
        Assert.Equal(orders, points.Sum(point => (int)point!["orders"]!));
        var items = (await JsonAsync(_aggregates.ItemsAsync, query))["items"]!.AsArray();
        Assert.Equal(orders, items.Sum(item => (int)item!["orders"]!));
        Assert.Equal(orders, (int)(await JsonAsync(_aggregates.ItemsAsync, $"{query}&sku=tea"))["orders"]!);
    }

    [Fact]
    public async Task Groups_are_the_values_and_add_up_to_the_totals()
    {
        await CountSomeAsync();

        var totals = await JsonAsync(_aggregates.TotalsAsync, "window=5m&groupBy=channel");
        Assert.Equal(
            ["web 2 0 4 14.00", "app 1 0 2 7.00", "none 1 1 2 7.00"],
            totals["groups"]!.AsArray().Select(group =>
                $"{group!["channel"]} {group["orders"]} {group["cancelled"]} {group["units"]} {group["revenue"]!["USD"]?.ToJsonString()}"));
        Assert.Equal((4, 1), ((int)totals["orders"]!, (int)totals["cancelled"]!));
    }

    [Fact]
    public async Task Groups_of_two_dimensions_are_their_combinations_and_a_filter_selects_among_them()
    {
        await CountSomeAsync();

        var totals = await JsonAsync(_aggregates.TotalsAsync, "window=5m&groupBy=country,channel&channel=web,none");
        Assert.Equal(
            ["at web 1", "de web 1", "none none 1"],
            totals["groups"]!.AsArray().Select(group => $"{group!["country"]} {group["channel"]} {group["orders"]}"));
    }

    [Fact]
    public async Task More_groups_than_a_hundred_are_one()
    {
        await CountAsync([.. Enumerable.Range(1, 130).Select(
            number => Some.Placed(Some.Order(number, "12:01") with { Slice = Some.Slice($"c-{number:D3}", "de") }))]);

        var groups = (await JsonAsync(_aggregates.TotalsAsync, "window=5m&groupBy=channel"))["groups"]!.AsArray();
        Assert.Equal(100, groups.Count);
        Assert.Equal(("other", 31, 130), (
            (string?)groups[^1]!["channel"], (int)groups[^1]!["orders"]!, groups.Sum(group => (int)group!["orders"]!)));
    }

    [Fact]
    public async Task Groups_are_a_table_in_csv()
    {
        await CountSomeAsync();

        var answer = await _aggregates.TotalsAsync(Query("window=5m&groupBy=channel&country=none,de", "text/csv"), default);
        Assert.Equal(
            "channel,orders,cancelled,units,revenue USD\r\napp,1,0,2,7.00\r\nnone,1,1,2,7.00\r\nweb,1,0,2,7.00\r\n", answer.Body);
    }

    [Theory]
    [InlineData("currency", "EUR 2 0 4 14.00;JPY 1 0 3 1050;USD 0 1 0 null")]
    [InlineData("channel,currency", "none EUR 1 0 2 7.00;web EUR 1 0 2 7.00;web JPY 1 0 3 1050;web USD 0 1 0 null")]
    [InlineData("currency&channel=web", "EUR 1 0 2 7.00;JPY 1 0 3 1050;USD 0 1 0 null")]
    public async Task Groups_by_currency_are_the_orders_in_it(string by, string expected)
    {
        var web = Some.Slice("web", "de");
        await CountAsync(
            Some.Placed(Some.Order(1, "12:00", Some.Eur) with { Slice = web }), Some.Placed(Some.Order(2, "12:01", Some.Eur)),
            Some.Placed(Some.Order(3, "12:01", Some.Jpy, new OrderLine("tea", 3, 350)) with { Slice = web }),
            Some.Placed(Some.Order(4, "12:02") with { Slice = web }), Some.Cancelled(Some.Order(4, "12:02") with { Slice = web }));

        var totals = await JsonAsync(_aggregates.TotalsAsync, $"window=5m&groupBy={by}");
        var groups = totals["groups"]!.AsArray();
        Assert.Equal(expected, string.Join(';', groups.Select(group => string.Join(' ', by.Split('&')[0].Split(',')
            .Select(name => (string?)group![name]).Concat(new[] { "orders", "cancelled", "units" }.Select(name => $"{group![name]}"))
            .Append(group!["revenue"]![(string)group["currency"]!]?.ToJsonString() ?? "null")))));
        Assert.Equal((int)totals["units"]!, groups.Sum(group => (int)group!["units"]!));
    }

    [Fact]
    public async Task Groups_are_compared_also_those_that_there_are_no_longer()
    {
        await CountSomeAsync();

        var totals = await JsonAsync(
            _aggregates.TotalsAsync, "from=2026-11-23T12:02Z&to=2026-11-23T12:04Z&compare=previous&groupBy=channel");
        Assert.Equal(
            ["none 1 0 1", "app 0 1 -1", "web 0 2 -2"],
            totals["groups"]!.AsArray().Select(group =>
                $"{group!["channel"]} {group["orders"]} {group["comparison"]!["orders"]} {group["comparison"]!["difference"]!["orders"]}"));

        var table = await _aggregates.TotalsAsync(
            Query("from=2026-11-23T12:02Z&to=2026-11-23T12:04Z&compare=previous&groupBy=channel", "text/csv"), default);
        Assert.StartsWith("channel,orders,cancelled,units,revenue USD,compared orders,", table.Body, StringComparison.Ordinal);
        Assert.Contains("\r\nweb,0,0,0,0.00,2,", table.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Groups_of_a_summary_add_up_in_its_totals_and_in_each_point()
    {
        await CountSomeAsync();

        var summary = await JsonAsync(_aggregates.SummaryAsync, "window=5m&step=1m&groupBy=channel&compare=previous");
        var sums = summary["series"]!["points"]!.AsArray().Append(summary["totals"]).ToList();
        Assert.Contains(sums, sum => sum!["groups"]!.AsArray().Count > 1);
        Assert.All(sums, sum => Assert.Equal(
            ((int)sum!["orders"]!, (int)sum["units"]!),
            (sum["groups"]!.AsArray().Sum(group => (int)group!["orders"]!), sum["groups"]!.AsArray().Sum(group => (int)group!["units"]!))));
    }

    [Theory]
    [InlineData("groupBy=channel,channel", "groupBy must be one or two of channel, country, campaign, currency; got 'channel,channel'")]
    [InlineData("groupBy=sku", "groupBy must be one or two of channel, country, campaign, currency; got 'sku'")]
    [InlineData("groupBy=channel,country,campaign",
        "groupBy must be one or two of channel, country, campaign, currency; got 'channel,country,campaign'")]
    [InlineData("channel=a b", "channel must be values of channel by comma, or none for orders without one; 'a b' is none")]
    [InlineData("channel=", "channel must be values of channel by comma, or none for orders without one; '' is none")]
    public async Task A_query_that_breaks_a_rule_is_refused(string query, string error)
    {
        var answer = await _aggregates.TotalsAsync(Query(query), default);

        Assert.Equal(400, answer.StatusCode);
        var errors = JsonNode.Parse(answer.Body)!["errors"]!.AsArray();
        Assert.Equal([error], errors.Select(entry => $"{entry!["parameter"]} {entry["detail"]}"));
    }

    // Orders 1 and 2 of the web, 3 of the app, 4 without dimensions, and 5, which was cancelled, too.
    private Task CountSomeAsync() => CountAsync(
        Some.Placed(Some.Order(1, "12:00") with { Slice = Some.Slice("web", "de") }),
        Some.Placed(Some.Order(2, "12:01") with { Slice = Some.Slice("web", "at") }),
        Some.Placed(Some.Order(3, "12:01") with { Slice = Some.Slice("app", "de") }),
        Some.Placed(Some.Order(4, "12:02")),
        Some.Placed(Some.Order(5, "12:02")),
        Some.Cancelled(Some.Order(5, "12:02")));

    private Task CountAsync(params OrderChange[] changes) =>
        new Committer(_store, new CommitOptions { MaxHeadBytes = 300 }, _time, new Random(1)).CommitAsync(
            changes, ChangeSource.Kinesis, default);

    private static async Task<JsonNode> JsonAsync(
        Func<APIGatewayHttpApiV2ProxyRequest, CancellationToken, Task<APIGatewayHttpApiV2ProxyResponse>> ask, string query)
    {
        var answer = await ask(Query(query), default);
        Assert.Equal(200, answer.StatusCode);
        return JsonNode.Parse(answer.Body)!;
    }

    private static APIGatewayHttpApiV2ProxyRequest Query(string query, string accept = "application/json") => new()
    {
        QueryStringParameters = query.Split('&').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]),
        Headers = new Dictionary<string, string> { ["accept"] = accept },
    };
}
