using System.Globalization;
using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Orders;
using Analytics.Core.Windows;

namespace Analytics.Storage;

/// <summary>
/// Finds the orders of a range of minutes through a secondary index, at a cost proportional to the range and not to the table.
/// </summary>
/// <remarks>
/// The index partitions orders by day of placement and spreads each day over <see cref="Shards"/> by a hash of the order id, sorted by
/// <c>placedAt</c>. It is eventually consistent. An order that another writer created or moved to another day may be missing from its
/// proper partition. The orders themselves are read strongly consistent.
/// </remarks>
public sealed class OrderIndex(IAmazonDynamoDB dynamoDb, string table, TimeProvider time)
{
    /// <summary>The name of the index.</summary>
    public const string Name = "byMinute";

    /// <summary>Number of index partitions per day. Each accepts 1,000 new orders per second.</summary>
    public const int Shards = 64;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100);

    /// <summary>The partition key of an order in the index.</summary>
    public static string PartitionOf(OrderId id, Minute placedIn) => PartitionOf((int)(ChangeId.HashOf(id) % Shards), placedIn);

    /// <summary>Reads the orders of one index partition within one day, in batches of at most 100.</summary>
    /// <param name="shard">The partition of the day, 0 to <see cref="Shards"/> - 1.</param>
    /// <param name="range">A range of minutes within one day.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
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
            foreach (var keys in (page.Items ?? []).Chunk(BatchGet.MaxKeys))
            {
                yield return await GetAsync(keys, cancellationToken);
            }

            request.ExclusiveStartKey = page.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });
    }

    /// <summary>The partition key of one partition of a day in the index.</summary>
    internal static string PartitionOf(int shard, Minute minute) =>
        string.Create(CultureInfo.InvariantCulture, $"{minute.ToString().AsSpan(0, 10)}#{shard:x2}");

    private async Task<IReadOnlyList<Dictionary<string, AttributeValue>>> GetAsync(
        Dictionary<string, AttributeValue>[] keys, CancellationToken cancellationToken) =>
        (await dynamoDb.GetAllAsync([(table, keys)], () => Task.Delay(RetryDelay, time, cancellationToken), cancellationToken))[table];
}
