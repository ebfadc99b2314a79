using System.Text.Json.Nodes;
using Amazon.Lambda.APIGatewayEvents;
using Analytics.Core.Changes;
using Analytics.Core.Orders;
using Analytics.Functions.Aggregates;
using Analytics.Functions.Counting;
using Analytics.Tests.Functions.Fakes;
using Analytics.Tests.Support;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Functions.Aggregates;

/// <summary>Pages of a ranking while orders come in.</summary>
public class RankingPagesTests
{
    private readonly InMemoryMinuteStore _store = new();
    private readonly FakeTimeProvider _time = new(Some.At("12:04:30"));
    private readonly AggregatesHandler _aggregates;
    private int _orders;

    public RankingPagesTests() => _aggregates = new AggregatesHandler(
        new AggregateReader(_store, new RollupReader(_store, _store, 4), 4, _time), new ChangeWaiter(_store, _time), _time);

    [Theory]
    [InlineData("by=units")]
    [InlineData("by=orders&order=asc")]
    [InlineData("by=revenue&order=asc")]
    [InlineData("by=sku")]
    [InlineData("by=sku&order=desc")]
    [InlineData("by=unitsChange&compare=yesterday")]
    public async Task Without_orders_in_between_the_pages_are_the_ranking_of_one_page(string ranking)
    {
        await SellAsync([.. Enumerable.Range(0, 25).Select(number => (Sku(number % 23), number % 4))]);
        var whole = await PagesAsync($"window=1h&top=1000&{ranking}");

        var pages = await PagesAsync($"window=1h&top=4&{ranking}");

        Assert.Equal(6, pages.Count);
        Assert.Equal(Skus(Assert.Single(whole)), pages.SelectMany(Skus));
        Assert.All(pages, page => Assert.Null(page["changed"]));
        Assert.Null(pages[^1]["cursor"]);
    }

    // Tea: 3 sold, 2 came back, 1 cancelled. Mug: 2 sold, 4 cancelled. Jam: 5 cancelled only.
    [Theory]
    [InlineData("cancelled", "jam 5 0 0;mug 4 2 0;tea 1 1 2;zest 0 1 0")]
    [InlineData("cancelled&order=asc", "zest 0 1 0;tea 1 1 2;mug 4 2 0;jam 5 0 0")]
    [InlineData("refunded", "tea 1 1 2;jam 5 0 0;mug 4 2 0;zest 0 1 0")]
    [InlineData("refunded&order=asc", "jam 5 0 0;mug 4 2 0;zest 0 1 0;tea 1 1 2")]
    public async Task Items_are_ranked_by_what_was_cancelled_and_what_came_back(string by, string expected)
    {
        await SellAsync(("mug", 2), ("zest", 1));
        Order[] cancelled =
        [
            Some.Order(11, "12:04", lines: [new OrderLine("tea", 1, 100), new OrderLine("mug", 4, 100)]),
            Some.Order(12, "12:03", lines: [new OrderLine("jam", 2, 100), new OrderLine("jam", 3, 100)]),
        ];
        var returned = Some.Order(13, "12:04", lines: [new OrderLine("tea", 3, 100) { Returned = 2, RefundedMinor = 200 }]);
        await new Committer(_store, new CommitOptions(), _time, new Random(1)).CommitAsync(
            [.. cancelled.Select(Some.Placed), .. cancelled.Select(Some.Cancelled), Some.Placed(returned)], ChangeSource.Kinesis, default);

        var items = (await PagesAsync($"window=5m&top=1&by={by}")).Select(page => page["items"]!.AsArray().Single()!);
        var summary = await _aggregates.SummaryAsync(Request($"window=5m&by={by}"), default);

        Assert.Equal(expected, string.Join(';', items.Select(Text)));
        Assert.Equal(
            expected, string.Join(';', JsonNode.Parse(summary.Body)!["ranking"]!["items"]!.AsArray().Select(item => Text(item!))));

        static string Text(JsonNode item) => $"{item["sku"]} {item["cancelled"]} {item["units"]} {item["refunded"]}";
    }

    [Fact]
    public async Task A_page_is_about_the_range_of_the_first_one()
    {
        await SellAsync(("a", 2), ("b", 1));
        var first = await PageAsync("window=5m&top=1&compare=yesterday");
        _time.Advance(TimeSpan.FromMinutes(30));
        await SellAsync(("c", 9));

        var second = await PageAsync($"window=5m&top=1&compare=yesterday&cursor={first["cursor"]}");

        Assert.Equal(("2026-11-23T12:05Z", "2026-11-22T12:05Z"), ((string?)second["to"], (string?)second["comparison"]!["to"]));
        Assert.Equal("2026-11-23T12:34:30.000Z", (string?)second["asOf"]);
        Assert.Equal(["b"], Skus(second));
        Assert.Null(second["changed"]);
    }

    // Every item is on one page, whatever happens to their numbers in between.
    [Fact]
    public void By_SKU_no_item_is_lost_or_shown_twice_whatever_is_ordered_in_between() => Sample((shop, sold, changes) =>
    {
        var pages = shop.PagesAsync("window=1h&top=3&by=sku", changes).GetAwaiter().GetResult();

        var shown = pages.SelectMany(Skus).ToList();
        Assert.Equal(shown.Distinct(), shown);
        Assert.Empty(sold.Except(shown));
    });

