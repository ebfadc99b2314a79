using Amazon.DynamoDBv2.Model;
using Analytics.Simulation.DynamoDb;
using Analytics.Simulation.Injection;
using Xunit;
using static Analytics.Tests.Simulation.TestItems;

namespace Analytics.Tests.Simulation;

public sealed class SimulatedBatchTests : IDisposable
{
    private const string Parcels = "parcels";
    private const string Shops = "shops";

    private readonly PumpedDynamoDb _dynamoDb = new(
        Faults.None.With(Fault.SmallPages).With(Fault.StaleRead, 1),
        new SimulatedTable(Parcels, "shop", "number"),
        new SimulatedTable(Shops, "shop", null));

    public void Dispose() => _dynamoDb.Dispose();

    [Fact]
    public async Task A_batch_reads_each_table_as_consistently_as_it_asks_for_and_may_leave_keys_unread()
    {
        var keys = Enumerable.Range(1, 60).Select(number => Item(("shop", "s1"), ("number", $"{number}"))).ToList();
        foreach (var key in keys)
        {
            await _dynamoDb.PutItemAsync(Parcels, key);
        }

        await _dynamoDb.PutItemAsync(Shops, Item(("shop", "s1")));
        var (found, calls, shops) = (new List<string>(), 0, 0);
        var left = new Dictionary<string, KeysAndAttributes>
        {
            [Parcels] = new() { Keys = keys, ConsistentRead = true },
            [Shops] = new() { Keys = [Item(("shop", "s1")), Item(("shop", "s2"))], ConsistentRead = false },
        };
        while (left is { Count: > 0 })
        {
            var answer = await _dynamoDb.BatchGetItemAsync(new BatchGetItemRequest { RequestItems = left });
            found.AddRange(answer.Responses.GetValueOrDefault(Parcels, []).Select(item => item["number"].S));
            shops += answer.Responses.GetValueOrDefault(Shops, []).Count;
            left = answer.UnprocessedKeys;
            Assert.True(left.GetValueOrDefault(Parcels)?.ConsistentRead ?? true);
            calls++;
        }

        Assert.Equal(keys.Select(key => key["number"].S).Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
        Assert.True(calls > 1);
        Assert.InRange(shops, 0, 1);
    }

    [Fact]
    public async Task Batches_that_DynamoDB_refuses()
    {
        await AssertRefusedAsync(() => BatchAsync(101, of: 101));
        await AssertRefusedAsync(() => BatchAsync(2, of: 1));
        await AssertRefusedAsync(() => BatchAsync(0, of: 1));
        await BatchAsync(100, of: 100);
    }

    private Task<BatchGetItemResponse> BatchAsync(int count, int of) => _dynamoDb.BatchGetItemAsync(new BatchGetItemRequest
    {
        RequestItems = new()
        {
            [Shops] = new KeysAndAttributes { Keys = [.. Enumerable.Range(0, count).Select(number => Item(("shop", $"s{number % of}")))] },
        },
    });
}
