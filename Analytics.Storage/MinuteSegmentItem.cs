using System.Globalization;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Documents;
using Analytics.Core.Windows;

namespace Analytics.Storage;

/// <summary>A segment of a minute document as an item of the aggregates table; <c>docs/formats.md</c> describes it.</summary>
public static class MinuteSegmentItem
{
    /// <summary>The format that is written, and the newest that is read.</summary>
    public const int Format = 1;

    public const string Previous = "previous";

    private const string Partition = "minute-segments#";

    /// <summary>
    /// The partition of the segments of a lane and day; they are apart from the heads, so that reading those reads nothing else.
    /// </summary>
    public static string PartitionOf(int lane, Minute minute) => $"{Partition}{MinuteItem.Partitioned(lane, minute)}";

    /// <summary>Where the segments of a minute begin, from a number on.</summary>
    public static string SortFrom(Minute minute, int number) => string.Create(CultureInfo.InvariantCulture, $"{minute}#{number:D5}");

    public static Dictionary<string, AttributeValue> Write(MinuteSegment segment)
    {
        var item = new Dictionary<string, AttributeValue>
        {
            [MinuteItem.PartitionKey] = new() { S = PartitionOf(segment.Key.Lane, segment.Key.Minute) },
            [MinuteItem.SortKey] = new() { S = $"{SortFrom(segment.Key.Minute, segment.Number)}#{segment.Token}" },
            [MinuteItem.Items] = new() { B = MinuteItem.BytesOf(segment.Items) },
            [MinuteItem.Expires] = MinuteItem.ExpiryOf(segment.Key.Minute),
            [MinuteItem.FormatName] = MinuteItem.Number(Format),
        };
        MinuteItem.WriteIds(item, segment.Ids, segment.Marks);
        if (segment.Previous.Length > 0)
        {
            item.Add(Previous, new AttributeValue { S = segment.Previous });
        }

        return item.Seal();
    }

    /// <summary>Reads a segment. Its items are not decoded.</summary>
    /// <exception cref="DocumentUnreadableException">It is damaged or of a newer format.</exception>
    public static MinuteSegment Read(Dictionary<string, AttributeValue> item)
    {
        var (key, number, token) = ReadKey(item);
        return MinuteItem.Guard(key, item, Format, () => new MinuteSegment(
            key, number, token, item.GetValueOrDefault(Previous)?.S
                ?? "", MinuteItem.Bytes(item, MinuteItem.Items), MinuteItem.ReadIds(item),
            MinuteItem.ReadMarks(item)));
    }

    /// <summary>Reads a segment; null where it is damaged.</summary>
    /// <remarks>
    /// One that its head names is missing then, and any other does not matter: those of a damaged document remain when it is written anew.
    /// </remarks>
    /// <exception cref="DocumentUnreadableException">It is of a newer format.</exception>
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