    // An item whose numbers stay as they are is on one page; if no page says that something changed, the pages are one ranking.
    [Fact]
    public void By_value_an_item_that_does_not_change_is_on_one_page_and_a_change_is_reported() => Sample((shop, sold, changes) =>
    {
        var before = Assert.Single(shop.PagesAsync("window=1h&top=1000").GetAwaiter().GetResult());

        var pages = shop.PagesAsync("window=1h&top=3", changes).GetAwaiter().GetResult();

        var shown = pages.SelectMany(Skus).ToList();
        var after = Assert.Single(shop.PagesAsync("window=1h&top=1000").GetAwaiter().GetResult());
        var unchanged = Items(before).Intersect(Items(after)).Select(item => item.Sku).ToList();
        Assert.All(unchanged, sku => Assert.Equal(1, shown.Count(other => other == sku)));
        if (pages.TrueForAll(page => page["changed"] is null))
        {
            Assert.Equal(Skus(before), shown);
        }
        else
        {
            Assert.NotEmpty(changes);
        }
    });

    [Fact]
    public async Task A_page_whose_reading_computes_rollups_knows_its_version_too()
    {
        await SellAsync(("a", 2), ("b", 1));
        _time.Advance(TimeSpan.FromDays(2));

        var first = await PageAsync("window=7d&top=1");
        var second = await PageAsync($"window=7d&top=1&cursor={first["cursor"]}");

        Assert.Equal(["b"], Skus(second));
        Assert.Null(second["changed"]);
    }

    [Theory]
    [InlineData("window=5m&top=1&by=orders", 0, "repeat its other parameters")]
    [InlineData("window=6m&top=1", 0, "repeat its other parameters")]
    [InlineData("window=5m&top=1&currency=USD", 0, "repeat its other parameters")]
    [InlineData("window=5m&top=2", 0, null)]
    [InlineData("window=5m&top=1", 24 * 60 - 5, null)]
    [InlineData("window=5m&top=1", 24 * 60 + 1, "is older than 24 h")]
    public async Task A_cursor_is_of_one_ranking_and_of_a_day(string query, int minutes, string? refusal)
    {
        await SellAsync(("a", 2), ("b", 1));
        var cursor = (await PageAsync("window=5m&top=1"))["cursor"];
        _time.Advance(TimeSpan.FromMinutes(minutes));

        var answer = await _aggregates.ItemsAsync(Request($"{query}&cursor={cursor}"), default);

        Assert.Equal(refusal is null ? 200 : 400, answer.StatusCode);
        Assert.Contains(refusal ?? "\"b\"", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("AAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Any_other_text_is_no_cursor(string text)
    {
        var answer = await _aggregates.ItemsAsync(Request($"window=5m&cursor={text}"), default);

        Assert.Equal(400, answer.StatusCode);
        Assert.Equal(["cursor"], JsonNode.Parse(answer.Body)!["errors"]!.AsArray().Select(error => (string?)error!["parameter"]));
    }

    [Fact]
    public async Task A_table_has_the_cursor_in_a_header()
    {
        await SellAsync(("a", 2), ("b", 1));
        var request = Request("window=5m&top=1");
        request.Headers = new Dictionary<string, string> { ["accept"] = "text/csv" };

        var answer = await _aggregates.ItemsAsync(request, default);

        Assert.Equal((string?)(await PageAsync("window=5m&top=1"))["cursor"], answer.Headers["Next-Cursor"]);
        Assert.DoesNotContain("Next-Cursor", (await _aggregates.ItemsAsync(Request("window=5m"), default)).Headers.Keys);
    }

    private static void Sample(Action<RankingPagesTests, List<string>, List<(string Sku, int Units)>> check) => Gen.Select(
        Gen.Select(Gen.Int[0, 20], Gen.Int[1, 4]).Array[1, 15], Gen.Select(Gen.Int[0, 25], Gen.Int[1, 4]).Array[0, 4])
        .Sample((sold, changes) =>
        {
            var shop = new RankingPagesTests();
            shop.SellAsync([.. sold.Select(item => (Sku(item.Item1), item.Item2))]).GetAwaiter().GetResult();
            check(shop, [.. sold.Select(item => Sku(item.Item1)).Distinct()], [.. changes.Select(item => (Sku(item.Item1), item.Item2))]);
        }, iter: 200);

    // Asks page by page, with an order between each two as long as there are any.
    private async Task<List<JsonNode>> PagesAsync(string query, List<(string Sku, int Units)>? between = null)
    {
        var pages = new List<JsonNode> { await PageAsync(query) };
        while (pages[^1]["cursor"] is { } cursor)
        {
            if (between is not null && pages.Count <= between.Count)
            {
                await SellAsync(between[pages.Count - 1]);
            }

            pages.Add(await PageAsync($"{query}&cursor={cursor}"));
        }

        return pages;
    }

    private async Task<JsonNode> PageAsync(string query)
    {
        var answer = await _aggregates.ItemsAsync(Request(query), default);
        Assert.True(answer.StatusCode == 200, answer.Body);
        return JsonNode.Parse(answer.Body)!;
    }

    private async Task SellAsync(params (string Sku, int Units)[] lines)
    {
        foreach (var (sku, units) in lines)
        {
            var at = $"{_time.GetUtcNow():HH:mm}";
            var order = Some.Order(++_orders, at, lines: new OrderLine(sku, Math.Max(1, units), 100));
            await new Committer(_store, new CommitOptions(), _time, new Random(1)).CommitAsync(
                [Some.Placed(order)], ChangeSource.Kinesis, default);
        }
    }

    private static IEnumerable<string> Skus(JsonNode page) => Items(page).Select(item => item.Sku);

    private static List<(string Sku, int Units, int Orders)> Items(JsonNode page) =>
        [.. page["items"]!.AsArray().Select(item => ((string)item!["sku"]!, (int)item["units"]!, (int)item["orders"]!))];

    private static string Sku(int number) => $"item-{number:D2}";

    private static APIGatewayHttpApiV2ProxyRequest Request(string query) => new()
    {
        QueryStringParameters = query.Split('&').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]),
    };
}
