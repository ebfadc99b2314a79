using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace Analytics.Storage;

/// <summary>Reads the whole orders table, in segments that are read side by side, strongly consistent.</summary>
public sealed class OrderScan(IAmazonDynamoDB dynamoDb, string table, int segments)
{
    /// <summary>The number of segments.</summary>
    public int Segments => segments;

    /// <summary>The approximate number of orders; DynamoDB counts them every six hours.</summary>
    public async Task<long> EstimateAsync(CancellationToken cancellationToken) =>
        (await dynamoDb.DescribeTableAsync(table, cancellationToken)).Table.ItemCount ?? 0;

    /// <summary>The items of one segment, page by page, each as it is when it is read.</summary>
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
