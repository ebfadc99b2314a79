using System.Globalization;
using System.Runtime.InteropServices;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Documents;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;

namespace Analytics.Storage;

/// <summary>The head of a minute document as an item of the aggregates table; <c>docs/formats.md</c> describes it.</summary>
public static class MinuteItem
{
    /// <summary>The newest format that this version reads. It writes an item without slices in the first.</summary>
    public const int Format = ItemsFormat.WithSlices;

    /// <summary>
    /// How long minutes are retained: 402 days. This is longer than the longest window, so that a change to any order in a window can be
    /// counted.
    /// </summary>
    public static readonly TimeSpan Retention = TimeSpan.FromDays(402);

    // Far beyond the number of writes that a document can have.
    private const long MaxRevision = 1_000_000_000_000_000_000;

    // The sort key has five digits for the segment number, which keeps segments in order. A minute has a few dozen segments.
    private const int MaxSegments = 100_000;

    public const string PartitionKey = "pk";
    public const string SortKey = "sk";
    public const string Orders = "orders";
    public const string Cancelled = "cancelled";
    public const string Units = "units";
    public const string Counts = "counts";
    public const string Revenue = "revenue";
    public const string Items = "items";
    public const string ChangeIds = "changeIds";
    public const string EditMarks = "editMarks";
    public const string Revision = "rev";
    public const string SegmentCount = "segments";
    public const string LastSegment = "lastSegment";
    public const string Writer = "writer";
    public const string CommittedAt = "committedAt";
    public const string RebuiltAt = "rebuiltAt";

    /// <summary>When reading of the whole orders table began, in a document that replaced a damaged one.</summary>
    public const string ReplacedAt = "replacedAt";
    public const string Expires = "expires";
    public const string FormatName = "format";

    private const string Partition = "minute#";

    /// <summary>The partition key of the heads of a lane and day.</summary>
    public static string PartitionOf(int lane, Minute minute) => $"{Partition}{Partitioned(lane, minute)}";

    /// <summary>The lane and day of a minute, as used in partition keys: <c>3#2026-11-23</c>.</summary>
    public static string Partitioned(int lane, Minute minute) =>
        string.Create(CultureInfo.InvariantCulture, $"{lane}#{minute.ToString().AsSpan(0, 10)}");

    /// <summary>The primary key of a head.</summary>
    public static Dictionary<string, AttributeValue> KeyOf(DocumentKey key) => new()
    {
        [PartitionKey] = new() { S = PartitionOf(key.Lane, key.Minute) },
        [SortKey] = new() { S = key.Minute.ToString() },
    };

    public static Dictionary<string, AttributeValue> Write(MinuteHead head)
    {
        var item = KeyOf(head.Key);
        TotalsAttributes.Write(item, head.Tally.Totals);
        item[Items] = new() { B = BytesOf(head.Items) };
        ChangeAttributes.Write(item, head.Ids, head.Marks);
        item[Revision] = Number(head.Revision);
        item[Writer] = new() { S = head.Writer };
        item[CommittedAt] = new() { S = Timestamps.Format(head.CommittedAt) };
        item[Expires] = ExpiryOf(head.Key.Minute);
        item[FormatName] = Number(ItemsFormat.FormatOf(head.Items.Span));
        if (head.State.RebuiltAt is { } rebuiltAt)
        {
            item.Add(RebuiltAt, new AttributeValue { S = Timestamps.Format(rebuiltAt) });
        }

        if (head.State.ReplacedAt is { } replacedAt)
        {
            item.Add(ReplacedAt, new AttributeValue { S = Timestamps.Format(replacedAt) });
        }

        if (head.Segments.Count > 0)
        {
            item.Add(SegmentCount, Number(head.Segments.Count));
            item.Add(LastSegment, new AttributeValue { S = head.Segments.Last });
        }

        return item.Seal();
    }

    /// <summary>Parses a head.</summary>
    /// <exception cref="DocumentUnreadableException">The item is damaged or has a newer format.</exception>
    public static MinuteHead Read(Dictionary<string, AttributeValue> item)
    {
        var key = ReadKey(item);
        return Guard(key, item, Format, () =>
        {
            var tally = TotalsAttributes.Read(item);
            var items = Bytes(item, Items);
            ItemsFormat.DecodeInto(tally, items.Span);
            var state = new HeadState(
                ReadRevision(item), ReadSegments(item), item.GetValueOrDefault(Writer)?.S ?? "", ReadCommitTime(item),
                ReadTime(item, RebuiltAt), ReadTime(item, ReplacedAt));
            return new MinuteHead(key, tally, ChangeAttributes.ReadIds(item), ChangeAttributes.ReadMarks(item), items, state);
        });
    }

    /// <summary>Parses the sums of a head.</summary>
    /// <param name="item">The whole item.</param>
    /// <param name="withItems">Whether to decode the items in the head; those in segments are not included.</param>
    /// <exception cref="DocumentUnreadableException">The item is damaged or has a newer format.</exception>
    public static MinuteSums ReadSums(Dictionary<string, AttributeValue> item, bool withItems)
    {
        var key = ReadKey(item);
        return Guard(key, item, Format, () =>
        {
            var tally = TotalsAttributes.Read(item);
            if (withItems)
            {
                ItemsFormat.DecodeInto(tally, Bytes(item, Items).Span);
            }

            return new MinuteSums(key, tally, ReadCommitTime(item), ReadRevision(item), ReadSegments(item));
        });
    }

