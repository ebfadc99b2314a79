using System.Text.Json.Nodes;
using Amazon.Lambda.APIGatewayEvents;
using Analytics.Core.Changes;
using Analytics.Core.Orders;
using Analytics.Core.Windows;
using Analytics.Functions.Aggregates;
using Analytics.Functions.Counting;
using Analytics.Tests.Fuzz;
using Analytics.Tests.Storage;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Functions.Aggregates;

/// <summary>The windows, ranges, zones, currencies and conditions of all routes.</summary>
public class AggregatesHandlerTests : AggregatesHandlerContext
{
    [Fact]
    public async Task Totals_are_those_of_the_window_and_of_no_other_minute()
    {
        await CountAsync(
            Some.Placed(Some.Order(1, "11:59")), // just before
            Some.Placed(Some.Order(2, "12:00")),
            Some.Placed(Some.Order(3, "12:04", Some.Eur) with { Lane = 1 }),
            Some.Placed(Some.Order(4, "12:04:29") with { Lane = 255 }), Some.Cancelled(Some.Order(4, "12:04:29") with { Lane = 255 }),
            Some.Placed(Some.Order(5, "12:05"))); // a clock that runs ahead: not in this window yet

        Assert.Equal(
            """{"window":"5m","from":"2026-11-23T12:00Z","to":"2026-11-23T12:05Z","asOf":"2026-11-23T12:04:30.000Z","latestCommitAt":"2026-11-23T12:04:30.000Z","orders":2,"cancelled":1,"units":4,"revenue":{"EUR":7.00,"USD":7.00}}""",
            (await Aggregates.TotalsAsync(Query("window=5m"), default)).Body);
    }

    [Fact]
    public async Task A_caller_that_has_an_answer_that_still_holds_learns_it_and_nothing_else_is_done_for_it()
    {
        await CountAsync(Some.Placed(Some.Order(1, "12:00")), Some.Placed(Some.Order(2, "12:01")));
        foreach (var ask in new Func<APIGatewayHttpApiV2ProxyRequest, Task<APIGatewayHttpApiV2ProxyResponse>>[]
        {
            query => Aggregates.TotalsAsync(query, default), query => Aggregates.SeriesAsync(query, default),
            query => Aggregates.ItemsAsync(query, default),
        })
        {
            var first = await ask(Query("window=5m"));
            Time.Advance(TimeSpan.FromSeconds(7));
            var before = Store.ItemsSummed;
            var again = await ask(Query("window=5m", ifNoneMatch: $"\"other\", {first.Headers["ETag"]}"));

            Assert.Equal(
                (304, "", first.Headers["ETag"], "no-cache"),
                (again.StatusCode, again.Body, again.Headers["ETag"], again.Headers["Cache-Control"]));
            Assert.Equal(before, Store.ItemsSummed);
        }
    }

    [Theory]
    [InlineData(true)] // another order in one of its minutes
    [InlineData(false)] // the window has moved on
    public async Task A_caller_that_has_an_answer_that_holds_no_longer_is_given_the_new_one(bool byAnOrder)
    {
        await CountAsync(Some.Placed(Some.Order(1, "12:00")));
        var first = await Aggregates.ItemsAsync(Query("window=5m"), default);
        if (byAnOrder)
        {
            await CountAsync(Some.Cancelled(Some.Order(1, "12:00")));
        }
        else
        {
            Time.Advance(TimeSpan.FromMinutes(1));
        }

        var again = await Aggregates.ItemsAsync(Query("window=5m", ifNoneMatch: first.Headers["ETag"]), default);

        Assert.Equal(200, again.StatusCode);
        Assert.DoesNotContain(JsonNode.Parse(again.Body)!["items"]!.AsArray(), item => (int)item!["orders"]! > 0);
        Assert.NotEqual(first.Headers["ETag"], again.Headers["ETag"]);
    }

