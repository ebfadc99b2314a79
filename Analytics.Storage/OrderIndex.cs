using System.Globalization;
using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Orders;
using Analytics.Core.Windows;

namespace Analytics.Storage;

/// <summary>
/// Finds the orders of a range of minutes through the orders table's index, at a cost that goes with the range and not with the table.
/// </summary>
/// <remarks>
/// The index names orders by day of placement, spread over <see cref="Shards"/> by a hash of their ids, in order of <c>placedAt</c>. It is
/// eventually consistent, and an order that another writer made or moved to another day may not be in it where it belongs. The orders
/// themselves are read strongly consistent.
/// </remarks>
public sealed class OrderIndex(IAmazonDynamoDB dynamoDb, string table, TimeProvider time)
{
    /// <summary>The name of the index.</summary>
    public const string Name = "byMinute";

    /// <summary>The partitions of each day: each takes 1,000 new orders a second.</summary>
    public const int Shards = 64;

    // Limit of BatchGetItem (DynamoDB API reference).
    private const int KeysAtOnce = 100;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100);

    /// <summary>The partition of an order in the index.</summary>
    public static string PartitionOf(OrderId id, Minute placedIn) => PartitionOf((int)(ChangeId.HashOf(id) % Shards), placedIn);

    /// <summary>The orders of a range of minutes of one day in one partition.</summary>
    /// <param name="shard">Which partition, from 0 on.</param>
    /// <param name="range">Minutes of one day.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async IAsyncEnumerable<IReadOnlyList<Dictionary<string, AttributeValue>>> ReadAsync(
        int shard, MinuteRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new QueryRequest
        {
            TableName = table,
            IndexName = Name,
            KeyConditionExpression = "#partition = :partition AND #placedAt BETWEEN :from AND :to",
            ProjectionExpression = "#id",
            ExpressionAttributeNames = new Dictionary<string, string>
            {
                ["#partition"] = OrderItem.PlacedIn, ["#placedAt"] = OrderItem.PlacedAt, ["#id"] = OrderItem.Key,
            },
            ExpressionAttributeValues = new Dictionary<string, AttributeValue>
            {
                [":partition"] = new() { S = PartitionOf(shard, range.From) },
                [":from"] = new() { S = Timestamps.Format(range.From.Start) },
                [":to"] = new() { S = Timestamps.Format(range.To.Start.AddMilliseconds(-1)) },
            },
        };
        do
        {
            var page = await dynamoDb.QueryAsync(request, cancellationToken);
            foreach (var keys in (page.Items ?? []).Chunk(KeysAtOnce))
            {
                yield return await GetAsync(keys, cancellationToken);
            }

            request.ExclusiveStartKey = page.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });
    }

    private static string PartitionOf(int shard, Minute minute) =>
        string.Create(CultureInfo.InvariantCulture, $"{minute.ToString().AsSpan(0, 10)}#{shard:x2}");

    private async Task<List<Dictionary<string, AttributeValue>>> GetAsync(
        Dictionary<string, AttributeValue>[] keys, CancellationToken cancellationToken)
    {
        var items = new List<Dictionary<string, AttributeValue>>();
        var left = new Dictionary<string, KeysAndAttributes> { [table] = new() { Keys = [.. keys], ConsistentRead = true } };
        while (left is { Count: > 0 })
        {
            var response = await dynamoDb.BatchGetItemAsync(new BatchGetItemRequest { RequestItems = left }, cancellationToken);
            items.AddRange(response.Responses?.GetValueOrDefault(table) ?? []);
            left = response.UnprocessedKeys;
            if (left is { Count: > 0 })
            {
                await Task.Delay(RetryDelay, time, cancellationToken);
            }
        }

        return items;
    }
}
