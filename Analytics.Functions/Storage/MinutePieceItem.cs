using System.Globalization;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;

namespace Analytics.Functions.Storage;

/// <summary>A piece of a minute document as an item of the aggregates table; <c>docs/formats.md</c> describes it.</summary>
internal static class MinutePieceItem
{
    /// <summary>The format that is written, and the newest that is read.</summary>
    public const int Format = 1;

    public const string Previous = "previous";

    private const string Partition = "minute-pieces#";

    /// <summary>The partition of the pieces of a lane; they are apart from the parts, so that reading these reads nothing else.</summary>
    public static string PartitionOf(int lane) => string.Create(CultureInfo.InvariantCulture, $"{Partition}{lane}");

    /// <summary>Where the pieces of a minute begin, from a number on.</summary>
    public static string SortFrom(Minute minute, int number) => string.Create(CultureInfo.InvariantCulture, $"{minute}#{number:D5}");

    /// <summary>The item of a piece.</summary>
    public static Dictionary<string, AttributeValue> Write(MinutePiece piece)
    {
        var item = new Dictionary<string, AttributeValue>
        {
            [MinuteItem.PartitionKey] = new() { S = PartitionOf(piece.Key.Lane) },
            [MinuteItem.SortKey] = new() { S = $"{SortFrom(piece.Key.Minute, piece.Number)}#{piece.Token}" },
            [MinuteItem.Items] = new() { B = MinuteItem.BytesOf(piece.Items) },
            [MinuteItem.Seen] = new() { B = MinuteItem.Pack(piece.Seen) },
            [MinuteItem.Expires] = MinuteItem.ExpiryOf(piece.Key.Minute),
            [MinuteItem.FormatName] = MinuteItem.Number(Format),
        };
        if (piece.Previous.Length > 0)
        {
            item.Add(Previous, new AttributeValue { S = piece.Previous });
        }

        return item;
    }

    /// <summary>Reads a piece. Its items are not decoded.</summary>
    /// <exception cref="FormatException">It is damaged or of a newer format.</exception>
    public static MinutePiece Read(Dictionary<string, AttributeValue> item)
    {
        if (MinuteItem.Long(item, MinuteItem.FormatName) is var format and > Format)
        {
            throw MinuteItem.Damaged(item, $"it has format {format}, and this version reads up to {Format}");
        }

        var (key, number, token) = KeyOf(item);
        return new MinutePiece(
            key, number, token, item.GetValueOrDefault(Previous)?.S ?? "", MinuteItem.Bytes(item, MinuteItem.Items),
            MinuteItem.Unpack(MinuteItem.Bytes(item, MinuteItem.Seen)));
    }

    private static (DocumentKey Key, int Number, string Token) KeyOf(Dictionary<string, AttributeValue> item) =>
        item.GetValueOrDefault(MinuteItem.PartitionKey)?.S is { } partition && partition.StartsWith(Partition, StringComparison.Ordinal)
        && int.TryParse(partition.AsSpan(Partition.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var lane)
        && item.GetValueOrDefault(MinuteItem.SortKey)?.S.Split('#') is [var at, var place, { Length: > 0 } token]
        && Minute.TryParse(at, out var minute) && int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (new DocumentKey(lane, minute), number, token)
            : throw MinuteItem.Damaged(item, "its key is not that of a piece of a minute document");
}
