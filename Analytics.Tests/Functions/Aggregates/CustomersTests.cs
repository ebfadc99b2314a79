using System.Text.Json.Nodes;
using Amazon.Lambda.APIGatewayEvents;
using Analytics.Core.Changes;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Functions.Aggregates;
using Analytics.Functions.Counting;
using Analytics.Tests.Functions.Fakes;
using Analytics.Tests.Fuzz;
using Analytics.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Functions.Aggregates;

/// <summary>How many customers answers say that there were.</summary>
public class CustomersTests
{
    private readonly InMemoryMinuteStore _store = new();
    private readonly FakeTimeProvider _time = new(Some.At("12:04:30"));

    [Fact]
    public async Task A_customer_counts_once_whatever_became_of_the_orders()
    {
        var cancelled = Of(3, "11:59", "c-2");
        await CountAsync(ChangeSource.Kinesis,
            Some.Placed(Of(1, "12:00", "c-1")), Some.Placed(Of(2, "12:03", "c-1")), Some.Placed(cancelled), Some.Cancelled(cancelled),
            Some.Placed(Of(4, "11:30", "c-3")), Some.Placed(Of(5, "11:31", "c-4")), Some.Placed(Of(6, "11:31", "c-1")));
        var totals = await AskAsync("totals", "from=2026-11-23T11:55Z&to=2026-11-23T12:05Z&include=customers&compare=previous");
        var hour = await AskAsync("totals", "window=1h&include=customers");

        Assert.Equal((2, 0.0, 2), ((int)totals["customers"]!, (double)totals["customersError"]!, (int)totals["orders"]!));
        Assert.Equal("0 2", $"{totals["comparison"]!["customers"]} {totals["comparison"]!["difference"]!["customers"]}");
        Assert.Null(totals["comparison"]!["ratio"]!["customers"]);
        Assert.Equal(4, (int)hour["customers"]!);
        Assert.Null((await AskAsync("totals", "window=1h"))["customers"]);
    }

    [Fact]
    public async Task A_customer_that_another_program_changed_counts_as_it_is_now()
    {
        var (first, second) = (Of(1, "12:00", "c-1"), Of(2, "12:00", "c-1"));
        await CountAsync(ChangeSource.TableStream,
            Some.Streamed(null, first, 1), Some.Streamed(null, second, 2), Some.Streamed(first, first with { CustomerId = "c-2" }, 3));
        var edited = (int)(await AskAsync("totals", "window=1h&include=customers"))["customers"]!;
        await CountAsync(ChangeSource.TableStream, Some.Streamed(second, null, 4));
        var deleted = (int)(await AskAsync("totals", "window=1h&include=customers"))["customers"]!;

        Assert.Equal((2, 1), (edited, deleted));
    }

    [Fact]
    public async Task Points_have_their_customers_and_running_sums_those_of_all_points_so_far()
    {
        await CountAsync(ChangeSource.Kinesis,
            Some.Placed(Of(1, "10:30", "c-1")), Some.Placed(Of(2, "11:30", "c-1")), Some.Placed(Of(3, "11:31", "c-2")),
            Some.Placed(Of(4, "12:01", "c-3")));
        var query = "from=2026-11-23T10:00Z&to=2026-11-23T13:00Z&step=1h&include=customers,cumulative";
        var series = await AskAsync("series", query);
        var summary = await AskAsync("summary", query);
        var table = (await SendAsync("series", query, "text/csv")).Body.Split("\r\n");

        Assert.Equal("1 2 1", string.Join(' ', series["points"]!.AsArray().Select(point => $"{point!["customers"]}")));
        Assert.Equal("1 2 3", string.Join(' ', series["points"]!.AsArray().Select(point => $"{point!["cumulative"]!["customers"]}")));
        Assert.Equal((3, 0.0), ((int)summary["totals"]!["customers"]!, (double)summary["customersError"]!));
        Assert.Equal(series["points"]!.ToJsonString(), summary["series"]!["points"]!.ToJsonString());
        Assert.Contains(",customers,", table[0], StringComparison.Ordinal);
        Assert.EndsWith(",cumulative customers", table[0], StringComparison.Ordinal);
        Assert.EndsWith(",3", table[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_than_a_thousand_are_estimated_and_the_same_from_minutes_and_from_rollups()
    {
        // 2,400 customers, of whom every third orders twice, in another hour.
        const int Customers = 2_400;
        await CountAsync(ChangeSource.Kinesis, [.. Enumerable.Range(0, Customers + Customers / 3).Select(number => Some.Placed(Of(
            number + 1, $"{number % 10:00}:{number % 60:00}", $"c-{(number < Customers ? number : (number - Customers) * 3)}")))]);
        var set = new CustomerSet();
        Enumerable.Range(0, Customers).ToList().ForEach(number => set.Add(CustomerHash.Of($"c-{number}")));
        var span = "from=2026-11-23T00:00Z&to=2026-11-23T12:00Z&include=customers";
        var byMinute = await AskAsync("series", $"{span},cumulative&step=5m");
        _time.Advance(TimeSpan.FromDays(1));
        var byQuarter = await AskAsync("totals", span);
        var byDay = await AskAsync("totals", "from=2026-11-22&to=2026-11-24&include=customers");
        var hours = await AskAsync("series", $"{span}&step=1h");

        Assert.InRange(set.Count, Customers * 0.92, Customers * 1.08);
        Assert.All(
            new[] { byMinute["points"]![143]!["cumulative"]!, byQuarter, byDay },
            sums => Assert.Equal(set.Count, (long)sums["customers"]!));
        Assert.All(new[] { byMinute, byQuarter, byDay }, answer => Assert.Equal(0.016, (double)answer["customersError"]!));

        // No hour has more than a thousand, so no number of this answer is an estimate.
        Assert.Equal(0, (double)hours["customersError"]!);
        Assert.InRange((int)hours["points"]![1]!["customers"]!, 240, 320);
    }

    private static Order Of(int number, string time, string customer) => Some.Order(number, time) with { CustomerId = customer };

    private async Task<JsonNode> AskAsync(string route, string query)
    {
        var answer = await SendAsync(route, query);
        Assert.True(answer.StatusCode == 200, answer.Body);
        return JsonNode.Parse(answer.Body)!;
    }

    private Task<APIGatewayHttpApiV2ProxyResponse> SendAsync(string route, string query, string accept = "application/json")
    {
        var function = new AggregatesFunction(
            new AggregatesHandler(
                new AggregateReader(_store, new RollupReader(_store, _store, 4), 4, _time), new ChangeWaiter(_store, _time), _time),
            _time);
        return function.HandleAsync(
            new APIGatewayHttpApiV2ProxyRequest
            {
                RouteKey = $"GET /aggregates/{route}", RawQueryString = query,
                Headers = new Dictionary<string, string> { ["accept"] = accept },
                QueryStringParameters = query.Split('&').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]),
            },
            new StubContext());
    }

    private Task CountAsync(ChangeSource source, params OrderChange[] changes) =>
        new Committer(_store, new CommitOptions(), _time, new Random(1)).CommitAsync(changes, source, default);
}
