using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Documents;
using Analytics.Core.Orders;
using Analytics.Core.Windows;

namespace Analytics.Storage;

/// <summary>Writes new orders in one transaction with the minute documents that count them. Thread-safe.</summary>
/// <remarks>
/// Nothing is ever written without being counted, nor counted without being written. The table stream delivers the orders later and finds
/// their change ids in the documents. One transaction invalidates a rollup once, however many minutes of it are written.
/// </remarks>
/// <param name="dynamoDb">The client.</param>
/// <param name="orders">The orders table.</param>
/// <param name="aggregates">The aggregates table.</param>
/// <param name="time">The clock of retry delays.</param>
public sealed class CountedOrderStore(IAmazonDynamoDB dynamoDb, string orders, string aggregates, TimeProvider time)
{
    /// <summary>Maximum number of items of one transaction (DynamoDB API reference, TransactWriteItems).</summary>
    public const int MaxItems = 100;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100);

    private readonly MinuteWriter _segments = new(dynamoDb, aggregates);

    /// <summary>Reads orders and heads, at most 100 together, strongly consistent.</summary>
    /// <returns>Those that are stored.</returns>
    /// <exception cref="DocumentUnreadableException">A head is damaged or has a newer format.</exception>
    public async Task<(IReadOnlyDictionary<OrderId, FoundOrder> Orders, IReadOnlyDictionary<DocumentKey, MinuteHead> Heads)> ReadAsync(
        IEnumerable<OrderId> ids, IEnumerable<DocumentKey> documents, CancellationToken cancellationToken)
    {
        var items = await dynamoDb.GetAllAsync(
            [(orders, [.. ids.Select(OrderItem.KeyOf)]), (aggregates, [.. documents.Select(MinuteItem.KeyOf)])],
            () => Task.Delay(RetryDelay, time, cancellationToken), cancellationToken);
        return (
            items[orders].Select(OrderItem.Read).ToDictionary(found => OrderId.TryParse(found.Id, out var id) ? id : default),
            items[aggregates].Select(MinuteItem.Read).ToDictionary(head => head.Key));
    }

    /// <summary>The number of items that a transaction of these documents has, without the orders.</summary>
    public static int ItemsOf(IReadOnlyCollection<DocumentKey> documents) =>
        documents.Count + documents.SelectMany(document => RollupPeriod.Around(document.Minute)).Distinct().Count();

    /// <summary>Writes orders and heads, and invalidates all rollups around the heads: everything or nothing.</summary>
    /// <param name="added">The orders, on condition that their ids are free.</param>
    /// <param name="documents">
    /// The heads, on condition that the stored ones are the revisions before them, with segments that are written before. The caller has
    /// extended the <see cref="DocumentExtent"/>.
    /// </param>
    /// <param name="cancellationToken">Cancels the write.</param>
    /// <returns>False if a condition failed, or another transaction was in progress: read again, then try again.</returns>
    public async Task<bool> TryWriteAsync(
        IReadOnlyList<StoredOrder> added, IReadOnlyList<MinuteWrite> documents, CancellationToken cancellationToken)
    {
        foreach (var segment in documents.Select(document => document.Segment).OfType<MinuteSegment>())
        {
            await _segments.PutAsync(segment, cancellationToken);
        }

        var request = new TransactWriteItemsRequest
        {
            TransactItems =
            [
                .. added.Select(order => new TransactWriteItem { Put = Absent(order) }),
                .. documents.Select(document => new TransactWriteItem { Put = MinuteWriter.Conditional(aggregates, document.Head) }),
                .. documents.SelectMany(document => RollupPeriod.Around(document.Head.Key.Minute)).Distinct()
                    .Select(period => new TransactWriteItem { Update = RollupItem.Invalidate(aggregates, period) }),
            ],
        };
        try
        {
            await dynamoDb.TransactWriteItemsAsync(request, cancellationToken);
            return true;
        }
        catch (TransactionCanceledException cancelled)
        {
            var reasons = cancelled.CancellationReasons ?? [];
            return reasons.Exists(reason => reason.Code == "ConditionalCheckFailed" || MinuteWriter.IsTransient(reason))
                ? false
                : throw new IOException(
                    $"The transaction was cancelled: {string.Join(", ", reasons.Select(reason => reason.Code).Distinct())}.", cancelled);
        }
    }

    private Put Absent(StoredOrder order) => new()
    {
        TableName = orders,
        Item = OrderItem.Write(order),
        ConditionExpression = "attribute_not_exists(#id)",
        ExpressionAttributeNames = new Dictionary<string, string> { ["#id"] = OrderItem.Key },
    };
}
