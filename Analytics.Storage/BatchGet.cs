using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace Analytics.Storage;

/// <summary>Reads items by their keys, strongly consistent, and repeats what DynamoDB leaves unprocessed.</summary>
internal static class BatchGet
{
    /// <summary>Maximum number of keys of one read (DynamoDB API reference, BatchGetItem).</summary>
    public const int MaxKeys = 100;

    /// <summary>Reads at most <see cref="MaxKeys"/> items.</summary>
    /// <param name="dynamoDb">The client.</param>
    /// <param name="keys">The keys of each table.</param>
    /// <param name="retry">Waits before keys that DynamoDB left unprocessed are requested again.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>The items found in each table, in no particular order.</returns>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyList<Dictionary<string, AttributeValue>>>> GetAllAsync(
        this IAmazonDynamoDB dynamoDb, IReadOnlyList<(string Table, Dictionary<string, AttributeValue>[] Keys)> keys, Func<Task> retry,
        CancellationToken cancellationToken)
    {
        var items = keys.ToDictionary(of => of.Table, _ => new List<Dictionary<string, AttributeValue>>());
        var left = keys.Where(of => of.Keys.Length > 0).ToDictionary(
            of => of.Table, of => new KeysAndAttributes { Keys = [.. of.Keys], ConsistentRead = true });
        while (left is { Count: > 0 })
        {
            var response = await dynamoDb.BatchGetItemAsync(new BatchGetItemRequest { RequestItems = left }, cancellationToken);
            foreach (var (table, found) in response.Responses ?? [])
            {
                items[table].AddRange(found);
            }

            left = response.UnprocessedKeys;
            if (left is { Count: > 0 })
            {
                await retry();
            }
        }

        return items.ToDictionary(
            of => of.Key, IReadOnlyList<Dictionary<string, AttributeValue>> (of) => of.Value);
    }
}
