using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Tallies;

namespace Analytics.Functions.Storage;

/// <summary>The lane plan as one item of the aggregates table.</summary>
internal sealed class DynamoLanePlanStore(IAmazonDynamoDB dynamoDb, string table) : ILanePlanStore
{
    public async Task<(LanePlan Plan, long Revision)?> ReadAsync(CancellationToken cancellationToken)
    {
        var request = new GetItemRequest { TableName = table, Key = LanePlanItem.Key, ConsistentRead = true };
        return (await dynamoDb.GetItemAsync(request, cancellationToken)).Item is { Count: > 0 } item ? LanePlanItem.Read(item) : null;
    }

    public async Task<bool> TryWriteAsync(LanePlan plan, long readRevision, CancellationToken cancellationToken)
    {
        var isFirst = readRevision == 0;
        try
        {
            await dynamoDb.PutItemAsync(
                new PutItemRequest
                {
                    TableName = table,
                    Item = LanePlanItem.Write(plan, readRevision + 1),
                    ConditionExpression = isFirst ? "attribute_not_exists(#name)" : "#name = :read",
                    ExpressionAttributeNames = new Dictionary<string, string>
                    {
                        ["#name"] = isFirst ? MinuteItem.PartitionKey : MinuteItem.Revision,
                    },
                    ExpressionAttributeValues = isFirst
                        ? null
                        : new Dictionary<string, AttributeValue>
                        {
                            [":read"] = new() { N = readRevision.ToString(CultureInfo.InvariantCulture) },
                        },
                },
                cancellationToken);
            return true;
        }
        catch (ConditionalCheckFailedException)
        {
            return false;
        }
    }
}
