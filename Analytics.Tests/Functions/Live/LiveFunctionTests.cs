using System.Text.Json.Nodes;
using Analytics.Functions.Aggregates;
using Analytics.Functions.Live;
using Analytics.Tests.Documentation;
using Analytics.Tests.Functions.Aggregates;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Functions.Live;

/// <summary>GET /aggregates/live: the totals of three windows, each time that they change.</summary>
public sealed class LiveFunctionTests : IDisposable
{
    private static readonly string[] Windows = ["5m", "1h", "today"];

    private readonly LiveShop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public async Task The_first_event_comes_at_once_and_the_next_with_the_next_commit()
    {
        await _shop.CountAsync(Some.Placed(Some.Order(1, "12:04")));
        _ = _shop.Open();
        _shop.Pass(TimeSpan.FromSeconds(3));
        Assert.Single(_shop.Events);

        await _shop.CountAsync(Some.Placed(Some.Order(2, "12:04")));
        _shop.Pass(LiveEvents.Pause);

        Assert.Equal((200, "text/event-stream", "no-store"), (_shop.Status, _shop.Headers["Content-Type"], _shop.Headers["Cache-Control"]));
        Assert.Equal([1, 2], _shop.Events.Select(one => (int)one["windows"]!["5m"]!["orders"]!));
        Assert.StartsWith("retry: 1000\n\nid: 2026-11-23T12:04:30.000Z/", $"{_shop.Body}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_has_every_window_and_the_time_of_its_reading()
    {
        await _shop.CountAsync(Some.Placed(Some.Order(1, "12:04")), Some.Placed(Some.Order(2, "11:10", Some.Eur)));
        _ = _shop.Open();

        Assert.Equal(
            """
            {"asOf":"2026-11-23T12:04:30.000Z","latestCommitAt":"2026-11-23T12:04:30.000Z","windows":{
            "5m":{"from":"2026-11-23T12:00Z","to":"2026-11-23T12:05Z","orders":1,"cancelled":0,"units":2,"revenue":{"USD":7.00}},
            "1h":{"from":"2026-11-23T11:05Z","to":"2026-11-23T12:05Z","orders":2,"cancelled":0,"units":4,"revenue":{"EUR":7.00,"USD":7.00}},
            "today":{"from":"2026-11-23T00:00Z","to":"2026-11-23T12:05Z","orders":2,"cancelled":0,"units":4,
            "revenue":{"EUR":7.00,"USD":7.00}}}}
            """.ReplaceLineEndings(""),
            _shop.Events[0].ToJsonString());
    }

    [Fact]
    public async Task A_cancelled_order_is_taken_back()
    {
        var order = Some.Order(1, "12:04");
        await _shop.CountAsync(Some.Placed(order));
        _ = _shop.Open();
        await _shop.CountAsync(Some.Cancelled(order));
        _shop.Pass(LiveEvents.Pause);

        Assert.Equal([(1, 0), (0, 1)], _shop.Events.Select(one => one["windows"]!["1h"]!).Select(
            hour => ((int)hour["orders"]!, (int)hour["cancelled"]!)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("channel=web")]
    [InlineData("currency=EUR")]
    [InlineData("tz=Asia/Tokyo&channel=web,none&currency=USD")]
    public async Task The_numbers_of_an_event_are_those_that_other_answers_have_at_its_time(string query)
    {
        var function = new AggregatesFunction(
            new AggregatesHandler(_shop.Reader, new ChangeWaiter(_shop.Store, _shop.Time), _shop.Time), _shop.Time);
        await _shop.CountAsync(
            Some.Placed(Some.Order(20, "12:01")), Some.Placed(Some.Order(21, "11:30", Some.Eur)), Some.Placed(Some.Order(22, "03:00")));
        _ = _shop.Open(query);
        _shop.Pass(LiveEvents.Pause);
        for (var order = 1; order <= 8; order++)
        {
            await _shop.CountAsync(Some.Placed(Some.Order(order, $"12:0{3 + order % 2}", order % 3 == 0 ? Some.Eur : Some.Usd) with
            {
                Slice = order % 2 == 0 ? Some.Slice("web", "de") : Some.Slice("app", "us"),
            }));
            _shop.Pass(LiveEvents.Pause);

            var said = _shop.Events[^1];
            foreach (var window in Windows)
            {
                foreach (var route in new[] { "totals", "summary" })
                {
                    var answer = JsonNode.Parse((await function.AskAsync(route, $"window={window}&{query}")).Body)!;
                    Assert.Equal((string?)answer["asOf"], (string?)said["asOf"]);
                    var totals = route == "summary" ? answer["totals"]! : answer;
                    Assert.All(
                        new[] { "orders", "cancelled", "units", "revenue" },
                        number => Assert.Equal(totals[number]!.ToJsonString(), said["windows"]![window]![number]!.ToJsonString()));
                    Assert.Equal(
                        ((string?)answer["from"], (string?)answer["to"]),
                        ((string?)said["windows"]![window]!["from"], (string?)said["windows"]![window]!["to"]));
                }
            }
        }
    }

    // While the windows are read one after the other, orders of the last five minutes and of the hour come in.
    [Fact]
    public async Task The_last_minutes_are_never_more_than_the_hour_also_while_orders_come_in()
    {
        await _shop.CountAsync(Some.Placed(Some.Order(1, "12:04")));
        _ = _shop.Open();
        for (var round = 1; round <= 20; round++)
        {
            var number = 10 * round;
            _shop.Store.AfterExtent = () => _shop.CountAsync(Some.Placed(Some.Order(number, "12:04")));
            await _shop.CountAsync(Some.Placed(Some.Order(number + 1, "12:03")));
            _shop.Store.AfterRange = () => _shop.CountAsync(
                Some.Placed(Some.Order(number + 2, "12:02")), Some.Placed(Some.Order(number + 3, "11:40")));
            _shop.Pass(LiveEvents.Pause);
        }

        Assert.True(_shop.Events.Count > 15);
        Assert.All(_shop.Events, one => Assert.True(
            (int)one["windows"]!["5m"]!["orders"]! <= (int)one["windows"]!["1h"]!["orders"]!, one.ToJsonString()));
        _shop.Pass(LiveWatch.MaxAge);
        Assert.Equal((61, 81), ((int)_shop.Events[^1]["windows"]!["5m"]!["orders"]!, (int)_shop.Events[^1]["windows"]!["1h"]!["orders"]!));
    }

    [Fact]
    public async Task A_commit_to_an_older_minute_is_found_within_five_seconds()
    {
        _ = _shop.Open();
        _shop.Pass(TimeSpan.FromSeconds(1));
        await _shop.CountAsync(Some.Placed(Some.Order(1, "12:01")));
        _shop.Pass(LiveWatch.MaxAge);

        Assert.Equal([0, 1], _shop.Events.Select(one => (int)one["windows"]!["5m"]!["orders"]!));
    }

    // 12:04:30 to 12:05:30: the order of 12:00 leaves the window at 12:05, though nothing is committed.
    [Fact]
    public async Task An_order_that_leaves_a_window_is_news_and_a_window_that_only_moves_is_none()
    {
        await _shop.CountAsync(Some.Placed(Some.Order(1, "12:00")));
        _ = _shop.Open();
        _shop.Pass(TimeSpan.FromMinutes(3));

        Assert.Equal(
            [("2026-11-23T12:04:30.000Z", 1), ("2026-11-23T12:05:00.000Z", 0)],
            _shop.Events.Select(one => ((string)one["asOf"]!, (int)one["windows"]!["5m"]!["orders"]!)));
    }

    [Fact]
    public async Task A_look_without_news_reads_two_minutes_only()
    {
        await _shop.CountAsync([.. Enumerable.Range(0, 60).Select(number => Some.Placed(Some.Order(number, $"11:{number:00}")))]);
        await _shop.CountAsync(Some.Placed(Some.Order(99, "12:04")));
        _ = _shop.Open();
        var before = _shop.Store.DocumentsSummed;
        _shop.Pass(TimeSpan.FromSeconds(4));

        Assert.Equal(16, _shop.Store.DocumentsSummed - before);
    }

    [Fact]
    public async Task A_client_that_comes_back_does_not_get_what_it_knows()
    {
        await _shop.CountAsync(Some.Placed(Some.Order(1, "12:04")));
        _ = _shop.Open();
        using var again = new LiveShop();
        await again.CountAsync(Some.Placed(Some.Order(1, "12:04")));
        _ = again.Open(lastEventId: _shop.Ids[0]);
        again.Pass(TimeSpan.FromSeconds(1));
        Assert.Empty(again.Events);

        await again.CountAsync(Some.Placed(Some.Order(2, "12:04")));
        again.Pass(LiveEvents.Pause);
        Assert.Single(again.Events);
    }

    [Fact]
    public async Task A_failed_read_is_logged_and_repeated()
    {
        _ = _shop.Open();
        _shop.Store.AfterExtent = () => throw new IOException("throttled");
        _shop.Pass(LiveEvents.Pause);
        await _shop.CountAsync(Some.Placed(Some.Order(1, "12:04")));
        _shop.Pass(LiveEvents.RetryDelay);

        Assert.Equal("event=liveReadFailed error=IOException message=throttled", Assert.Single(_shop.Log));
        Assert.Equal([0, 1], _shop.Events.Select(one => (int)one["windows"]!["5m"]!["orders"]!));
    }

    [Fact]
    public async Task It_ends_in_time_and_when_nothing_reads_it()
    {
        var ends = _shop.Open(seconds: 30);
        _shop.Pass(TimeSpan.FromSeconds(30));
        await ends;
        Assert.EndsWith(LiveEvents.Ending, $"{_shop.Body}", StringComparison.Ordinal);

        using var left = new LiveShop();
        var leaves = left.Open();
        left.Leave();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaves);
    }

    [Theory]
    [InlineData("window=5m", "window", "is not a parameter of this request, which takes tz, currency, channel, country")]
    [InlineData(
        "curency=EUR", "curency", "is not a parameter of this request; did you mean currency? It takes tz, currency, channel, country")]
    [InlineData("include=averageOrderValue", "include", "is not a parameter of this request, which takes tz, currency, channel, country")]
    [InlineData("tz=nowhere", "tz", "must be a time zone of the IANA database, as Europe/Berlin; got 'nowhere'")]
    [InlineData("currency=euro", "currency", "must be ISO 4217 currency codes in capitals by comma, as EUR,USD; 'euro' is none")]
    public async Task Other_parameters_are_refused_by_name(string query, string parameter, string detail)
    {
        await _shop.Open(query);

        Assert.Equal((400, "application/problem+json"), (_shop.Status, _shop.Headers["Content-Type"]));
        var error = Assert.Single(JsonNode.Parse($"{_shop.Body}")!["errors"]!.AsArray())!;
        Assert.Equal((parameter, detail), ((string)error["parameter"]!, (string)error["detail"]!));
    }

    [Fact]
    public async Task A_function_URL_leads_every_path_and_method_here_and_one_is_answered()
    {
        var none = new Dictionary<string, string>();
        await _shop.Answer(ApiBench.Request("GET", "/aggregates/other", none, "", none, ""));
        Assert.Equal(404, _shop.Status);

        using var posted = new LiveShop();
        var post = ApiBench.Request("POST", "/aggregates/live", none, "", none, "");
        post.RequestContext = new() { Http = new() { Method = "POST" } };
        await posted.Answer(post);
        Assert.Equal((405, "GET"), (posted.Status, posted.Headers["Allow"]));
    }

    [Fact]
    public async Task The_zone_of_the_stack_says_when_today_began()
    {
        using var shop = new LiveShop("Asia/Tokyo");
        await shop.CountAsync(Some.Placed(Some.Order(1, "14:30") with { PlacedAt = Some.At("00:00").AddHours(-8) }));
        _ = shop.Open();

        Assert.Equal("2026-11-23T00:00+09:00", (string?)shop.Events[0]["windows"]!["today"]!["from"]);
    }
}
