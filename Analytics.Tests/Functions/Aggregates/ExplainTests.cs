using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text.Json.Nodes;
using Analytics.Core.Orders;
using Analytics.Core.Windows;
using Analytics.Functions.Aggregates;
using Analytics.Functions.Counting;
using Analytics.Storage;
using Analytics.Tests.Functions.Fakes;
using Analytics.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Functions.Aggregates;

/// <summary>GET /aggregates/explain: its parameters, pages and media types.</summary>
public class ExplainTests
{
    private const string Ndjson = "application/x-ndjson";

    private readonly InMemoryMinuteStore _minutes = new();
    private readonly InMemoryOrderStore _orders = new();
    private readonly FakeTimeProvider _time = new(Some.At("12:04:30"));
    private readonly AggregatesFunction _function;

    public ExplainTests()
    {
        var reader = new AggregateReader(_minutes, new RollupReader(_minutes, _minutes, 4), 4, _time);
        var waiter = new ChangeWaiter(_minutes, _time);
        _function = new AggregatesFunction(new AggregatesHandler(reader, waiter, _time), _time)
        {
            Explain = new ExplainHandler(new ExplainReader(reader, _orders, new NoScan()), waiter, _time),
        };
    }

    [Fact]
    public async Task An_order_shows_what_it_adds()
    {
        await PlaceAsync(Some.Order(1, "12:00", lines: [new("tea", 3, 350) { DiscountMinor = 50, RefundedMinor = 100, Returned = 1 }]) with
        {
            Reference = "A-1", ShippingMinor = 495,
        });

        Assert.Equal(
            $$$"""{"window":"5m","from":"2026-11-23T12:00Z","to":"2026-11-23T12:05Z","asOf":"2026-11-23T12:04:30.000Z","latestCommitAt":"2026-11-23T12:04:30.000Z","total":{"orders":1,"cancelled":0,"units":2,"revenue":{"USD":9.00},"discounts":{"USD":0.50},"refunds":{"USD":1.00},"shipping":{"USD":4.95}},"orders":[{"orderId":"{{{Some.Id(1)}}}","reference":"A-1","status":"PLACED","placedAt":"2026-11-23T12:00:00.000Z","orders":1,"cancelled":0,"units":2,"revenue":{"USD":9.00},"discounts":{"USD":0.50},"refunds":{"USD":1.00},"shipping":{"USD":4.95}}],"cursor":null}""",
            (await _function.AskAsync("explain", "window=5m")).Body);
    }

    [Fact]
    public async Task The_pages_of_a_rolling_window_have_the_range_of_the_first_page()
    {
        await PlaceAsync(Some.Order(1, "12:00"), Some.Order(2, "12:01"));
        var first = await _function.JsonAsync("explain", "window=5m&limit=1");
        _time.Advance(TimeSpan.FromMinutes(3));
        await PlaceAsync(Some.Order(3, "12:07"));

        var next = await _function.JsonAsync("explain", $"window=5m&limit=1&cursor={first["cursor"]}");

        Assert.Equal(("2026-11-23T12:00Z", "2026-11-23T12:05Z"), ((string?)next["from"], (string?)next["to"]));
        Assert.Equal($"{Some.Id(1)}", (string?)next["orders"]![0]!["orderId"]);
        Assert.Null(next["cursor"]);
    }

    [Fact]
    public async Task An_SKU_is_also_found_as_orders_normalise_it()
    {
        await PlaceAsync(Some.Order(1, "12:00"));

        var page = await _function.JsonAsync("explain", "window=5m&sku=%20tea");

        Assert.Equal(("tea", 1), ((string?)page["total"]!["sku"], page["orders"]!.AsArray().Count));
    }

    [Theory]
    [InlineData("channel=web", new[] { 3, 1 }, 2)]
    [InlineData("channel=web,app&country=de", new[] { 2, 1 }, 2)]
    [InlineData("channel=none", new[] { 4 }, 1)]
    [InlineData("channel=web&sku=tea", new[] { 3, 1 }, 2)]
    [InlineData("channel=phone", new int[0], 0)]
    public async Task Orders_can_be_chosen_by_their_dimensions(string filter, int[] expected, int total)
    {
        await PlaceAsync(
            Some.Order(1, "12:00") with { Slice = Some.Slice("web", "de") },
            Some.Order(2, "12:01") with { Slice = Some.Slice("app", "de") },
            Some.Order(3, "12:02") with { Slice = Some.Slice("web", "at") }, Some.Order(4, "12:03"));

        var found = new List<string>();
        var page = await _function.JsonAsync("explain", $"window=5m&{filter}&limit=1");
        Assert.Equal(total, (int)page["total"]!["orders"]!);
        found.AddRange(page["orders"]!.AsArray().Select(order => (string)order!["orderId"]!));
        while ((string?)page["cursor"] is { } cursor)
        {
            page = await _function.JsonAsync("explain", $"window=5m&{filter}&limit=1&cursor={cursor}");
            found.AddRange(page["orders"]!.AsArray().Select(order => (string)order!["orderId"]!));
        }

        Assert.Equal(expected.Select(number => Some.Id(number).ToString()), found);
    }

    [Fact]
    public async Task A_cursor_is_of_the_filters_that_it_was_made_for()
    {
        await PlaceAsync(Some.Order(1, "12:00"), Some.Order(2, "12:01"));
        var first = await _function.JsonAsync("explain", "window=5m&channel=none&limit=1");

        Assert.Equal(400, (await _function.AskAsync("explain", $"window=5m&limit=1&cursor={first["cursor"]}")).StatusCode);
    }