    /// <summary>Checks an item's format and checksum, then parses it with <paramref name="read"/>.</summary>
    /// <exception cref="DocumentUnreadableException">The item is damaged or has a newer format.</exception>
    public static T Guard<T>(DocumentKey key, Dictionary<string, AttributeValue> item, int newestFormat, Func<T> read)
    {
        try
        {
            if (long.TryParse(item.GetValueOrDefault(FormatName)?.N, CultureInfo.InvariantCulture, out var format) && format > newestFormat)
            {
                throw new DocumentUnreadableException(
                    key, isNewer: true, $"The document {key} has format {format}, and this version reads up to {newestFormat}.");
            }

            return item.IsSealed() ? read() : throw Damaged(item, "its checksum does not match");
        }
        catch (FormatException damaged) when (damaged is not DocumentUnreadableException)
        {
            throw new DocumentUnreadableException(key, isNewer: false, $"The document {key} is damaged: {damaged.Message}");
        }
    }

    /// <summary>Parses the key of a head.</summary>
    /// <exception cref="FormatException">The item's key is not that of a head.</exception>
    public static DocumentKey ReadKey(Dictionary<string, AttributeValue> item) =>
        TryReadKey(item, Partition, item.GetValueOrDefault(SortKey)?.S, out var key) ? key
            : throw Damaged(item, "its key is not that of a minute document");

    /// <summary>Parses which document an item belongs to.</summary>
    /// <param name="item">The item.</param>
    /// <param name="partition">The expected prefix of its partition key.</param>
    /// <param name="minute">The minute, taken from its sort key.</param>
    /// <param name="key">The document.</param>
    public static bool TryReadKey(Dictionary<string, AttributeValue> item, string partition, ReadOnlySpan<char> minute, out DocumentKey key)
    {
        key = default;
        var text = item.GetValueOrDefault(PartitionKey)?.S ?? "";
        if (!text.StartsWith(partition, StringComparison.Ordinal) || text.IndexOf('#', partition.Length) is var mark && mark < 0
            || !byte.TryParse(
                text.AsSpan(partition.Length, mark - partition.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var lane)
            || !Minute.TryParse(minute, out var of))
        {
            return false;
        }

        key = new DocumentKey(lane, of);
        return text == $"{partition}{Partitioned(lane, of)}";
    }

    /// <summary>Parses when the item was last written.</summary>
    /// <exception cref="FormatException">The attribute is missing or malformed.</exception>
    public static DateTimeOffset ReadCommitTime(Dictionary<string, AttributeValue> item) =>
        Timestamps.TryParse(item.GetValueOrDefault(CommittedAt)?.S, out var at) ? at
            : throw Damaged(item, "it does not say when it was written");

    private static DateTimeOffset? ReadTime(Dictionary<string, AttributeValue> item, string name) =>
        !item.TryGetValue(name, out var value) ? null
        : Timestamps.TryParse(value.S, out var at) ? at
        : throw Damaged(item, $"its {name} is not a time");

    /// <summary>Parses a whole number.</summary>
    /// <exception cref="FormatException">The attribute is missing or malformed.</exception>
    public static long Long(Dictionary<string, AttributeValue> item, string name) =>
        long.TryParse(item.GetValueOrDefault(name)?.N, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Damaged(item, $"its {name} is not a whole number");

    /// <summary>The time to live of an item that belongs to a minute, in Unix seconds.</summary>
    public static AttributeValue ExpiryOf(Minute minute) => Number(minute.Number * 60 + (long)Retention.TotalSeconds);

    /// <summary>The bytes of an attribute, without a copy where the SDK allows it.</summary>
    /// <exception cref="FormatException">The attribute is missing.</exception>
    public static ReadOnlyMemory<byte> Bytes(Dictionary<string, AttributeValue> item, string name) =>
        item.GetValueOrDefault(name)?.B is not { } stream ? throw Damaged(item, $"its {name} are not there")
        : stream.TryGetBuffer(out var buffer) ? buffer
        : stream.ToArray();

    /// <summary>Wraps bytes in the stream that the SDK needs; array-backed memory is not copied.</summary>
    public static MemoryStream BytesOf(ReadOnlyMemory<byte> bytes) => MemoryMarshal.TryGetArray(bytes, out var array)
        ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false, publiclyVisible: true)
        : new MemoryStream(bytes.ToArray(), writable: false);

    /// <summary>A number attribute.</summary>
    public static AttributeValue Number(long value) => new() { N = value.ToString(CultureInfo.InvariantCulture) };

    /// <summary>The exception for an item that cannot be read; its message names the item and the reason.</summary>
    public static FormatException Damaged(Dictionary<string, AttributeValue> item, string what) =>
        new($"The aggregates item {item.GetValueOrDefault(PartitionKey)?.S} / {item.GetValueOrDefault(SortKey)?.S} cannot be read: "
            + $"{what}.");

    private static long ReadRevision(Dictionary<string, AttributeValue> item) =>
        Long(item, Revision) is var revision and > 0 and <= MaxRevision ? revision : throw Damaged(item, "its revision is out of range");

    private static SegmentList ReadSegments(Dictionary<string, AttributeValue> item)
    {
        if (!item.ContainsKey(SegmentCount))
        {
            return SegmentList.None;
        }

        return Long(item, SegmentCount) is var count and > 0 and <= MaxSegments
            && item.GetValueOrDefault(LastSegment)?.S is { Length: > 0 } last
            ? new SegmentList((int)count, last)
            : throw Damaged(item, "it does not name its segments");
    }
}
