using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace Analytics.Functions.Orders;

/// <summary>Reads the whole orders table, in segments that are read side by side.</summary>
internal sealed class OrderScan(IAmazonDynamoDB dynamoDb, string table, int segments)
{
    /// <summary>How many segments there are.</summary>
    public int Segments => segments;

    /// <summary>The items of one segment, as they stand when they are read.</summary>
    public async IAsyncEnumerable<Dictionary<string, AttributeValue>> ReadSegmentAsync(
        int segment, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ScanRequest { TableName = table, Segment = segment, TotalSegments = segments, ConsistentRead = true };
        do
        {
            var page = await dynamoDb.ScanAsync(request, cancellationToken);
            foreach (var item in page.Items ?? [])
            {
                yield return item;
            }

            request.ExclusiveStartKey = page.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });
    }
}
