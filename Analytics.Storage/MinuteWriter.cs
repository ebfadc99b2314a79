using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Documents;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;

namespace Analytics.Storage;

/// <summary>Writes a minute document: the new segment first, then the head with a conditional write. Thread-safe.</summary>
public sealed class MinuteWriter(IAmazonDynamoDB dynamoDb, string table)
{
    // Head size limit of a document that replaces a damaged one: small, as for any other document.
    private const int MaxHeadBytes = 600;

    // Transient reasons for a cancelled transaction (DynamoDB API reference, TransactWriteItems).
    private static readonly string[] Transient = ["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"];

    /// <summary>See <see cref="IMinuteStore.TryWriteAsync"/>.</summary>
    public async Task<HeadWrite> TryWriteAsync(
        MinuteWrite write, IReadOnlyList<RollupPeriod> invalidated, CancellationToken cancellationToken)
    {
        var units = write is { Segment: { } segment, IsSegmentWritten: false } ? await PutAsync(segment, cancellationToken) : 0;
        var written = await PutAsync(Conditional(table, write.Head), invalidated, cancellationToken);
        return written is HeadWrite.Written(var ofHead) ? new HeadWrite.Written(units + ofHead) : written;
    }

    /// <summary>See <see cref="IMinuteStore.TryReplaceDamagedAsync"/>.</summary>
    public async Task<bool> TryReplaceAsync(
        DocumentKey key, Dictionary<string, AttributeValue> damaged, IReadOnlyList<TallyDelta> contents, string writer, DateTimeOffset at,
        IReadOnlyList<RollupPeriod> invalidated, CancellationToken cancellationToken)
    {
        // Continues from the stored revision. If that may be damaged, starts above any real revision, so that no stale writer's condition
        // holds.
        var revision = damaged.IsSealed()
            && long.TryParse(damaged.GetValueOrDefault(MinuteItem.Revision)?.N, CultureInfo.InvariantCulture, out var read)
            && read is > 0 and < int.MaxValue
            ? read
            : at.ToUnixTimeMilliseconds();
        var head = new MinuteHead(key, new Tally(), [], [], default, new HeadState(revision, SegmentList.None, writer, at));
        foreach (var content in contents)
        {
            // Segments are part of the document only when the last head, which names them, is written.
            var replacement = head.Plus(content, writer, at, MaxHeadBytes);
            if (replacement.Segment is { } segment)
            {
                await PutAsync(segment, cancellationToken);
            }

            head = replacement.Head;
        }

        var put = new Put { TableName = table, Item = MinuteItem.Write(head) };
        Expect(put, damaged, MinuteItem.Revision, ItemChecksum.Name, MinuteItem.Writer);
        return await PutAsync(put, invalidated, cancellationToken) is HeadWrite.Written;
    }

    /// <summary>Writes a segment. Returns the write units consumed; 0 if the store does not report them.</summary>
    /// <remarks>Its key contains the attempt's token, so no other writer uses the key, and a repeated put is idempotent.</remarks>
    internal async Task<double> PutAsync(MinuteSegment segment, CancellationToken cancellationToken)
    {
        var response = await dynamoDb.PutItemAsync(
            new PutItemRequest
            {
                TableName = table, Item = MinuteSegmentItem.Write(segment), ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL,
            },
            cancellationToken);
        return response.ConsumedCapacity?.CapacityUnits ?? 0;
    }

    private Task<HeadWrite> PutAsync(Put put, IReadOnlyList<RollupPeriod> invalidated, CancellationToken cancellationToken) =>
        invalidated.Count == 0 ? PutAloneAsync(put, cancellationToken) : TransactAsync(put, invalidated, cancellationToken);

    private async Task<HeadWrite> PutAloneAsync(Put put, CancellationToken cancellationToken)
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
            return new HeadWrite.Written(response.ConsumedCapacity?.CapacityUnits ?? 0);
        }
        catch (ConditionalCheckFailedException lost)
        {
            return Lost(lost.Item);
        }
        catch (TransactionConflictException)
        {
            return new HeadWrite.Busy();
        }
    }

    private async Task<HeadWrite> TransactAsync(Put put, IReadOnlyList<RollupPeriod> invalidated, CancellationToken cancellationToken)
    {
        try
        {
            var response = await dynamoDb.TransactWriteItemsAsync(
                new TransactWriteItemsRequest
                {
                    ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL,
                    TransactItems =
                    [
                        new TransactWriteItem { Put = put },
                        .. invalidated.Select(period => new TransactWriteItem { Update = RollupItem.Invalidate(table, period) }),
                    ],
                },
                cancellationToken);
            return new HeadWrite.Written((response.ConsumedCapacity ?? []).Sum(capacity => capacity.CapacityUnits ?? 0));
        }
        catch (TransactionCanceledException cancelled)
        {
            var reasons = cancelled.CancellationReasons ?? [];
            return reasons is [{ Code: "ConditionalCheckFailed" } first, ..] ? Lost(first.Item)
                : reasons.Exists(IsTransient) ? new HeadWrite.Busy()
                : throw new IOException(
                    $"The transaction was cancelled: {string.Join(", ", reasons.Select(reason => reason.Code))}.", cancelled);
        }
    }

    /// <summary>The put of a head, on condition that the stored head is the revision before it.</summary>
    internal static Put Conditional(string table, MinuteHead head)
    {
        var put = new Put
        {
            TableName = table,
            Item = MinuteItem.Write(head),
            ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
        };
        if (head.Revision == 1)
        {
            put.ConditionExpression = "attribute_not_exists(#pk)";
            put.ExpressionAttributeNames = new Dictionary<string, string> { ["#pk"] = MinuteItem.PartitionKey };
        }
        else
        {
            Expect(put, new Dictionary<string, AttributeValue> { [MinuteItem.Revision] = MinuteItem.Number(head.Revision - 1) },
                MinuteItem.Revision);
        }

        return put;
    }

    // Adds the condition that the named attributes are unchanged since they were read.
    private static void Expect(Put put, Dictionary<string, AttributeValue> read, params string[] names)
    {
        put.ConditionExpression = string.Join(
            " AND ", names.Select(name => read.ContainsKey(name) ? $"#{name} = :{name}" : $"attribute_not_exists(#{name})"));
        put.ExpressionAttributeNames = names.ToDictionary(name => $"#{name}", name => name);
        put.ExpressionAttributeValues = names.Where(read.ContainsKey).ToDictionary(name => $":{name}", name => read[name]);
        if (put.ExpressionAttributeValues.Count == 0)
        {
            put.ExpressionAttributeValues = null;
        }
    }

    /// <summary>Whether a transaction that was cancelled for this reason may succeed when it is repeated.</summary>
    internal static bool IsTransient(CancellationReason reason) => Transient.Contains(reason.Code);

    private static HeadWrite.Lost Lost(Dictionary<string, AttributeValue>? current) =>
        new(current is { Count: > 0 } ? MinuteItem.Read(current) : null);
}
