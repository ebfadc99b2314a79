using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace Analytics.Storage;

/// <summary>Writes records to the quarantine partition of the aggregates table. Used by the analytics function.</summary>
/// <remarks>
/// The key is a hash of source, position and bytes, so a redelivered record gets the same key. A record larger than a DynamoDB item is
/// stored in several items: the segments first and the head last, so a head never lacks its segments. An operator's sweep removes segments
/// without a head.
/// </remarks>
public sealed class DynamoQuarantine(IAmazonDynamoDB dynamoDb, string table, Random random) : IQuarantine
{
    public async Task<bool> PutAsync(QuarantinedRecord record, CancellationToken cancellationToken)
    {
        var segments = QuarantineItem.SegmentsOf(record.Raw.Length);
        if (segments > 1 && await IsThereAsync(record, cancellationToken))
        {
            return false;
        }

        var writer = NewToken();
        for (var segment = 1; segment < segments; segment++)
        {
            var item = QuarantineItem.WriteSegment(record, writer, segment);
            await dynamoDb.PutItemAsync(new PutItemRequest { TableName = table, Item = item }, cancellationToken);
        }

        return await TryPutHeadAsync(record, writer, cancellationToken);
    }

    // Avoids writing the segments of a redelivered record again. Whether the record is new is decided by the condition on the head.
    private async Task<bool> IsThereAsync(QuarantinedRecord record, CancellationToken cancellationToken)
    {
        var request = new GetItemRequest
        {
            TableName = table,
            Key = QuarantineItem.KeyOfHead(QuarantineItem.IdOf(record)),
            ConsistentRead = true,
            ProjectionExpression = "#pk",
            ExpressionAttributeNames = new Dictionary<string, string> { ["#pk"] = MinuteItem.PartitionKey },
        };
        return (await dynamoDb.GetItemAsync(request, cancellationToken)).Item is { Count: > 0 };
    }

    private async Task<bool> TryPutHeadAsync(QuarantinedRecord record, string writer, CancellationToken cancellationToken)
    {
        try
        {
            await dynamoDb.PutItemAsync(
                new PutItemRequest
                {
                    TableName = table,
                    Item = QuarantineItem.WriteHead(record, writer),
                    ConditionExpression = "attribute_not_exists(#pk)",
                    ExpressionAttributeNames = new Dictionary<string, string> { ["#pk"] = MinuteItem.PartitionKey },
                },
                cancellationToken);
            return true;
        }
        catch (ConditionalCheckFailedException)
        {
            // An earlier delivery stored it.
            return false;
        }
    }

    private string NewToken()
    {
        lock (random)
        {
            return random.NextInt64().ToString("x16", CultureInfo.InvariantCulture);
        }
    }
}
