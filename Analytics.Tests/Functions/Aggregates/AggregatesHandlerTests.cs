using System.Text.Json.Nodes;
using Amazon.Lambda.APIGatewayEvents;
using Analytics.Core.Changes;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Functions.Aggregates;
using Analytics.Functions.Counting;
using Analytics.Functions.Storage;
using Analytics.Tests.Functions.Fakes;
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
        new AggregateReader(
            _store, new RollupReader(_store, _store, 4), new LanePlanSource(new InMemoryLanePlanStore(), 4, LanePlanUse.Answering, _time), 4, _time), _time);

    [Fact]
    public async Task Totals_are_those_of_the_window_and_of_no_other_minute()
    {
        await CountAsync(
            Some.Placed(Some.Order(1, "11:59")), // just before
            Some.Placed(Some.Order(2, "12:00")),
            Some.Placed(Some.Order(3, "12:04", Some.Eur)),
            Some.Placed(Some.Order(4, "12:04:29")), Some.Cancelled(Some.Order(4, "12:04:29")),
            Some.Placed(Some.Order(5, "12:05"))); // a clock that runs ahead: not in this window yet

        Assert.Equal(
            """{"window":"5m","from":"2026-11-23T12:00Z","to":"2026-11-23T12:05Z","asOf":"2026-11-23T12:04:30.000Z","latestCommitAt":"2026-11-23T12:04:30.000Z","orders":2,"cancelled":1,"units":4,"revenue":{"EUR":7.00,"USD":7.00}}""",
            (await _aggregates.TotalsAsync(Query("window=5m"), _ => { }, default)).Body);
    }

    [Fact]
    public async Task Who_has_an_answer_that_still_holds_is_told_so_and_nothing_else_is_done_for_it()
    {
        await CountAsync(Some.Placed(Some.Order(1, "12:00")), Some.Placed(Some.Order(2, "12:01")));
        foreach (var ask in new Func<APIGatewayHttpApiV2ProxyRequest, Task<APIGatewayHttpApiV2ProxyResponse>>[]
        {
            query => _aggregates.TotalsAsync(query, _ => { }, default), query => _aggregates.SeriesAsync(query, _ => { }, default),
            query => _aggregates.ItemsAsync(query, _ => { }, default),
        })
        {
            var first = await ask(Query("window=5m"));
            _time.Advance(TimeSpan.FromSeconds(7));
            var before = _store.ItemsSummed;
            var again = await ask(Query("window=5m", ifNoneMatch: $"\"other\", {first.Headers["ETag"]}"));

            Assert.Equal((304, "", first.Headers["ETag"], "no-cache"), (again.StatusCode, again.Body, again.Headers["ETag"], again.Headers["Cache-Control"]));
            Assert.Equal(before, _store.ItemsSummed);
        }
    }

    [Theory]
    [InlineData(true)] // another order in one of its minutes
    [InlineData(false)] // the window has moved on
    public async Task Who_has_an_answer_that_holds_no_longer_is_given_the_new_one(bool byAnOrder)
    {
        await CountAsync(Some.Placed(Some.Order(1, "12:00")));
        var first = await _aggregates.ItemsAsync(Query("window=5m"), _ => { }, default);
        if (byAnOrder)
        {
            await CountAsync(Some.Cancelled(Some.Order(1, "12:00")));
        }
        else
        {
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        var again = await _aggregates.ItemsAsync(Query("window=5m", ifNoneMatch: first.Headers["ETag"]), _ => { }, default);

        Assert.Equal(200, again.StatusCode);
        Assert.Empty(JsonNode.Parse(again.Body)!["items"]!.AsArray());
        Assert.NotEqual(first.Headers["ETag"], again.Headers["ETag"]);
    }

    [Fact]
    public async Task Nothing_is_zeros() => Assert.Equal(
        """{"window":"1d","from":"2026-11-22T12:05Z","to":"2026-11-23T12:05Z","asOf":"2026-11-23T12:04:30.000Z","latestCommitAt":null,"orders":0,"cancelled":0,"units":0,"revenue":{}}""",
        (await _aggregates.TotalsAsync(Query("window=24h"), _ => { }, default)).Body);

    [Fact]
    public async Task A_range_may_be_given_by_its_ends_in_any_offset()
    {
        await CountAsync(Some.Placed(Some.Order(1, "12:00")), Some.Placed(Some.Order(2, "12:01")));
        var answer = await JsonAsync(_aggregates.TotalsAsync(Query("from=2026-11-23T13:00%2B01:00&to=2026-11-23T12:01:00Z"), _ => { }, default));

        Assert.Equal(("1m", 1), ((string?)answer["window"], (int)answer["orders"]!));
    }

    [Fact]
    public async Task A_series_has_every_point_and_adds_up_to_the_totals()
    {
        await CountAsync(Some.Placed(Some.Order(1, "11:58")), Some.Placed(Some.Order(2, "12:01")), Some.Placed(Some.Order(3, "12:04")));
        var answer = await JsonAsync(_aggregates.SeriesAsync(Query("window=10m&step=5m"), _ => { }, default));

        Assert.Equal(
            """[{"at":"2026-11-23T11:55Z","orders":1,"cancelled":0,"units":2,"revenue":{"USD":7.00}},{"at":"2026-11-23T12:00Z","orders":2,"cancelled":0,"units":4,"revenue":{"USD":14.00}}]""",
            answer["points"]!.ToJsonString());
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

        var refusal = await _aggregates.ItemsAsync(Query("window=5m&by=revenue"), _ => { }, default);
        Assert.Equal(400, refusal.StatusCode);
        Assert.Contains("EUR, USD", refusal.Body, StringComparison.Ordinal);
        Assert.Equal(["b", "a"], await SkusAsync("window=5m&by=revenue&currency=EUR"));
    }

    [Fact]
    public async Task One_item_is_shown_also_when_it_sold_nothing()
    {
        await CountAsync(Some.Placed(Some.Order(1, "12:00", lines: new OrderLine("a b", 3, 100))));
        var sold = await JsonAsync(_aggregates.ItemAsync(Query("window=1h", sku: "a b"), _ => { }, default));
        var unsold = await JsonAsync(_aggregates.ItemAsync(Query("window=1h", sku: "tea"), _ => { }, default));

        Assert.Equal((1, 3, "{\"USD\":3.00}"), ((int)sold["orders"]!, (int)sold["units"]!, sold["revenue"]!.ToJsonString()));
        Assert.Equal((0, 0, "{}"), ((int)unsold["orders"]!, (int)unsold["units"]!, unsold["revenue"]!.ToJsonString()));
    }

    [Theory]
    [InlineData("", "#/window")]
    [InlineData("window=0m", "#/window")]
    [InlineData("window=401d", "#/window")]
    [InlineData("window=5m&from=2026-11-23T12:00Z&to=2026-11-23T12:01Z", "#/window")]
    [InlineData("from=2026-11-23T12:00Z", "#/to")]
    [InlineData("from=2026-11-23T12:00:01Z&to=2026-11-23T12:01Z", "#/from")]
    [InlineData("from=yesterday&to=2026-11-23T12:01Z", "#/from")]
    [InlineData("from=2026-11-23T12:01Z&to=2026-11-23T12:01Z", "#/to")]
    [InlineData("from=2025-10-24T12:00Z&to=2026-11-29T12:01Z", "#/to")]
    [InlineData("from=2025-10-17T12:00Z&to=2025-10-18T12:00Z", "#/from")]
    [InlineData("window=5m&top=0", "#/top")]
    [InlineData("window=5m&top=1001", "#/top")]
    [InlineData("window=5m&by=name", "#/by")]
    [InlineData("window=5m&currency=usd", "#/currency")]
    public async Task A_query_that_breaks_a_rule_is_refused_and_told_which(string query, string pointer)
    {
        var answer = await _aggregates.ItemsAsync(Query(query), _ => { }, default);

        Assert.Equal((400, "application/problem+json"), (answer.StatusCode, answer.Headers["Content-Type"]));
        Assert.Equal([pointer], JsonNode.Parse(answer.Body)!["errors"]!.AsArray().Select(error => (string?)error!["pointer"]));
    }

    private async Task<IEnumerable<string?>> SkusAsync(string query) =>
        (await JsonAsync(_aggregates.ItemsAsync(Query(query), _ => { }, default)))["items"]!.AsArray().Select(item => (string?)item!["sku"]);

    private static async Task<JsonNode> JsonAsync(Task<APIGatewayHttpApiV2ProxyResponse> answer) => JsonNode.Parse((await answer).Body)!;

    private static APIGatewayHttpApiV2ProxyRequest Query(string query, string? sku = null, string? ifNoneMatch = null) => new()
    {
        Headers = ifNoneMatch is null ? null : new Dictionary<string, string> { ["if-none-match"] = ifNoneMatch },
        QueryStringParameters = query.Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1])),
        PathParameters = sku is null ? null : new Dictionary<string, string> { ["sku"] = sku },
    };

    private async Task CountAsync(params OrderChange[] changes)
    {
        var committer = new Committer(_store, new CommitOptions(), _time, new Random(1));
        foreach (var group in changes.GroupBy(change =>
            LanePlan.Always(4).DocumentOf(Minute.Of(change.PlacedAt), change.Id.Fingerprint())))
        {
            await committer.CommitAsync(DocumentBatch.Of(group.Key, [.. group]), Road.Fast, default);
        }
    }
}
