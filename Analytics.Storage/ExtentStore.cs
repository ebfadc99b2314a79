using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Windows;

namespace Analytics.Storage;

/// <summary>Stores the <see cref="DocumentExtent"/> in one item of the aggregates table. Thread-safe.</summary>
public sealed class ExtentStore(IAmazonDynamoDB dynamoDb, string table)
{
    /// <summary>The format this version writes, and the newest it reads.</summary>
    public const int Format = 1;

    private const string Partition = "extent";
    private const string HighestLane = "highestLane";
    private const string FirstDay = "firstDay";

    // The extent only grows, so a cached one that covers a document stays valid.
    // An object, since a struct of several words could be read while another thread is writing it.
    private volatile Known? _known;

    /// <summary>Reads the stored extent, strongly consistent; null when nothing was counted yet.</summary>
    /// <remarks>
    /// An item that is damaged or of a newer format is read as the extent that covers everything: reading too much is never wrong.
    /// </remarks>
    public async Task<DocumentExtent?> ReadAsync(CancellationToken cancellationToken) => (await ReadItemAsync(cancellationToken))?.Extent;

    /// <summary>Extends the stored extent if it does not cover a document. An item of a newer format is left as it is.</summary>
    public async Task CoverAsync(DocumentKey key, CancellationToken cancellationToken)
    {
        while (_known?.Extent.Covers(key) != true)
        {
            var stored = await ReadItemAsync(cancellationToken);
            if (stored is { MayStay: true, Extent: var there } && there.Covers(key))
            {
                _known = new Known(there);
                return;
            }

            var extent = stored is null ? DocumentExtent.Of(key) : stored.Value.Extent.With(key);
            if (await TryWriteAsync(extent, stored?.Checksum, cancellationToken))
            {
                _known = new Known(extent);
            }
        }
    }

    private async Task<(DocumentExtent Extent, bool MayStay, AttributeValue? Checksum)?> ReadItemAsync(CancellationToken cancellationToken)
    {
        var request = new GetItemRequest { TableName = table, Key = Key(), ConsistentRead = true };
        if ((await dynamoDb.GetItemAsync(request, cancellationToken)).Item is not { Count: > 0 } item)
        {
            return null;
        }

        if (item.IsSealed() && MinuteItem.Long(item, MinuteItem.FormatName) > Format)
        {
            return (DocumentExtent.Everything, true, item[ItemChecksum.Name]);
        }

        return item.IsSealed() && int.TryParse(item.GetValueOrDefault(HighestLane)?.N, CultureInfo.InvariantCulture, out var lane)
            && Minute.TryParse(item.GetValueOrDefault(FirstDay)?.S, out var day)
            ? (new DocumentExtent(lane, day), true, item[ItemChecksum.Name])
            : (DocumentExtent.Everything, false, item.GetValueOrDefault(ItemChecksum.Name));
    }

    private async Task<bool> TryWriteAsync(DocumentExtent extent, AttributeValue? checksumBefore, CancellationToken cancellationToken)
    {
        var item = Key();
        item[HighestLane] = MinuteItem.Number(extent.HighestLane);
        item[FirstDay] = new AttributeValue { S = extent.FirstDay.ToString() };
        item[MinuteItem.FormatName] = MinuteItem.Number(Format);
        try
        {
            await dynamoDb.PutItemAsync(
                new PutItemRequest
                {
                    TableName = table,
                    Item = item.Seal(),
                    ConditionExpression = checksumBefore is null ? "attribute_not_exists(#checksum)" : "#checksum = :before",
                    ExpressionAttributeNames = new Dictionary<string, string> { ["#checksum"] = ItemChecksum.Name },
                    ExpressionAttributeValues = checksumBefore is null
                        ? null
                        : new Dictionary<string, AttributeValue> { [":before"] = checksumBefore },
                },
                cancellationToken);
            return true;
        }
        catch (ConditionalCheckFailedException)
        {
            return false;
        }
    }

    private static Dictionary<string, AttributeValue> Key() => new()
    {
        [MinuteItem.PartitionKey] = new() { S = Partition },
        [MinuteItem.SortKey] = new() { S = Partition },
    };

    private sealed record Known(DocumentExtent Extent);
}
