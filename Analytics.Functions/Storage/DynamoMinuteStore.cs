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
        await foreach (var item in dynamoDb.QueryAllAsync(request, cancellationToken))
        {
            parts.Add(MinuteItem.Read(item));
        }

        return parts;
    }

    public Task<PartWrite> TryWriteAsync(MinutePart part, IReadOnlyList<RollupPeriod> over, CancellationToken cancellationToken) =>
        over.Count == 0 ? PutAsync(Conditional(part), cancellationToken) : PutAsync(Conditional(part), over, cancellationToken);

    public async IAsyncEnumerable<MinutePart> ReadPartsAsync(
        int lane, MinuteRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (range.Minutes == 0)
        {
            yield break;
        }

        var request = Range(lane, $"{range.From}#", $"{range.To.Plus(-1)}{AfterParts}");
        request.ConsistentRead = true;
        request.ExpressionAttributeNames = KeyNames;
        await foreach (var item in dynamoDb.QueryAllAsync(request, cancellationToken))
        {
            yield return MinuteItem.Read(item);
        }
    }

    public async Task<Minute?> FirstMinuteAsync(int lane, MinuteRange range, CancellationToken cancellationToken)
    {
        if (range.Minutes == 0)
        {
            return null;
        }

        var request = Range(lane, $"{range.From}#", $"{range.To.Plus(-1)}{AfterParts}");
        request.ConsistentRead = true;
        request.Limit = 1;
        request.ExpressionAttributeNames = KeyNames;
        var first = (await dynamoDb.QueryAsync(request, cancellationToken)).Items;
        return first is [var item] ? MinuteItem.KeyOf(item).Key.Minute : null;
    }

    public async IAsyncEnumerable<MinuteSums> ReadRangeAsync(
        int lane, MinuteRange range, SumsRead read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (range.Minutes == 0)
        {
            yield break;
        }

        var request = Range(lane, $"{range.From}#", $"{range.To.Plus(-1)}{AfterParts}");
        request.ConsistentRead = read == SumsRead.ItemsConsistent;
        request.ExpressionAttributeNames = read == SumsRead.Totals ? SumNames : new(SumNames) { ["#items"] = MinuteItem.Items };
        request.ProjectionExpression = string.Join(", ", request.ExpressionAttributeNames.Keys);
        await foreach (var item in dynamoDb.QueryAllAsync(request, cancellationToken))
        {
            yield return MinuteItem.ReadSums(item);
        }
    }

    private async Task<PartWrite> PutAsync(Put put, CancellationToken cancellationToken)
    {
        try
        {
            var response = await dynamoDb.PutItemAsync(
                new PutItemRequest
                {
                    TableName = put.TableName,
                    Item = put.Item,
                    ConditionExpression = put.ConditionExpression,
                    ExpressionAttributeNames = put.ExpressionAttributeNames,
                    ExpressionAttributeValues = put.ExpressionAttributeValues,
                    ReturnValuesOnConditionCheckFailure = put.ReturnValuesOnConditionCheckFailure,
                    ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL,
                },
                cancellationToken);
            return new PartWrite.Written(response.ConsumedCapacity?.CapacityUnits ?? 0);
        }
        catch (ConditionalCheckFailedException lost)
        {
            return Lost(lost.Item);
        }
        catch (TransactionConflictException)
        {
            return new PartWrite.Busy();
        }
    }

    private async Task<PartWrite> PutAsync(Put put, IReadOnlyList<RollupPeriod> over, CancellationToken cancellationToken)
    {
        try
        {
            var response = await dynamoDb.TransactWriteItemsAsync(
                new TransactWriteItemsRequest
                {
                    ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL,
                    TransactItems = [new TransactWriteItem { Put = put }, .. over.Select(period => new TransactWriteItem { Update = RollupItem.MarkLate(table, period) })],
                },
                cancellationToken);
            return new PartWrite.Written((response.ConsumedCapacity ?? []).Sum(capacity => capacity.CapacityUnits ?? 0));
        }
        catch (TransactionCanceledException cancelled)
        {
            var reasons = cancelled.CancellationReasons ?? [];
            if (reasons is [{ Code: "ConditionalCheckFailed" } first, ..])
            {
                return Lost(first.Item);
            }

            if (reasons.Exists(reason => reason.Code == "TransactionConflict"))
            {
                return new PartWrite.Busy();
            }

            throw;
        }
    }

    private Put Conditional(MinutePart part)
    {
        var put = new Put
        {
            TableName = table,
            Item = MinuteItem.Write(part),
            ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
        };
        if (part.Revision == 1)
        {
            put.ConditionExpression = "attribute_not_exists(#pk)";
            put.ExpressionAttributeNames = new Dictionary<string, string> { ["#pk"] = MinuteItem.PartitionKey };
        }
        else
        {
            put.ConditionExpression = "#rev = :read";
            put.ExpressionAttributeNames = new Dictionary<string, string> { ["#rev"] = MinuteItem.Revision };
            put.ExpressionAttributeValues = new Dictionary<string, AttributeValue>
            {
                [":read"] = new() { N = (part.Revision - 1).ToString(CultureInfo.InvariantCulture) },
            };
        }

        return put;
    }

    private static PartWrite.Lost Lost(Dictionary<string, AttributeValue>? current) =>
        new(current is { Count: > 0 } ? MinuteItem.Read(current) : null);

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
}
