using System.Globalization;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Documents;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;

namespace Analytics.Storage;

/// <summary>A segment of a minute document as an item of the aggregates table; <c>docs/formats.md</c> describes it.</summary>
public static class MinuteSegmentItem
{
    /// <inheritdoc cref="MinuteItem.Format"/>
    public const int Format = ItemsFormat.WithSlices;

    public const string Previous = "previous";

    private const string Partition = "minute-segments#";

    /// <summary>
    /// The partition key of the segments of a lane and day. Heads have another partition, so reading heads reads no segments.
    /// </summary>
    public static string PartitionOf(int lane, Minute minute) => $"{Partition}{MinuteItem.Partitioned(lane, minute)}";

    /// <summary>The lowest sort key of a minute's segments from a number on.</summary>
    public static string SortFrom(Minute minute, int number) => string.Create(CultureInfo.InvariantCulture, $"{minute}#{number:D5}");

    public static Dictionary<string, AttributeValue> Write(MinuteSegment segment)
    {
        var item = new Dictionary<string, AttributeValue>
        {
            [MinuteItem.PartitionKey] = new() { S = PartitionOf(segment.Key.Lane, segment.Key.Minute) },
            [MinuteItem.SortKey] = new() { S = $"{SortFrom(segment.Key.Minute, segment.Number)}#{segment.Token}" },
            [MinuteItem.Items] = new() { B = MinuteItem.BytesOf(segment.Items) },
            [MinuteItem.Expires] = MinuteItem.ExpiryOf(segment.Key.Minute),
            [MinuteItem.FormatName] = MinuteItem.Number(ItemsFormat.FormatOf(segment.Items.Span)),
        };
        ChangeAttributes.Write(item, segment.Ids, segment.Marks);
        if (segment.Previous.Length > 0)
        {
            item.Add(Previous, new AttributeValue { S = segment.Previous });
        }

        return item.Seal();
    }

    /// <summary>Parses a segment. Its items are not decoded.</summary>
    /// <exception cref="DocumentUnreadableException">The segment is damaged or has a newer format.</exception>
    /// <exception cref="FormatException">The item's key is not that of a segment.</exception>
    public static MinuteSegment Read(Dictionary<string, AttributeValue> item)
    {
        var (key, number, token) = ReadKey(item);
        return MinuteItem.Guard(key, item, Format, () => new MinuteSegment(
            key, number, token, item.GetValueOrDefault(Previous)?.S
                ?? "", MinuteItem.Bytes(item, MinuteItem.Items), ChangeAttributes.ReadIds(item),
            ChangeAttributes.ReadMarks(item)));
    }

    /// <summary>Parses a segment; null when it is damaged.</summary>
    /// <remarks>
    /// A damaged segment that its head names is then reported as missing. Any other damaged segment does not matter: a damaged document
    /// that is replaced leaves its segments behind.
    /// </remarks>
    /// <exception cref="DocumentUnreadableException">The segment has a newer format.</exception>
    public static MinuteSegment? ReadUnlessDamaged(Dictionary<string, AttributeValue> item)
    {
        try
        {
            return Read(item);
        }
        catch (FormatException damaged) when (damaged is not DocumentUnreadableException { IsNewer: true })
        {
            return null;
        }
    }

    private static (DocumentKey Key, int Number, string Token) ReadKey(Dictionary<string, AttributeValue> item) =>
        item.GetValueOrDefault(MinuteItem.SortKey)?.S?.Split('#') is [var minute, var place, { Length: > 0 } token]
        && MinuteItem.TryReadKey(item, Partition, minute, out var key)
        && int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (key, number, token)
            : throw MinuteItem.Damaged(item, "its key is not that of a segment of a minute document");
}