    [Fact]
    public async Task Nothing_is_zeros() => Assert.Equal(
        """{"window":"1d","from":"2026-11-22T12:05Z","to":"2026-11-23T12:05Z","asOf":"2026-11-23T12:04:30.000Z","latestCommitAt":null,"orders":0,"cancelled":0,"units":0,"revenue":{}}""",
        (await Aggregates.TotalsAsync(Query("window=24h"), default)).Body);

    [Fact]
    public async Task A_range_may_be_given_by_its_ends_in_any_offset()
    {
        await CountAsync(Some.Placed(Some.Order(1, "12:00")), Some.Placed(Some.Order(2, "12:01")));
        var answer = await JsonAsync(Aggregates.TotalsAsync(Query("from=2026-11-23T13:00%2B01:00&to=2026-11-23T12:01:00Z"), default));

        Assert.Equal(("1m", 1), ((string?)answer["window"], (int)answer["orders"]!));
    }

    [Fact]
    public async Task A_query_without_a_window_is_about_today() => Assert.Equal(
        """{"window":"today","from":"2026-11-23T00:00Z","to":"2026-11-23T12:05Z","asOf":"2026-11-23T12:04:30.000Z","latestCommitAt":null,"orders":0,"cancelled":0,"units":0,"revenue":{}}""",
        (await Aggregates.TotalsAsync(Query(""), default)).Body);

    [Fact]
    public async Task In_a_zone_times_have_its_offset_and_days_are_its_own()
    {
        await CountAsync(Some.Placed(Some.Order(1, "04:59")), Some.Placed(Some.Order(2, "05:00")));

        Assert.Equal(
            """{"window":"today","from":"2026-11-23T00:00-05:00","to":"2026-11-23T07:05-05:00","timeZone":"America/New_York","asOf":"2026-11-23T12:04:30.000Z","latestCommitAt":"2026-11-23T12:04:30.000Z","step":"1d","points":[{"at":"2026-11-23T00:00-05:00","orders":1,"cancelled":0,"units":2,"revenue":{"USD":7.00},"partial":true}]}""",
            (await Aggregates.SeriesAsync(Query("tz=America/New_York&step=1d"), default)).Body);
    }

