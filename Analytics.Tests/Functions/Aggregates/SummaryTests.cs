using System.Text.Json.Nodes;
using Amazon.Lambda.APIGatewayEvents;
using Analytics.Core.Changes;
using Analytics.Core.Orders;
using Analytics.Functions.Aggregates;
using Analytics.Functions.Counting;
using Analytics.Tests.Functions.Fakes;
using Analytics.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Functions.Aggregates;

/// <summary>The parts of a summary are of one reading.</summary>
public class SummaryTests
{
    private readonly InMemoryMinuteStore _store = new();
    private readonly FakeTimeProvider _time = new(Some.At("12:04:30"));
    private readonly AggregatesHandler _aggregates;

    public SummaryTests() => _aggregates = new AggregatesHandler(
        new AggregateReader(_store, new RollupReader(_store, _store, 4), 4, _time), new ChangeWaiter(_store, _time), _time);

    // While the span then and the hours are read one after the other, an order of each comes in.
    [Theory]
    [InlineData("window=2h&step=15m")]
    [InlineData("window=2h&step=15m&compare=previous")]
    [InlineData("window=10h&step=1h&compare=yesterday")]
    [InlineData("window=thisWeek&step=1d&compare=previous")]
    public async Task Totals_points_and_items_agree_also_while_orders_come_in(string query)
    {
        await CountAsync(Some.Order(1, "11:58"), Some.Order(2, "10:10"), Some.Order(3, "09:10"));
        _store.AfterExtent = () => CountAsync(Some.Order(4, "11:40", lines: new OrderLine("mug", 1, 100)));
        _store.AfterRange = () => CountAsync(Some.Order(5, "12:01"), Some.Order(6, "11:59", lines: new OrderLine("mug", 3, 100)));

        var summary = JsonNode.Parse((await _aggregates.SummaryAsync(Request($"{query}&top=1"), default)).Body)!;

        var (totals, points, ranking) = (summary["totals"]!, summary["series"]!["points"]!.AsArray(), summary["ranking"]!);
        Assert.Null(_store.AfterRange);
        foreach (var number in new[] { "orders", "units" })
        {
            Assert.Equal(Of(totals, number), points.Sum(point => Of(point!, number)));
            Assert.Equal(Of(totals, number), Of(ranking["total"]!, number));
        }

        Assert.Equal(Of(totals, "units"), Of(ranking["items"]![0]!, "units") + Of(ranking["others"]!, "units"));
        Assert.Equal(totals["revenue"]!.ToJsonString(), ranking["total"]!["revenue"]!.ToJsonString());
    }

    [Fact]
    public async Task A_summary_stays_JSON_and_names_no_cursor()
    {
        await CountAsync(Some.Order(1, "12:00", lines: [new OrderLine("tea", 1, 100), new OrderLine("mug", 1, 100)]));
        var request = Request("window=5m&top=1");
        request.Headers = new Dictionary<string, string> { ["accept"] = "text/csv" };

        var answer = await _aggregates.SummaryAsync(request, default);

        Assert.Equal("application/json", answer.Headers["Content-Type"]);
        Assert.Null(JsonNode.Parse(answer.Body)!["ranking"]!["cursor"]);
        Assert.DoesNotContain("Next-Cursor", answer.Headers.Keys);
    }

    private static int Of(JsonNode sums, string number) => (int)sums[number]!;

    private static APIGatewayHttpApiV2ProxyRequest Request(string query) => new()
    {
        QueryStringParameters = query.Split('&').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]),
    };

    private Task CountAsync(params Order[] orders) => new Committer(_store, new CommitOptions(), _time, new Random(1))
        .CommitAsync([.. orders.Select(Some.Placed)], ChangeSource.Kinesis, default);
}
