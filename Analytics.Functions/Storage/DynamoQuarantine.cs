using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Orders;

namespace Analytics.Functions.Storage;

/// <summary>The quarantine partition of the aggregates table.</summary>
/// <remarks>
/// The key is a hash of source, position and bytes, so a record that is delivered again meets itself. What is larger than an item
/// may be is kept in several: the pieces first and the head last, so that a head is never without its pieces.
/// </remarks>
internal sealed class DynamoQuarantine(IAmazonDynamoDB dynamoDb, string table) : IQuarantine
{
    public const string Partition = "quarantine";
    public const string PiecePartition = "quarantine-piece";

    // An item takes 400 KB (DynamoDB quotas); the rest of the head needs a little of it.
    private const int PieceBytes = 350 * 1024;
    private const int ReasonLengthMax = 2_000;

    public async Task<bool> PutAsync(QuarantinedRecord record, CancellationToken cancellationToken)
    {
        var id = IdOf(record);
        var pieces = Math.Max(1, (record.Raw.Length + PieceBytes - 1) / PieceBytes);
        for (var piece = 1; piece < pieces; piece++)
        {
            await dynamoDb.PutItemAsync(
                new PutItemRequest
                {
                    TableName = table,
                    Item = new Dictionary<string, AttributeValue>
                    {
                        [MinuteItem.PartitionKey] = new() { S = PiecePartition },
                        [MinuteItem.SortKey] = new() { S = string.Create(CultureInfo.InvariantCulture, $"{id}#{piece:D3}") },
                        ["raw"] = Piece(record.Raw, piece),
                    },
                },
                cancellationToken);
        }

        return await TryPutHeadAsync(id, pieces, record, cancellationToken);
    }

    private async Task<bool> TryPutHeadAsync(string id, int pieces, QuarantinedRecord record, CancellationToken cancellationToken)
    {
        try
        {
            await dynamoDb.PutItemAsync(
                new PutItemRequest
                {
                    TableName = table,
                    Item = new Dictionary<string, AttributeValue>
                    {
                        [MinuteItem.PartitionKey] = new() { S = Partition },
                        [MinuteItem.SortKey] = new() { S = id },
                        ["road"] = new() { S = record.Road },
                        ["source"] = new() { S = record.Source },
                        ["position"] = new() { S = record.Position },
                        ["reason"] = new() { S = record.Reason[..Math.Min(record.Reason.Length, ReasonLengthMax)] },
                        ["at"] = new() { S = Timestamps.Format(record.At) },
                        ["bytes"] = Number(record.Raw.Length),
                        ["pieces"] = Number(pieces),
                        ["raw"] = Piece(record.Raw, 0),
                        [MinuteItem.FormatName] = Number(MinuteItem.Format),
                    },
                    ConditionExpression = "attribute_not_exists(#pk)",
                    ExpressionAttributeNames = new Dictionary<string, string> { ["#pk"] = MinuteItem.PartitionKey },
                },
                cancellationToken);
            return true;
        }
        catch (ConditionalCheckFailedException)
        {
            // It is there already, from an earlier delivery.
            return false;
        }
    }

    private static string IdOf(QuarantinedRecord record)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{record.Road}\n{record.Source}\n{record.Position}\n"));
        hash.AppendData(record.Raw.Span);
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 12));
    }

    private static AttributeValue Piece(ReadOnlyMemory<byte> raw, int piece)
    {
        var start = Math.Min(raw.Length, piece * PieceBytes);
        return new AttributeValue { B = new MemoryStream(raw.Slice(start, Math.Min(PieceBytes, raw.Length - start)).ToArray()) };
    }

    private static AttributeValue Number(long value) => new() { N = value.ToString(CultureInfo.InvariantCulture) };
}
