using System.Globalization;
using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;

namespace Analytics.Functions.Storage;

/// <summary>Minute documents in the aggregates table.</summary>
internal sealed class DynamoMinuteStore(IAmazonDynamoDB dynamoDb, string table) : IMinuteStore
{
    // '$' follows '#' in ASCII, so "…#" to "…$" holds every part of a minute.
    private const string AfterParts = "$";

    private static readonly Dictionary<string, string> KeyNames = new()
    {
        ["#pk"] = MinuteItem.PartitionKey,
        ["#sk"] = MinuteItem.SortKey,
    };

    // Several of the names are reserved words of DynamoDB's expressions, so all are substituted.
    private static readonly Dictionary<string, string> SumNames = new[]
        {
            MinuteItem.PartitionKey, MinuteItem.SortKey, MinuteItem.Orders, MinuteItem.Cancelled, MinuteItem.Units,
            MinuteItem.Revenue, MinuteItem.CommittedAt, MinuteItem.FormatName,
        }
        .ToDictionary(name => $"#{name}", name => name);

    public async Task<IReadOnlyList<MinutePart>> ReadChainAsync(DocumentKey key, CancellationToken cancellationToken)
    {
        var request = Range(key.Lane, $"{key.Minute}#", $"{key.Minute}{AfterParts}");
        request.ConsistentRead = true;
        request.ExpressionAttributeNames = KeyNames;
        var parts = new List<MinutePart>();
        await foreach (var item in QueryAsync(request, cancellationToken))
        {
            parts.Add(MinuteItem.Read(item));
        }

        return parts;
    }

    public async Task<PartWrite> TryWriteAsync(MinutePart part, CancellationToken cancellationToken)
    {
        var request = new PutItemRequest
        {
            TableName = table,
            Item = MinuteItem.Write(part),
            ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
        };
        if (part.Revision == 1)
        {
            request.ConditionExpression = "attribute_not_exists(#pk)";
            request.ExpressionAttributeNames = new Dictionary<string, string> { ["#pk"] = MinuteItem.PartitionKey };
        }
        else
        {
            request.ConditionExpression = "#rev = :read";
            request.ExpressionAttributeNames = new Dictionary<string, string> { ["#rev"] = MinuteItem.Revision };
            request.ExpressionAttributeValues = new Dictionary<string, AttributeValue>
            {
                [":read"] = new() { N = (part.Revision - 1).ToString(CultureInfo.InvariantCulture) },
            };
        }

        try
        {
            await dynamoDb.PutItemAsync(request, cancellationToken);
            return new PartWrite.Written();
        }
        catch (ConditionalCheckFailedException lost)
        {
            return new PartWrite.Lost(lost.Item is { Count: > 0 } current ? MinuteItem.Read(current) : null);
        }
    }

    public async IAsyncEnumerable<MinuteSums> ReadRangeAsync(
        int lane, MinuteRange range, bool withItems, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (range.Minutes == 0)
        {
            yield break;
        }

        var request = Range(lane, $"{range.From}#", $"{range.To.Plus(-1)}{AfterParts}");
        request.ExpressionAttributeNames = withItems ? new(SumNames) { ["#items"] = MinuteItem.Items } : SumNames;
        request.ProjectionExpression = string.Join(", ", request.ExpressionAttributeNames.Keys);
        await foreach (var item in QueryAsync(request, cancellationToken))
        {
            yield return MinuteItem.ReadSums(item);
        }
    }

    private QueryRequest Range(int lane, string from, string to) => new()
    {
        TableName = table,
        KeyConditionExpression = "#pk = :lane AND #sk BETWEEN :from AND :to",
        ExpressionAttributeValues = new Dictionary<string, AttributeValue>
        {
            [":lane"] = new() { S = MinuteItem.PartitionOf(lane) },
            [":from"] = new() { S = from },
            [":to"] = new() { S = to },
        },
    };

    private async IAsyncEnumerable<Dictionary<string, AttributeValue>> QueryAsync(
        QueryRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
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
