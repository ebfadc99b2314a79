using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Orders;
using Analytics.Core.Windows;

namespace Analytics.Storage;

/// <summary>Finds the orders that <see cref="OrderIndex"/> lacks by a scan of the orders table, part by part.</summary>
/// <remarks>An item whose index key is that of its order's day is left out: the index has it, or will within a second.</remarks>
public sealed class UnindexedOrders(IAmazonDynamoDB dynamoDb, string table) : IUnindexedOrders
{
    /// <summary>Maximum number of pages of the scan in a part; a page has up to 1 MB.</summary>
    public const int MaxPages = 8;

    public async Task<UnindexedPage> ReadAsync(MinuteRange range, string after, int limit, CancellationToken cancellationToken)
    {
        var found = new List<Order>();
        var request = new ScanRequest { TableName = table, ConsistentRead = true };
        for (var pages = 0; pages < MaxPages; pages++)
        {
            request.ExclusiveStartKey = after.Length == 0 ? null : new() { [OrderItem.Key] = new AttributeValue { S = after } };
            var page = await dynamoDb.ScanAsync(request, cancellationToken);
            foreach (var item in page.Items ?? [])
            {
                if (OrderItem.Read(item).Stored?.Order is { } order && range.Contains(Minute.Of(order.PlacedAt)) && !IsIndexed(item, order))
                {
                    found.Add(order);
                    if (found.Count == limit)
                    {
                        return new UnindexedPage(found, item[OrderItem.Key].S);
                    }
                }
            }

            if (page.LastEvaluatedKey is not { Count: > 0 } last)
            {
                return new UnindexedPage(found, null);
            }

            after = last[OrderItem.Key].S;
        }

        return new UnindexedPage(found, after);
    }

    private static bool IsIndexed(Dictionary<string, AttributeValue> item, Order order) =>
        item.GetValueOrDefault(OrderItem.PlacedIn)?.S == OrderIndex.PartitionOf(order.Id, Minute.Of(order.PlacedAt));
}
