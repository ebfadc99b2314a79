using System.Text.Json.Nodes;
using Amazon.Lambda.APIGatewayEvents;
using Analytics.Core.Changes;
using Analytics.Functions.Aggregates;
using Analytics.Functions.Counting;
using Analytics.Tests.Functions.Fakes;
using Analytics.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Analytics.Tests.Functions.Aggregates;

/// <summary>A handler of aggregates over a store in memory, at 12:04:30.</summary>
public abstract class AggregatesHandlerContext
{
    private protected InMemoryMinuteStore Store { get; } = new();
    private protected FakeTimeProvider Time { get; } = new(Some.At("12:04:30"));
    private protected AggregatesHandler Aggregates { get; }

    protected AggregatesHandlerContext() => Aggregates = new AggregatesHandler(
        new AggregateReader(Store, new RollupReader(Store, Store, 4), 4, Time), new ChangeWaiter(Store, Time), Time);

    private protected async Task<IEnumerable<string?>> SkusAsync(string query) =>
        (await JsonAsync(Aggregates.ItemsAsync(Query(query), default)))["items"]!.AsArray().Select(item => (string?)item!["sku"]);

    private protected static async Task<JsonNode> JsonAsync(Task<APIGatewayHttpApiV2ProxyResponse> answer) =>
        JsonNode.Parse((await answer).Body)!;

    private protected static APIGatewayHttpApiV2ProxyRequest Query(string query, string? sku = null, string? ifNoneMatch = null) => new()
    {
        Headers = ifNoneMatch is null ? null : new Dictionary<string, string> { ["if-none-match"] = ifNoneMatch },
        QueryStringParameters = query.Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1])),
        PathParameters = sku is null ? null : new Dictionary<string, string> { ["sku"] = sku },
    };

    // What waits is woken, and goes on as far as it can.
    private protected async Task PassAsync(TimeSpan time)
    {
        Time.Advance(time);
        for (var turn = 0; turn < 20; turn++)
        {
            await Task.Yield();
        }
    }

    private protected Task CountAsync(params OrderChange[] changes) =>
        new Committer(Store, new CommitOptions(), Time, new Random(1)).CommitAsync(changes, ChangeSource.Kinesis, default);
}
