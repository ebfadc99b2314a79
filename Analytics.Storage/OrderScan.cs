using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace Analytics.Storage;

/// <summary>Scans the whole orders table in segments that can be read in parallel. Strongly consistent.</summary>
public sealed class OrderScan(IAmazonDynamoDB dynamoDb, string table, int segments)
{
    /// <summary>Number of segments of the scan.</summary>
    public int Segments => segments;

    /// <summary>The approximate number of orders. DynamoDB updates it about every six hours.</summary>
    public async Task<long> EstimateAsync(CancellationToken cancellationToken) =>
        (await dynamoDb.DescribeTableAsync(table, cancellationToken)).Table.ItemCount ?? 0;

    /// <summary>Reads the items of one segment, page by page.</summary>
    public async IAsyncEnumerable<IReadOnlyList<Dictionary<string, AttributeValue>>> ReadSegmentAsync(
        int segment, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ScanRequest { TableName = table, Segment = segment, TotalSegments = segments, ConsistentRead = true };
        do
        {
            var page = await dynamoDb.ScanAsync(request, cancellationToken);
            yield return page.Items ?? [];
            request.ExclusiveStartKey = page.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });
    }
}
