using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;

namespace Analytics.Functions.Storage;

/// <summary>The lane plan as one item of the aggregates table.</summary>
internal sealed class DynamoLanePlanStore(IAmazonDynamoDB dynamoDb, string table) : ILanePlanStore
{
    private const string Plan = "plan";
    private const string From = "from";
    private const string Lanes = "lanes";

    private static Dictionary<string, AttributeValue> Key => new()
    {
        [MinuteItem.PartitionKey] = new() { S = "config" },
        [MinuteItem.SortKey] = new() { S = "lanes" },
    };

    public async Task<(LanePlan Plan, long Revision)?> ReadAsync(CancellationToken cancellationToken)
    {
        var request = new GetItemRequest { TableName = table, Key = Key, ConsistentRead = true };
        var item = (await dynamoDb.GetItemAsync(request, cancellationToken)).Item;
        if (item is { Count: > 0 } && long.Parse(item[MinuteItem.FormatName].N, CultureInfo.InvariantCulture) > MinuteItem.Format)
        {
            throw new FormatException($"The lane plan has format {item[MinuteItem.FormatName].N}, and this version reads up to {MinuteItem.Format}.");
        }

        return item is { Count: > 0 }
            ? (new LanePlan([.. item[Plan].L.Select(ReadEntry)]), long.Parse(item[MinuteItem.Revision].N, CultureInfo.InvariantCulture))
            : null;
    }

    public async Task<bool> TryWriteAsync(LanePlan plan, long readRevision, CancellationToken cancellationToken)
    {
        var item = Key;
        item[Plan] = new() { L = [.. plan.Entries.Select(WriteEntry)] };
        item[MinuteItem.Revision] = Number(readRevision + 1);
        item[MinuteItem.FormatName] = Number(MinuteItem.Format);
        try
        {
            await dynamoDb.PutItemAsync(
                new PutItemRequest
                {
                    TableName = table,
                    Item = item,
                    ConditionExpression = readRevision == 0 ? "attribute_not_exists(#rev)" : "#rev = :read",
                    ExpressionAttributeNames = new Dictionary<string, string> { ["#rev"] = MinuteItem.Revision },
                    ExpressionAttributeValues = readRevision == 0
                        ? null
                        : new Dictionary<string, AttributeValue> { [":read"] = Number(readRevision) },
                },
                cancellationToken);
            return true;
        }
        catch (ConditionalCheckFailedException)
        {
            return false;
        }
    }

    private static LanePlanEntry ReadEntry(AttributeValue entry) => new(
        Minute.TryParse(entry.M[From].S, out var from)
            ? from
            : throw new FormatException($"The lane plan has an entry from '{entry.M[From].S}', which is no minute."),
        int.Parse(entry.M[Lanes].N, CultureInfo.InvariantCulture));

    private static AttributeValue WriteEntry(LanePlanEntry entry) => new()
    {
        M = new Dictionary<string, AttributeValue> { [From] = new() { S = entry.From.ToString() }, [Lanes] = Number(entry.Lanes) },
    };

    private static AttributeValue Number(long value) => new() { N = value.ToString(CultureInfo.InvariantCulture) };
}
