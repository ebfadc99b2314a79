using System.Globalization;
using System.Text.Json.Nodes;
using Amazon.Lambda.APIGatewayEvents;
using Analytics.Core.Changes;
using Analytics.Core.Orders;
using Analytics.Core.Windows;
using Analytics.Functions.Aggregates;
using Analytics.Functions.Counting;
using Analytics.Tests.Functions.Fakes;
using Analytics.Tests.Fuzz;
using Analytics.Tests.Storage;
using Analytics.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Functions.Aggregates;

public class AggregatesHandlerTests
{
    private readonly InMemoryMinuteStore _store = new();
    private readonly FakeTimeProvider _time = new(Some.At("12:04:30"));
    private readonly AggregatesHandler _aggregates;

    public AggregatesHandlerTests() => _aggregates = new AggregatesHandler(
        new AggregateReader(_store, new RollupReader(_store, _store, 4), 4, _time), new ChangeWaiter(_store, _time), _time);

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
            (await _aggregates.TotalsAsync(Query("window=5m"), default)).Body);
    }

    [Fact]
    public async Task A_caller_that_has_an_answer_that_still_holds_is_told_so_and_nothing_else_is_done_for_it()
    {
        await CountAsync(Some.Placed(Some.Order(1, "12:00")), Some.Placed(Some.Order(2, "12:01")));
        foreach (var ask in new Func<APIGatewayHttpApiV2ProxyRequest, Task<APIGatewayHttpApiV2ProxyResponse>>[]
        {
            query => _aggregates.TotalsAsync(query, default), query => _aggregates.SeriesAsync(query, default),
            query => _aggregates.ItemsAsync(query, default),
        })
        {
            var first = await ask(Query("window=5m"));
            _time.Advance(TimeSpan.FromSeconds(7));
            var before = _store.ItemsSummed;
            var again = await ask(Query("window=5m", ifNoneMatch: $"\"other\", {first.Headers["ETag"]}"));

            Assert.Equal(
                (304, "", first.Headers["ETag"], "no-cache"),
                (again.StatusCode, again.Body, again.Headers["ETag"], again.Headers["Cache-Control"]));
            Assert.Equal(before, _store.ItemsSummed);
        }
    }

    [Theory]
    [InlineData(true)] // another order in one of its minutes
    [InlineData(false)] // the window has moved on
    public async Task A_caller_that_has_an_answer_that_holds_no_longer_is_given_the_new_one(bool byAnOrder)
    {
        await CountAsync(Some.Placed(Some.Order(1, "12:00")));
        var first = await _aggregates.ItemsAsync(Query("window=5m"), default);
        if (byAnOrder)
        {
            await CountAsync(Some.Cancelled(Some.Order(1, "12:00")));
        }
        else
        {
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        var again = await _aggregates.ItemsAsync(Query("window=5m", ifNoneMatch: first.Headers["ETag"]), default);

        Assert.Equal(200, again.StatusCode);
        Assert.Empty(JsonNode.Parse(again.Body)!["items"]!.AsArray());
        Assert.NotEqual(first.Headers["ETag"], again.Headers["ETag"]);
    }

    [Fact]
    public async Task Nothing_is_zeros() => Assert.Equal(
        """{"window":"1d","from":"2026-11-22T12:05Z","to":"2026-11-23T12:05Z","asOf":"2026-11-23T12:04:30.000Z","latestCommitAt":null,"orders":0,"cancelled":0,"units":0,"revenue":{}}""",
        (await _aggregates.TotalsAsync(Query("window=24h"), default)).Body);

    [Fact]
    public async Task A_range_may_be_given_by_its_ends_in_any_offset()
    {
        await CountAsync(Some.Placed(Some.Order(1, "12:00")), Some.Placed(Some.Order(2, "12:01")));
        var answer = await JsonAsync(_aggregates.TotalsAsync(Query("from=2026-11-23T13:00%2B01:00&to=2026-11-23T12:01:00Z"), default));

        Assert.Equal(("1m", 1), ((string?)answer["window"], (int)answer["orders"]!));
    }

    [Fact]
    public async Task A_series_has_every_point_and_adds_up_to_the_totals()
    {
        await CountAsync(Some.Placed(Some.Order(1, "11:58")), Some.Placed(Some.Order(2, "12:01")), Some.Placed(Some.Order(3, "12:04")));
        var answer = await JsonAsync(_aggregates.SeriesAsync(Query("window=10m&step=5m"), default));

        Assert.Equal(
            """[{"at":"2026-11-23T11:55Z","orders":1,"cancelled":0,"units":2,"revenue":{"USD":7.00}},{"at":"2026-11-23T12:00Z","orders":2,"cancelled":0,"units":4,"revenue":{"USD":14.00},"partial":true}]""",
            answer["points"]!.ToJsonString());
    }

    // The time is 12:04:30. A point is partial if the range cuts it, or if it ends after asOf.
    [Theory]
    [InlineData("from=2026-11-23T11:02Z&to=2026-11-23T11:04Z&step=1h", "11:00*")]
    [InlineData("from=2026-11-23T10:00Z&to=2026-11-23T12:00Z&step=1h", "10:00 11:00")]
    [InlineData("from=2026-11-23T10:01Z&to=2026-11-23T12:00Z&step=1h", "10:00* 11:00")]
    [InlineData("from=2026-11-23T10:00Z&to=2026-11-23T11:59Z&step=1h", "10:00 11:00*")]
    [InlineData("from=2026-11-23T09:30Z&to=2026-11-23T11:30Z&step=1h", "09:00* 10:00 11:00*")]
    [InlineData("from=2026-11-23T11:00Z&to=2026-11-23T13:00Z&step=1h", "11:00 12:00*")]
    [InlineData("from=2026-11-23T11:00Z&to=2026-11-23T15:00Z&step=1h", "11:00 12:00* 13:00* 14:00*")]
    [InlineData("from=2026-11-23T13:00Z&to=2026-11-23T14:00Z&step=1h", "13:00*")]
    [InlineData("from=2026-11-23T00:00Z&to=2026-11-23T12:00Z&step=1d", "00:00*")]
    [InlineData("from=2026-11-22T00:00Z&to=2026-11-23T00:00Z&step=1d", "00:00")]
    [InlineData("from=2026-11-23T12:02Z&to=2026-11-23T12:04Z", "12:02 12:03")]
    [InlineData("window=3m", "12:02 12:03 12:04*")]
    [InlineData("window=10m&step=5m", "11:55 12:00*")]
    public async Task A_point_that_the_range_cuts_or_that_has_not_ended_is_marked_partial(string query, string expected)
    {
        var answer = await JsonAsync(_aggregates.SeriesAsync(Query(query), default));

        Assert.Equal(expected, string.Join(' ', answer["points"]!.AsArray().Select(point =>
            $"{((string)point!["at"]!)[11..16]}{((bool?)point["partial"] == true ? "*" : point["partial"] is null ? "" : "?")}")));
    }

    // A commit may be later than the request, and asOf with it; a point that ended in between is whole.
    [Fact]
    public async Task A_point_is_partial_by_the_time_that_the_answer_states()
    {
        _time.Advance(TimeSpan.FromSeconds(30));
        await CountAsync(Some.Placed(Some.Order(1, "12:04:40")));
        var behind = new FakeTimeProvider(Some.At("12:04:59.500"));
        var aggregates = new AggregatesHandler(
            new AggregateReader(_store, new RollupReader(_store, _store, 4), 4, behind), new ChangeWaiter(_store, behind), behind);

        var answer = await JsonAsync(aggregates.SeriesAsync(Query("window=1m"), default));

        Assert.Equal("2026-11-23T12:05:00.000Z", (string?)answer["asOf"]);
        Assert.Null(answer["points"]![0]!["partial"]);
    }

    [Theory]
    [InlineData("from=2026-11-23T11:00Z&to=2026-11-23T13:00Z&step=5m", 20, 304)] // the same point is under way
    [InlineData("from=2026-11-23T11:00Z&to=2026-11-23T13:00Z&step=5m", 30, 200)] // at 12:05 one has ended
    [InlineData("from=2026-11-23T11:00Z&to=2026-11-23T12:00Z&step=5m", 3600, 304)]
    [InlineData("from=2026-11-23T13:00Z&to=2026-11-23T14:00Z&step=5m", 3000, 304)] // until 12:54:30 none has begun
    public async Task A_stored_series_is_current_until_one_of_its_points_has_ended(string query, int seconds, int status)
    {
        await CountAsync(Some.Placed(Some.Order(1, "11:58")));
        var tag = (await _aggregates.SeriesAsync(Query(query), default)).Headers["ETag"];
        _time.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Equal(status, (await _aggregates.SeriesAsync(Query(query, ifNoneMatch: tag), default)).StatusCode);
    }

    // The month ends at 23:00Z on the 30th, in 25 hours and 55 minutes.
    [Theory]
    [InlineData(25 * 60 + 54, 304)]
    [InlineData(25 * 60 + 56, 200)]
    public async Task A_stored_series_by_the_month_is_current_until_the_month_has_ended_in_its_zone(int minutes, int status)
    {
        _time.SetUtcNow(new DateTimeOffset(2026, 11, 29, 21, 5, 0, TimeSpan.Zero));
        const string Asked = "from=2026-11-01&to=2027-01-01&step=1mo&tz=Europe/Berlin";
        var tag = (await _aggregates.SeriesAsync(Query(Asked), default)).Headers["ETag"];
        _time.Advance(TimeSpan.FromMinutes(minutes));

        Assert.Equal(status, (await _aggregates.SeriesAsync(Query(Asked, ifNoneMatch: tag), default)).StatusCode);
    }

    [Fact]
    public async Task A_query_without_a_window_is_about_today() => Assert.Equal(
        """{"window":"today","from":"2026-11-23T00:00Z","to":"2026-11-23T12:05Z","asOf":"2026-11-23T12:04:30.000Z","latestCommitAt":null,"orders":0,"cancelled":0,"units":0,"revenue":{}}""",
        (await _aggregates.TotalsAsync(Query(""), default)).Body);

    [Fact]
    public async Task In_a_zone_times_have_its_offset_and_days_are_its_own()
    {
        await CountAsync(Some.Placed(Some.Order(1, "04:59")), Some.Placed(Some.Order(2, "05:00")));

        Assert.Equal(
            """{"window":"today","from":"2026-11-23T00:00-05:00","to":"2026-11-23T07:05-05:00","timeZone":"America/New_York","asOf":"2026-11-23T12:04:30.000Z","latestCommitAt":"2026-11-23T12:04:30.000Z","step":"1d","points":[{"at":"2026-11-23T00:00-05:00","orders":1,"cancelled":0,"units":2,"revenue":{"USD":7.00},"partial":true}]}""",
            (await _aggregates.SeriesAsync(Query("tz=America/New_York&step=1d"), default)).Body);
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
            "/totals" => _aggregates.TotalsAsync(query, default),
            "/items" => _aggregates.ItemsAsync(query, default),
            "/series" => _aggregates.SeriesAsync(query, default),
            _ => _aggregates.ItemAsync(query, default),
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
        var answer = await JsonAsync(_aggregates.TotalsAsync(Query(query), default));

        Assert.Equal((window, from, to), ((string?)answer["window"], (string?)answer["from"], (string?)answer["to"]));
    }

    // By 13:04 in Berlin. October has 745 hours there, and the 25th 25.
    [Theory]
    [InlineData("window=thisMonth&step=1w", "2026-10-26* 2026-11-02 2026-11-09 2026-11-16 2026-11-23*")]
    [InlineData("from=2026-10-01&to=2026-12-01&step=1mo", "2026-10-01 2026-11-01*")]
    [InlineData("from=2026-10-25&to=2026-10-26&step=1d", "2026-10-25")]
    [InlineData("from=2026-10-25&to=2026-10-25T22:59Z&step=1d", "2026-10-25*")]
    [InlineData("from=2026-09-30T22:01Z&to=2026-11-01&step=1mo", "2026-10-01*")]
    public async Task A_point_of_variable_length_is_partial_until_it_has_ended_in_its_zone(string query, string expected)
    {
        var answer = await JsonAsync(_aggregates.SeriesAsync(Query($"{query}&tz=Europe/Berlin"), default));

        Assert.Equal(expected, string.Join(' ', answer["points"]!.AsArray().Select(point =>
            $"{((string)point!["at"]!)[..10]}{(point["partial"] is null ? "" : "*")}")));
    }

    [Theory]
    [InlineData("step=1h", "1h", 60)]
    [InlineData("step=60m", "1h", 60)]
    [InlineData("step=1w", "1w", 10080)]
    [InlineData("step=1mo", "1mo", null)]
    [InlineData("step=1h&tz=Europe/Berlin", "1h", null)]
    public async Task A_series_names_its_step_and_the_minutes_of_one_that_is_always_as_long(string query, string step, int? minutes)
    {
        var answer = await JsonAsync(_aggregates.SeriesAsync(Query($"window=1h&{query}"), default));

        Assert.Equal((step, minutes), ((string?)answer["step"], (int?)answer["stepMinutes"]));
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
        var totals = await JsonAsync(_aggregates.TotalsAsync(Query($"window=5m&currency={currency}"), default));
        var series = await JsonAsync(_aggregates.SeriesAsync(Query($"window=5m&step=5m&currency={currency}"), default));

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
            await _aggregates.TotalsAsync(Query($"window=5m&currency={currency}"), default),
            await _aggregates.SeriesAsync(Query($"window=5m&currency={currency}"), default),
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

        var refusal = await _aggregates.ItemsAsync(Query("window=5m&by=revenue"), default);
        Assert.Equal(400, refusal.StatusCode);
        Assert.Contains("EUR, USD", refusal.Body, StringComparison.Ordinal);
        Assert.Equal(["b", "a"], await SkusAsync("window=5m&by=revenue&currency=EUR"));
    }

    [Fact]
    public async Task One_item_is_shown_also_when_it_sold_nothing()
    {
        await CountAsync(Some.Placed(Some.Order(1, "12:00", lines: new OrderLine("a b", 3, 100))));
        var sold = await JsonAsync(_aggregates.ItemAsync(Query("window=1h", sku: "a b"), default));
        var unsold = await JsonAsync(_aggregates.ItemAsync(Query("window=1h", sku: "tea"), default));

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
    public async Task A_query_that_breaks_a_rule_is_refused_and_told_which(string query, string parameter)
    {
        var answer = await _aggregates.ItemsAsync(Query(query), default);

        Assert.Equal((400, "application/problem+json"), (answer.StatusCode, answer.Headers["Content-Type"]));
        Assert.Equal([parameter], JsonNode.Parse(answer.Body)!["errors"]!.AsArray().Select(error => (string?)error!["parameter"]));
    }

    [Fact]
    public async Task An_answer_includes_changes_that_are_counted_already_at_once()
    {
        var (placed, cancelled) = (Some.Order(1, "12:00"), Some.Cancel(Some.Order(1, "12:00")));
        var other = Some.Order(2, "12:01") with { Lane = 7 };
        await CountAsync(Some.Placed(placed), Some.Cancelled(placed), Some.Placed(other));

        var includes = $"{ChangeToken.Of(placed)},{ChangeToken.Of(cancelled)}, {ChangeToken.Of(other)}";
        var answer = await JsonAsync(_aggregates.TotalsAsync(Query($"window=5m&includes={includes}"), default));

        Assert.Equal((1, 1), ((int)answer["orders"]!, (int)answer["cancelled"]!));
    }

    // wait      0 ms: none   50 ms: none   100 ms: one            150 ms: both
    // counted                         one              the other
    [Fact]
    public async Task An_answer_waits_until_every_change_that_it_is_to_include_is_counted()
    {
        var (one, other) = (Some.Order(1, "12:00"), Some.Order(2, "12:01") with { Lane = 7 });
        var asked = _aggregates.TotalsAsync(Query($"window=5m&includes={ChangeToken.Of(one)},{ChangeToken.Of(other)}"), default);

        await PassAsync(TimeSpan.FromMilliseconds(50));
        Assert.False(asked.IsCompleted);
        await CountAsync(Some.Placed(one));
        await PassAsync(TimeSpan.FromMilliseconds(50));
        Assert.False(asked.IsCompleted);
        await CountAsync(Some.Placed(other));
        await PassAsync(TimeSpan.FromMilliseconds(50));

        Assert.Equal(2, (int)(await JsonAsync(asked))["orders"]!);
    }

    [Theory]
    [InlineData("", "2.0")]
    [InlineData("&wait=0s", "0.0")]
    [InlineData("&wait=0.5s", "0.5")]
    [InlineData("&wait=10s", "10.0")]
    public async Task What_is_not_counted_in_time_is_told_with_how_far_behind_the_aggregates_are(string wait, string waited)
    {
        var (counted, missing) = (Some.Order(1, "12:00"), Some.Order(2, "12:00"));
        var neverSeen = Some.Order(3, "12:02") with { Lane = 9 };
        await CountAsync(Some.Placed(counted));
        var query = Query($"window=5m&includes={ChangeToken.Of(counted)},{ChangeToken.Of(missing)},{ChangeToken.Of(neverSeen)}{wait}");
        var asked = _aggregates.SeriesAsync(query, default);

        for (var turns = 20 * double.Parse(waited, CultureInfo.InvariantCulture); turns > 0; turns--)
        {
            Assert.False(asked.IsCompleted);
            await PassAsync(TimeSpan.FromMilliseconds(50));
        }

        var answer = await asked;
        Assert.Equal(
            (503, "1", "application/problem+json"), (answer.StatusCode, answer.Headers["Retry-After"], answer.Headers["Content-Type"]));
        Assert.Equal(
            $"2 of the changes in includes are not counted yet, after {waited} s: {ChangeToken.Of(missing)}, {ChangeToken.Of(neverSeen)}. "
            + "The newest commit to their minutes was at 2026-11-23T12:04:30.000Z.",
            (string?)JsonNode.Parse(answer.Body)!["detail"]);
    }

    [Fact]
    public async Task One_change_that_is_not_counted_is_one()
    {
        var answer = await _aggregates.TotalsAsync(Query($"window=5m&includes={ChangeToken.Of(Some.Order())}&wait=0s"), default);

        Assert.StartsWith(
            "1 of the changes in includes is not counted yet, after 0.0 s: ", (string?)JsonNode.Parse(answer.Body)!["detail"],
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_was_counted_in_the_minutes_of_the_changes_the_answer_says_so()
    {
        var answer = await _aggregates.TotalsAsync(Query($"window=5m&includes={ChangeToken.Of(Some.Order())}&wait=0s"), default);

        Assert.Equal(503, answer.StatusCode);
        Assert.EndsWith(
            "Nothing was counted in their minutes yet.", (string?)JsonNode.Parse(answer.Body)!["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_in_a_segment_is_included_too()
    {
        var committer = new Committer(_store, new CommitOptions { MaxHeadBytes = 1 }, _time, new Random(1));
        await committer.CommitAsync([Some.Placed(Some.Order(1)), Some.Placed(Some.Order(2))], ChangeSource.Kinesis, default);

        Assert.Equal(
            200, (await _aggregates.TotalsAsync(Query($"window=5m&includes={ChangeToken.Of(Some.Order(1))}&wait=0s"), default)).StatusCode);
    }

    [Fact]
    public async Task A_caller_that_has_an_answer_still_waits_for_what_it_is_to_include()
    {
        await CountAsync(Some.Placed(Some.Order(1)));
        var tag = (await _aggregates.TotalsAsync(Query("window=5m"), default)).Headers["ETag"];

        var asked = await _aggregates.TotalsAsync(
            Query($"window=5m&includes={ChangeToken.Of(Some.Order(2))}&wait=0s", ifNoneMatch: tag), default);

        Assert.Equal(503, asked.StatusCode);
    }

    [Theory]
    [InlineData("includes=x", "includes")]
    [InlineData("includes=2026-11-23T12:00Z.0.00000000000000001", "includes")]
    [InlineData("includes=2026-11-23T12:00Z.0.0000000000000000", "includes")]
    [InlineData("includes=2026-11-23T12:00Z.256.9f3c07a15be2d846", "includes")]
    [InlineData("includes=2026-11-23T12:00Z.-1.9f3c07a15be2d846", "includes")]
    [InlineData("includes=noon.0.9f3c07a15be2d846", "includes")]
    [InlineData("wait=10.1s", "wait")]
    [InlineData("wait=-1s", "wait")]
    [InlineData("wait=2", "wait")]
    [InlineData("wait=s", "wait")]
    [InlineData("wait=1e3s", "wait")]
    [InlineData("wait=NaNs", "wait")]
    [InlineData("wait=Infinitys", "wait")]
    [InlineData("wait=-Infinitys", "wait")]
    [InlineData("wait=9999999999999999999999999999999999999999s", "wait")]
    public async Task A_wait_that_breaks_a_rule_is_refused_and_told_which(string query, string parameter)
    {
        var answer = await _aggregates.TotalsAsync(Query($"window=5m&{query}"), default);

        Assert.Equal(400, answer.StatusCode);
        Assert.Equal([parameter], JsonNode.Parse(answer.Body)!["errors"]!.AsArray().Select(error => (string?)error!["parameter"]));
    }

    [Theory]
    [InlineData(20, 200)]
    [InlineData(21, 400)]
    public async Task At_most_twenty_changes_can_be_asked_for(int count, int status)
    {
        var orders = Enumerable.Range(1, count).Select(number => Some.Order(number)).ToList();
        await CountAsync([.. orders.Select(Some.Placed)]);

        var answer = await _aggregates.TotalsAsync(Query($"window=5m&includes={string.Join(',', orders.Select(ChangeToken.Of))}"), default);

        Assert.Equal(status, answer.StatusCode);
    }

    [Theory]
    [InlineData(DamagedPart.Head, "Run `rebuild` to repair it.")]
    [InlineData(DamagedPart.Segment, "Run `rebuild` to repair it.")]
    [InlineData(DamagedPart.NewerHead, "Deploy the newer version.")]
    public async Task A_document_that_cannot_be_read_is_a_problem_of_the_service_and_never_half_an_answer(DamagedPart part, string advice)
    {
        var committer = new Committer(_store, new CommitOptions { MaxHeadBytes = 1 }, _time, new Random(1));
        await committer.CommitAsync([Some.Placed(Some.Order(1)), Some.Placed(Some.Order(2, "12:01"))], ChangeSource.Kinesis, default);
        _store.Edit(new DocumentKey(0, Minute.Of(Some.At("12:00"))), DamagedItems.Edit(part), DamagedItems.EditSegment(part));
        var function = new AggregatesFunction(_aggregates, _time);
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

    private async Task<IEnumerable<string?>> SkusAsync(string query) =>
        (await JsonAsync(_aggregates.ItemsAsync(Query(query), default)))["items"]!.AsArray().Select(item => (string?)item!["sku"]);

    private static async Task<JsonNode> JsonAsync(Task<APIGatewayHttpApiV2ProxyResponse> answer) => JsonNode.Parse((await answer).Body)!;

    private static APIGatewayHttpApiV2ProxyRequest Query(string query, string? sku = null, string? ifNoneMatch = null) => new()
    {
        Headers = ifNoneMatch is null ? null : new Dictionary<string, string> { ["if-none-match"] = ifNoneMatch },
        QueryStringParameters = query.Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1])),
        PathParameters = sku is null ? null : new Dictionary<string, string> { ["sku"] = sku },
    };

    // What waits is woken, and goes on as far as it can.
    private async Task PassAsync(TimeSpan time)
    {
        _time.Advance(time);
        for (var turn = 0; turn < 20; turn++)
        {
            await Task.Yield();
        }
    }

    private Task CountAsync(params OrderChange[] changes) =>
        new Committer(_store, new CommitOptions(), _time, new Random(1)).CommitAsync(changes, ChangeSource.Kinesis, default);
}
