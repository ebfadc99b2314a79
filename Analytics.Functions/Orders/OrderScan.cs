using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Orders;
using Analytics.Core.Windows;

namespace Analytics.Functions.Orders;

/// <summary>Reads the whole orders table, in segments that are read side by side.</summary>
/// <remarks>
/// A scan and no index of orders by minute: an index is eventually consistent, so an order that is counted already may not be in it yet, and a
/// repair would take it for one that is gone. A scan reads each order as it was committed when it is read.
/// </remarks>
internal sealed class OrderScan(IAmazonDynamoDB dynamoDb, string table, int segments)
{
    /// <summary>How many segments there are.</summary>
    public int Segments => segments;

    /// <summary>About how many orders there are; DynamoDB counts them every six hours.</summary>
    public async Task<long> EstimateAsync(CancellationToken cancellationToken) =>
        (await dynamoDb.DescribeTableAsync(table, cancellationToken)).Table.ItemCount ?? 0;

    /// <summary>The items of one segment, page by page, each as it stands when it is read.</summary>
    /// <param name="segment">Which segment, from 0 on.</param>
    /// <param name="placedIn">Only those that were placed in these minutes; null for everything in the table, orders or not.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async IAsyncEnumerable<OrderPage> ReadSegmentAsync(
        int segment, MinuteRange? placedIn, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ScanRequest { TableName = table, Segment = segment, TotalSegments = segments, ConsistentRead = true };
        if (placedIn is { } range)
        {
            // Timestamps sort as text as they do in time.
            request.FilterExpression = "#placedAt >= :from AND #placedAt < :to";
            request.ExpressionAttributeNames = new Dictionary<string, string> { ["#placedAt"] = OrderItem.PlacedAt };
            request.ExpressionAttributeValues = new Dictionary<string, AttributeValue>
            {
                [":from"] = new() { S = Timestamps.Format(range.From.Start) },
                [":to"] = new() { S = Timestamps.Format(range.To.Start) },
            };
        }

        do
        {
            var page = await dynamoDb.ScanAsync(request, cancellationToken);
            yield return new OrderPage(page.Items ?? [], page.ScannedCount ?? 0);
            request.ExclusiveStartKey = page.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });
    }
}

/// <summary>What one call of a scan gave.</summary>
/// <param name="Items">The items, maybe none.</param>
/// <param name="Scanned">How many were looked at for it.</param>
internal sealed record OrderPage(IReadOnlyList<Dictionary<string, AttributeValue>> Items, int Scanned);
