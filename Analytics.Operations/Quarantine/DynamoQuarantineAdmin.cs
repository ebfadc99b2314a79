using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Orders;
using Analytics.Storage;

namespace Analytics.Operations.Quarantine;

/// <summary>Operator access to the quarantine partition of the aggregates table. Thread-safe.</summary>
/// <remarks>
/// A record is deleted head first. Until then it is complete; afterwards it is gone, even if deleting its segments is interrupted. Segments
/// left behind have no head and are swept. The opposite order could leave a head that has lost its bytes.
/// </remarks>
public sealed class DynamoQuarantineAdmin(IAmazonDynamoDB dynamoDb, string table) : IQuarantineAdmin
{
    // All attributes except the bytes. Names are substituted because several are reserved words in DynamoDB expressions.
    private static readonly Dictionary<string, string> EntryNames = new[]
        {
            MinuteItem.PartitionKey, MinuteItem.SortKey, QuarantineItem.Source, QuarantineItem.StreamArn, QuarantineItem.Position,
            QuarantineItem.Reason, QuarantineItem.At, QuarantineItem.ArrivedAt, QuarantineItem.Content, QuarantineItem.Bytes,
            QuarantineItem.Segments, MinuteItem.Writer, MinuteItem.FormatName,
        }
        .ToDictionary(name => $"#{name}", name => name);

    public async IAsyncEnumerable<QuarantineEntry> ListAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = Query(QuarantineItem.Partition, EntryNames);
        if (prefix.Length > 0)
        {
            request.KeyConditionExpression += " AND begins_with(#sk, :prefix)";
            request.ExpressionAttributeValues[":prefix"] = new AttributeValue { S = prefix };
        }

        await foreach (var item in QueryAsync(request, cancellationToken))
        {
            yield return QuarantineItem.ReadEntry(item);
        }
    }

    public async Task<QuarantinedRecord?> ReadAsync(QuarantineEntry entry, CancellationToken cancellationToken)
    {
        var head = await GetAsync(QuarantineItem.KeyOfHead(entry.Id), cancellationToken);
        if (head is null || QuarantineItem.ReadEntry(head) != entry)
        {
            return null;
        }

        if (!head.IsSealed())
        {
            throw new FormatException($"The item of {entry.Id} is damaged: its checksum does not match.");
        }

        using var raw = new MemoryStream();
        Append(raw, head, entry, 0);
        for (var segment = 1; segment < entry.Segments; segment++)
        {
            Append(raw, await GetAsync(QuarantineItem.KeyOfSegment(entry.Id, entry.Writer, segment), cancellationToken), entry, segment);
        }

        var record = entry.Record with { Raw = raw.ToArray() };
        return QuarantineItem.IdOf(record) == entry.Id
            ? record
            : throw new FormatException($"The bytes of {entry.Id} do not match its id.");
    }

    public async Task<bool> TryDeleteAsync(QuarantineEntry entry, CancellationToken cancellationToken)
    {
        // A head that was edited by hand may name no writer.
        var hasWriter = entry.Writer.Length > 0;
        var isSame = hasWriter ? "#writer = :writer" : "attribute_not_exists(#writer)";
        var names = new Dictionary<string, string> { ["#pk"] = MinuteItem.PartitionKey, ["#writer"] = MinuteItem.Writer };
        try
        {
            await dynamoDb.DeleteItemAsync(
                new DeleteItemRequest
                {
                    TableName = table,
                    Key = QuarantineItem.KeyOfHead(entry.Id),
                    ConditionExpression = $"attribute_exists(#pk) AND {isSame}",
                    ExpressionAttributeNames = names,
                    ExpressionAttributeValues = hasWriter
                        ? new Dictionary<string, AttributeValue> { [":writer"] = new() { S = entry.Writer } }
                        : null,
                },
                cancellationToken);
        }
        catch (ConditionalCheckFailedException)
        {
            return false;
        }

        for (var segment = 1; segment < entry.Segments; segment++)
        {
            await DeleteAsync(QuarantineItem.KeyOfSegment(entry.Id, entry.Writer, segment), cancellationToken);
        }

        return true;
    }

    public async Task<int> SweepAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var swept = 0;
        var names =
            new Dictionary<string, string> { ["#pk"] = MinuteItem.PartitionKey, ["#sk"] = MinuteItem.SortKey, ["#at"] = QuarantineItem.At };
        await foreach (var segment in QueryAsync(Query(QuarantineItem.SegmentPartition, names), cancellationToken))
        {
            if (segment[MinuteItem.SortKey].S.Split('#') is not [var id, var writer, _]
                || !Timestamps.TryParse(segment.GetValueOrDefault(QuarantineItem.At)?.S, out var at) || at >= before)
            {
                continue;
            }

            var head = await GetAsync(QuarantineItem.KeyOfHead(id), cancellationToken);
            if (head?.GetValueOrDefault(MinuteItem.Writer)?.S != writer)
            {
                await DeleteAsync(segment.Where(attribute => attribute.Key != QuarantineItem.At).ToDictionary(), cancellationToken);
                swept++;
            }
        }

        return swept;
    }

    private static void Append(MemoryStream raw, Dictionary<string, AttributeValue>? item, QuarantineEntry entry, int segment)
    {
        var bytes = item?.GetValueOrDefault(QuarantineItem.Raw)?.B?.ToArray()
            ?? throw new FormatException($"Segment {segment} of the bytes of {entry.Id} is missing.");
        raw.Write(bytes);
    }

    private async Task<Dictionary<string, AttributeValue>?> GetAsync(
        Dictionary<string, AttributeValue> key, CancellationToken cancellationToken)
    {
        var request = new GetItemRequest { TableName = table, Key = key, ConsistentRead = true };
        return (await dynamoDb.GetItemAsync(request, cancellationToken)).Item is { Count: > 0 } item ? item : null;
    }

    private Task<DeleteItemResponse> DeleteAsync(Dictionary<string, AttributeValue> key, CancellationToken cancellationToken) =>
        dynamoDb.DeleteItemAsync(new DeleteItemRequest { TableName = table, Key = key }, cancellationToken);

    private QueryRequest Query(string partition, Dictionary<string, string> names) => new()
    {
        TableName = table,
        ConsistentRead = true,
        KeyConditionExpression = "#pk = :partition",
        ProjectionExpression = string.Join(", ", names.Keys),
        ExpressionAttributeNames = names,
        ExpressionAttributeValues = new Dictionary<string, AttributeValue> { [":partition"] = new() { S = partition } },
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
