using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace Analytics.Storage;

/// <summary>Paged queries of the aggregates table.</summary>
public static class DynamoQueries
{
    /// <summary>A query of one partition for a range of sort keys, both ends included.</summary>
    public static QueryRequest Between(string table, string partition, string from, string to, bool isConsistent) => new()
    {
        TableName = table,
        ConsistentRead = isConsistent,
        KeyConditionExpression = "#pk = :pk AND #sk BETWEEN :from AND :to",
        ExpressionAttributeNames = new Dictionary<string, string> { ["#pk"] = MinuteItem.PartitionKey, ["#sk"] = MinuteItem.SortKey },
        ExpressionAttributeValues = new Dictionary<string, AttributeValue>
        {
            [":pk"] = new() { S = partition },
            [":from"] = new() { S = from },
            [":to"] = new() { S = to },
        },
    };

    /// <summary>The items of all pages, read page by page. Modifies the request, so do not reuse it.</summary>
    public static async IAsyncEnumerable<Dictionary<string, AttributeValue>> QueryAllAsync(
        this IAmazonDynamoDB dynamoDb, QueryRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        do
        {
            var page = await dynamoDb.QueryAsync(request, cancellationToken);
            foreach (var item in page.Items ?? [])
            {
                yield return item;
            }

            request.ExclusiveStartKey = page.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });
    }
}