    [Theory]
    [InlineData("/totals", "yesterday")]
    [InlineData("/items", "lastWeek")]
    [InlineData("/items/tea", "thisMonth")]
    [InlineData("/series", "thisYear")]
    public async Task Every_route_takes_words_of_the_calendar_and_zones(string route, string window)
    {
        var query = Query($"window={window}&tz=Asia/Kathmandu{(route == "/series" ? "&step=1mo" : "")}", sku: "tea");
        var answer = await JsonAsync(route switch
        {
            "/totals" => Aggregates.TotalsAsync(query, default),
            "/items" => Aggregates.ItemsAsync(query, default),
            "/series" => Aggregates.SeriesAsync(query, default),
            _ => Aggregates.ItemAsync(query, default),
        });

        Assert.Equal((window, "Asia/Kathmandu"), ((string?)answer["window"], (string?)answer["timeZone"]));
        Assert.EndsWith("T00:00+05:45", (string?)answer["from"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("from=2026-10-25&to=2026-10-26&tz=Europe/Berlin", "25h", "2026-10-25T00:00+02:00", "2026-10-26T00:00+01:00")]
    [InlineData("from=2026-11-01&to=2026-11-02T12:00Z", "36h", "2026-11-01T00:00Z", "2026-11-02T12:00Z")]
    [InlineData("from=2026-11-22T18:15Z&to=2026-11-23&tz=UTC", "345m", "2026-11-22T18:15Z", "2026-11-23T00:00Z")]
    public async Task A_range_may_be_given_by_dates_of_the_zone(string query, string window, string from, string to)
    {
        var answer = await JsonAsync(Aggregates.TotalsAsync(Query(query), default));

        Assert.Equal((window, from, to), ((string?)answer["window"], (string?)answer["from"], (string?)answer["to"]));
    }

    [Theory]
    [InlineData("EUR", """{"EUR":6.50}""", """{"EUR":7.00}""", """{"EUR":0.50}""")]
    [InlineData("USD", """{"USD":7.00}""", null, null)]
    [InlineData("USD, EUR", """{"EUR":6.50,"USD":7.00}""", """{"EUR":7.00,"USD":7.00}""", """{"EUR":0.50}""")]
    [InlineData("KWD", "{}", null, null)]
    public async Task Sums_of_other_currencies_can_be_left_out(string currency, string revenue, string? gross, string? discounts)
    {
        await CountAsync(
            Some.Placed(Some.Order(1, "12:01", Some.Usd)), Some.Placed(Some.Order(2, "12:02", Some.Jpy)),
            Some.Placed(Some.Order(3, "12:03", Some.Eur, new OrderLine("tea", 2, 350) { DiscountMinor = 50 })));
        var totals = await JsonAsync(Aggregates.TotalsAsync(Query($"window=5m&currency={currency}"), default));
        var series = await JsonAsync(Aggregates.SeriesAsync(Query($"window=5m&step=5m&currency={currency}"), default));

        foreach (var sums in new[] { totals, series["points"]![0]! })
        {
            Assert.Equal(
                (3, 6, revenue, gross, discounts),
                ((int)sums["orders"]!, (int)sums["units"]!, sums["revenue"]!.ToJsonString(), sums["gross"]?.ToJsonString(),
                    sums["discounts"]?.ToJsonString()));
        }
    }

    [Theory]
    [InlineData("usd")]
    [InlineData("USD,")]
    [InlineData("USD;EUR")]
    [InlineData("")]
    public async Task Currencies_of_totals_and_series_are_codes_by_comma(string currency)
    {
        foreach (var answer in new[]
        {
            await Aggregates.TotalsAsync(Query($"window=5m&currency={currency}"), default),
            await Aggregates.SeriesAsync(Query($"window=5m&currency={currency}"), default),
        })
        {
            Assert.Equal(400, answer.StatusCode);
            Assert.Equal(["currency"], JsonNode.Parse(answer.Body)!["errors"]!.AsArray().Select(error => (string?)error!["parameter"]));
        }
    }

    [Fact]
    public async Task Items_are_ranked_and_ties_broken_by_their_SKU()
    {
        await CountAsync(Some.Placed(Some.Order(1, "12:00", lines:
            [new("b", 2, 100), new("a", 2, 100), new("c", 1, 900), new("d", 9, 1)])));

        Assert.Equal(["d", "a", "b"], await SkusAsync("window=5m&top=3&by=units"));
        Assert.Equal(["c", "a", "b", "d"], await SkusAsync("window=5m&by=revenue"));
        Assert.Equal(["a", "b", "c", "d"], await SkusAsync("window=5m&by=orders"));
    }

    [Fact]
    public async Task A_ranking_by_revenue_in_several_currencies_needs_one_of_them()
    {
        await CountAsync(
            Some.Placed(Some.Order(1, "12:00", Some.Usd, new OrderLine("a", 1, 100), new OrderLine("b", 1, 1))),
            Some.Placed(Some.Order(2, "12:00", Some.Eur, new OrderLine("b", 1, 5))));

        var refusal = await Aggregates.ItemsAsync(Query("window=5m&by=revenue"), default);
        Assert.Equal(400, refusal.StatusCode);
        Assert.Contains("EUR, USD", refusal.Body, StringComparison.Ordinal);
        Assert.Equal(["b", "a"], await SkusAsync("window=5m&by=revenue&currency=EUR"));
    }

    [Fact]
    public async Task One_item_is_shown_also_when_it_sold_nothing()
    {
        await CountAsync(Some.Placed(Some.Order(1, "12:00", lines: new OrderLine("a b", 3, 100))));
        var sold = await JsonAsync(Aggregates.ItemAsync(Query("window=1h", sku: "a b"), default));
        var unsold = await JsonAsync(Aggregates.ItemAsync(Query("window=1h", sku: "tea"), default));

        Assert.Equal((1, 3, "{\"USD\":3.00}"), ((int)sold["orders"]!, (int)sold["units"]!, sold["revenue"]!.ToJsonString()));
        Assert.Equal((0, 0, "{}"), ((int)unsold["orders"]!, (int)unsold["units"]!, unsold["revenue"]!.ToJsonString()));
    }

    [Theory]
    [InlineData("window=0m", "window")]
    [InlineData("window=tomorrow", "window")]
    [InlineData("window=today&from=2026-11-23T12:00Z&to=2026-11-23T12:01Z", "window")]
    [InlineData("tz=Mars/Olympus_Mons", "tz")]
    [InlineData("window=401d", "window")]
    [InlineData("window=5m&from=2026-11-23T12:00Z&to=2026-11-23T12:01Z", "window")]
    [InlineData("from=2026-11-23T12:00Z", "to")]
    [InlineData("from=2026-11-23T12:00:01Z&to=2026-11-23T12:01Z", "from")]
    [InlineData("from=yesterday&to=2026-11-23T12:01Z", "from")]
    [InlineData("from=2026-11-23T12:01Z&to=2026-11-23T12:01Z", "to")]
    [InlineData("from=2025-10-24T12:00Z&to=2026-11-29T12:01Z", "to")]
    [InlineData("from=2025-10-17T12:00Z&to=2025-10-18T12:00Z", "from")]
    [InlineData("window=5m&top=0", "top")]
    [InlineData("window=5m&top=1001", "top")]
    [InlineData("window=5m&by=name", "by")]
    [InlineData("window=5m&currency=usd", "currency")]
    public async Task A_query_that_breaks_a_rule_is_refused_by_name(string query, string parameter)
    {
        var answer = await Aggregates.ItemsAsync(Query(query), default);

        Assert.Equal((400, "application/problem+json"), (answer.StatusCode, answer.Headers["Content-Type"]));
        Assert.Equal([parameter], JsonNode.Parse(answer.Body)!["errors"]!.AsArray().Select(error => (string?)error!["parameter"]));
    }

    [Theory]
    [InlineData(DamagedPart.Head, "Run `rebuild` to repair it.")]
    [InlineData(DamagedPart.Segment, "Run `rebuild` to repair it.")]
    [InlineData(DamagedPart.NewerHead, "Deploy the newer version.")]
    public async Task A_document_that_cannot_be_read_is_a_problem_of_the_service_and_never_half_an_answer(DamagedPart part, string advice)
    {
        var committer = new Committer(Store, new CommitOptions { MaxHeadBytes = 1 }, Time, new Random(1));
        await committer.CommitAsync([Some.Placed(Some.Order(1)), Some.Placed(Some.Order(2, "12:01"))], ChangeSource.Kinesis, default);
        Store.Edit(new DocumentKey(0, Minute.Of(Some.At("12:00"))), DamagedItems.Edit(part), DamagedItems.EditSegment(part));
        var function = new AggregatesFunction(Aggregates, Time);
        var request = Query("window=5m");
        request.RouteKey = "GET /aggregates/items";

        var answer = await function.HandleAsync(request, new StubContext());

        Assert.Equal((500, "application/problem+json"), (answer.StatusCode, answer.Headers["Content-Type"]));
        var problem = JsonNode.Parse(answer.Body)!;
        Assert.Equal("Internal Server Error", (string?)problem["title"]);
        Assert.EndsWith(advice, (string?)problem["detail"], StringComparison.Ordinal);
        Assert.Contains("2026-11-23T12:00Z", (string?)problem["detail"], StringComparison.Ordinal);

        // Another window is not affected.
        var other = Query("from=2026-11-23T12:01Z&to=2026-11-23T12:02Z");
        other.RouteKey = request.RouteKey;
        Assert.Equal(200, (await function.HandleAsync(other, new StubContext())).StatusCode);
    }
}