    [Theory]
    [InlineData("a,b", "a%5C,b")]
    [InlineData("a\\b", "a%5C%5Cb")]
    [InlineData("a\\b", "a%5Cb")]
    public async Task A_comma_or_backslash_within_an_SKU_may_have_a_backslash_before_it(string sku, string written)
    {
        await PlaceAsync(Some.Order(1, "12:00", lines: [new(sku, 1, 350)]), Some.Order(2, "12:00", lines: [new("a", 1, 350)]));

        var page = await _function.JsonAsync("explain", $"window=5m&sku={written}");

        Assert.Equal(sku, (string?)page["total"]!["sku"]);
        Assert.Equal($"{Some.Id(1)}", (string?)Assert.Single(page["orders"]!.AsArray())!["orderId"]);
    }

    [Fact]
    public async Task Lines_and_tables_have_the_rows_of_the_page_and_a_link_to_the_next()
    {
        await PlaceAsync(Some.Order(1, "12:00"), Some.Order(2, "12:01", Some.Jpy) with { Reference = "=1" });
        var json = await _function.JsonAsync("explain", "window=5m&limit=1&sku=tea");

        var lines = await _function.AskAsync("explain", "window=5m&limit=1&sku=tea", Ndjson);
        var table = await _function.AskAsync("explain", "window=5m&limit=1&sku=tea", "text/csv");

        Assert.Equal($"{json["orders"]![0]!.ToJsonString()}\n".Replace("\\u002B", "+", StringComparison.Ordinal), lines.Body);
        Assert.Equal(
            "orderId,reference,status,placedAt,orders,cancelled,units,refunded,currency,revenue\r\n"
                + $"{Some.Id(2)},'=1,PLACED,2026-11-23T12:01:00.000Z,1,0,2,0,JPY,700\r\n",
            table.Body);
        Assert.Equal((Ndjson, "Accept, Accept-Encoding"), (lines.Headers["Content-Type"], lines.Headers["Vary"]));
        Assert.Equal(
            $"</aggregates/explain?window=5m&limit=1&sku=tea&cursor={json["cursor"]}>; rel=\"next\"", table.Headers["Link"]);
        Assert.False((await _function.AskAsync("explain", $"window=5m&limit=1&sku=tea&cursor={json["cursor"]}", Ndjson))
            .Headers.ContainsKey("Link"));
    }

    [Theory]
    [InlineData("window=5m&limit=0", "limit")]
    [InlineData("window=5m&cursor=x", "cursor")]
    [InlineData("window=5m&cursor=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "cursor")]
    [InlineData("window=5m&sku=", "sku")]
    [InlineData("window=5m&sku=tea,mug", "sku")]
    [InlineData("window=5m&currency=XXX", "currency")]
    [InlineData("window=5m&top=3", "top")]
    [InlineData("window=soon", "window")]
    public async Task A_parameter_that_breaks_a_rule_is_named(string query, string parameter)
    {
        var answer = await _function.AskAsync("explain", query);

        Assert.Equal(400, answer.StatusCode);
        Assert.Equal(parameter, (string?)JsonNode.Parse(answer.Body)!["errors"]!.AsArray().Single()!["parameter"]);
    }

    [Fact]
    public async Task A_cursor_belongs_to_its_request_and_to_any_limit()
    {
        await PlaceAsync(Some.Order(1, "12:00"), Some.Order(2, "12:01"));
        var cursor = (string)(await _function.JsonAsync("explain", "window=5m&limit=1&currency=USD"))["cursor"]!;

        Assert.Equal(200, (await _function.AskAsync("explain", $"window=5m&limit=9&currency=USD&cursor={cursor}")).StatusCode);
        Assert.Equal(400, (await _function.AskAsync("explain", $"window=5m&limit=1&cursor={cursor}")).StatusCode);
        Assert.Equal(400, (await _function.AskAsync("explain", $"window=6m&limit=1&currency=USD&cursor={cursor}")).StatusCode);
    }

    // A client can compute the checksum of a cursor.
    [Theory]
    [InlineData(0, 1, 0, 0, true)]
    [InlineData(29_676_960, 29_676_970, 5, 3, true)]
    [InlineData(-1, 1, 0, 0, false)]
    [InlineData(2, 1, 0, 0, false)]
    [InlineData(0, 600_000, 0, 0, false)]
    [InlineData(long.MaxValue - 1, long.MaxValue, 0, 0, false)]
    [InlineData(0, 1, long.MaxValue, 0, false)]
    [InlineData(0, 1, 0, -1, false)]
    public void A_cursor_with_numbers_that_no_page_has_is_none(long from, long to, long counted, long listed, bool isRead)
    {
        var bytes = new byte[37];
        foreach (var (index, number) in new[] { from, to, counted, listed }.Index())
        {
            BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(index * 8), number);
        }

        bytes[32] = 2;
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(33), Checksum.Of(bytes.AsSpan(0, 33), Checksum.Of("q"u8)));

        Assert.Equal(isRead, ExplainCursor.Read(Base64Url.EncodeToString(bytes), "q") is not null);
    }

    private async Task PlaceAsync(params Order[] orders)
    {
        foreach (var order in orders)
        {
            await _orders.TryAddAsync(new StoredOrder(order, "hash"), default);
            await new Committer(_minutes, new CommitOptions(), _time, new Random(1))
                .CommitAsync([Some.Placed(order)], Analytics.Core.Changes.ChangeSource.Kinesis, default);
        }
    }

    /// <summary>The table is not scanned while the index has all that was counted.</summary>
    private sealed class NoScan : IUnindexedOrders
    {
        public Task<UnindexedPage> ReadAsync(MinuteRange range, string after, int limit, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("The orders table would be scanned.");
    }
}
