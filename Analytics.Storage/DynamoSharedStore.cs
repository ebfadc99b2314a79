using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace Analytics.Storage;

/// <summary>Stores goals, marks or alerts as items of the aggregates table, one each. Thread-safe.</summary>
/// <param name="dynamoDb">The client.</param>
/// <param name="table">The aggregates table.</param>
/// <param name="form">The form of the items.</param>
/// <param name="random">Source of the tokens of attempts.</param>
public sealed class DynamoSharedStore<T>(IAmazonDynamoDB dynamoDb, string table, SharedItem<T> form, Random random)
    : ISharedStore<T> where T : class
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<SharedEntry<T>>> ListAsync(CancellationToken cancellationToken)
    {
        var request = new QueryRequest
        {
            TableName = table,
            ConsistentRead = true,
            KeyConditionExpression = "#pk = :pk",
            ExpressionAttributeNames = new Dictionary<string, string> { ["#pk"] = MinuteItem.PartitionKey },
            ExpressionAttributeValues = new Dictionary<string, AttributeValue> { [":pk"] = new() { S = form.Partition } },
        };
        var entries = new List<SharedEntry<T>>();
        await foreach (var item in dynamoDb.QueryAllAsync(request, cancellationToken))
        {
            entries.Add(form.Read(item));
        }

        return entries;
    }

    /// <inheritdoc/>
    public async Task<SharedEntry<T>?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var request = new GetItemRequest { TableName = table, Key = form.KeyOf(id), ConsistentRead = true };
        return (await dynamoDb.GetItemAsync(request, cancellationToken)).Item is { Count: > 0 } item ? form.Read(item) : null;
    }

    /// <inheritdoc/>
    public async Task<SharedEntry<T>?> TryPutAsync(string id, T value, SharedEntry<T>? before, CancellationToken cancellationToken)
    {
        var item = form.Write(id, value, (before?.Revision ?? 0) + 1, NewToken());
        try
        {
            await dynamoDb.PutItemAsync(
                new PutItemRequest
                {
                    TableName = table,
                    Item = item,
                    ConditionExpression = before is null ? "attribute_not_exists(#pk)" : ConditionOn(before),
                    ExpressionAttributeNames = before is null
                        ? new Dictionary<string, string> { ["#pk"] = MinuteItem.PartitionKey } : ChecksumName(),
                    ExpressionAttributeValues = before is null ? null : ChecksumOf(before),
                },
                cancellationToken);
            return form.Read(item);
        }
        catch (ConditionalCheckFailedException)
        {
            // The SDK repeats a write whose response was lost. Then the stored item is this one, with the token of this attempt.
            var request = new GetItemRequest { TableName = table, Key = form.KeyOf(id), ConsistentRead = true };
            return (await dynamoDb.GetItemAsync(request, cancellationToken)).Item is { Count: > 0 } stored
                && stored.GetValueOrDefault(MinuteItem.Writer)?.S == item[MinuteItem.Writer].S ? form.Read(stored) : null;
        }
    }

    /// <inheritdoc/>
    public async Task<bool> TryDeleteAsync(SharedEntry<T> entry, CancellationToken cancellationToken)
    {
        try
        {
            await dynamoDb.DeleteItemAsync(
                new DeleteItemRequest
                {
                    TableName = table,
                    Key = form.KeyOf(entry.Id),
                    ConditionExpression = ConditionOn(entry),
                    ExpressionAttributeNames = ChecksumName(),
                    ExpressionAttributeValues = ChecksumOf(entry),
                },
                cancellationToken);
            return true;
        }
        catch (ConditionalCheckFailedException)
        {
            return false;
        }
    }

    private string NewToken()
    {
        lock (random)
        {
            return random.NextInt64().ToString("x16", CultureInfo.InvariantCulture);
        }
    }

    // The checksum covers every attribute, the token of the attempt among them.
    private static string ConditionOn(SharedEntry<T> entry) =>
        entry.Checksum is null ? "attribute_not_exists(#checksum)" : "#checksum = :before";

    private static Dictionary<string, string> ChecksumName() => new() { ["#checksum"] = ItemChecksum.Name };

    private static Dictionary<string, AttributeValue>? ChecksumOf(SharedEntry<T> entry) =>
        entry.Checksum is { } checksum ? new Dictionary<string, AttributeValue> { [":before"] = new() { S = checksum } } : null;
}
