using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Orders;

namespace Analytics.Storage;

/// <summary>A quarantined record as items of the aggregates table; <c>docs/formats.md</c> describes them.</summary>
public static class QuarantineItem
{
    /// <summary>The format this version writes. Items of a newer format are listed and otherwise left alone.</summary>
    public const int Format = 1;

    public const string Partition = "quarantine";
    public const string SegmentPartition = "quarantine-segment";
    public const string Source = "source";
    public const string StreamArn = "streamArn";
    public const string Position = "position";
    public const string Reason = "reason";
    public const string At = "at";
    public const string ArrivedAt = "arrivedAt";
    public const string Content = "content";
    public const string Bytes = "bytes";
    public const string Segments = "segments";
    public const string Raw = "raw";

    /// <summary>
    /// Maximum number of record bytes in one item. A DynamoDB item holds 400 KB (DynamoDB quotas), of which the head's other attributes
    /// need a little.
    /// </summary>
    public const int SegmentBytes = 350 * 1024;

    private const int MaxReasonLength = 2_000;
    private const string WholeRecord = "record";
    private const string DataOnly = "data";

    /// <summary>
    /// The id of a record: a hash of its source, stream, position and bytes, so that a redelivered record gets the same id.
    /// </summary>
    public static string IdOf(QuarantinedRecord record)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{record.Source}\n{record.StreamArn}\n{record.Position}\n"));
        hash.AppendData(record.Raw.Span);
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 12));
    }

    /// <summary>Number of items needed for a record of this size, at least 1.</summary>
    public static long SegmentsOf(long bytes) => Math.Max(1, bytes / SegmentBytes + (bytes % SegmentBytes > 0 ? 1 : 0));

    public static Dictionary<string, AttributeValue> KeyOfHead(string id) => new()
    {
        [MinuteItem.PartitionKey] = new() { S = Partition },
        [MinuteItem.SortKey] = new() { S = id },
    };

    /// <summary>The primary key of a segment from number 1 on; segment 0 is in the head.</summary>
    /// <remarks>
    /// The key contains the token of the attempt that wrote the segment, so deleting a record never deletes segments of a later attempt.
    /// </remarks>
    public static Dictionary<string, AttributeValue> KeyOfSegment(string id, string writer, int segment) => new()
    {
        [MinuteItem.PartitionKey] = new() { S = SegmentPartition },
        [MinuteItem.SortKey] = new()
        {
            S = string.Create(CultureInfo.InvariantCulture, $"{id}#{writer}#{segment:D3}"),
        },
    };

    public static Dictionary<string, AttributeValue> WriteHead(QuarantinedRecord record, string writer)
    {
        var item = KeyOfHead(IdOf(record));
        item[Source] = new() { S = record.Source };
        item[StreamArn] = new() { S = record.StreamArn };
        item[Position] = new() { S = record.Position };
        item[Reason] = new() { S = Shortened(record.Reason) };
        item[At] = new() { S = Timestamps.Format(record.At) };
        item[Content] = new() { S = record.IsWholeRecord ? WholeRecord : DataOnly };
        item[Bytes] = Number(record.Raw.Length);
        item[Segments] = Number(SegmentsOf(record.Raw.Length));
        item[Raw] = Segment(record.Raw, 0);
        item[MinuteItem.Writer] = new() { S = writer };
        item[MinuteItem.FormatName] = Number(Format);
        if (record.ArrivedAt is { } arrived)
        {
            item[ArrivedAt] = new() { S = Timestamps.Format(arrived) };
        }

        return item.Seal();
    }

    public static Dictionary<string, AttributeValue> WriteSegment(QuarantinedRecord record, string writer, int segment)
    {
        var item = KeyOfSegment(IdOf(record), writer, segment);
        item[At] = new() { S = Timestamps.Format(record.At) };
        item[Raw] = Segment(record.Raw, segment);
        item[MinuteItem.FormatName] = Number(Format);
        return item.Seal();
    }

    /// <summary>Parses a head without its bytes. Never throws: a damaged or newer item gives an entry with its trouble.</summary>
    public static QuarantineEntry ReadEntry(Dictionary<string, AttributeValue> item)
    {
        var source = Text(item, Source);
        var isTimed = Timestamps.TryParse(Text(item, At), out var at);
        var isCounted = TryNumber(item, Bytes, out var bytes) & TryNumber(item, Segments, out var segments);
        var hasFormat = TryNumber(item, MinuteItem.FormatName, out var format);
        var content = Text(item, Content);
        var arrived = Timestamps.TryParse(Text(item, ArrivedAt), out var arrivedAt) ? arrivedAt : (DateTimeOffset?)null;
        var isWhole = isTimed && isCounted && hasFormat && source.Length > 0 && content is WholeRecord or DataOnly
            && segments == SegmentsOf(bytes);
        return new QuarantineEntry(
            Text(item, MinuteItem.SortKey),
            new QuarantinedRecord(source, Text(item, StreamArn), Text(item, Position), Text(item, Reason), default, at)
            {
                IsWholeRecord = content == WholeRecord,
                ArrivedAt = arrived,
            },
            bytes, (int)Math.Min(segments, int.MaxValue), Text(item, MinuteItem.Writer), Trouble(format, isWhole));
    }

    private static QuarantineTrouble? Trouble(long format, bool isWhole) =>
        format > Format ? new QuarantineTrouble(true, $"It has format {format}, and this version reads up to {Format}.")
        : isWhole ? null
        : new QuarantineTrouble(false, "The item is damaged: attributes are missing or inconsistent.");

    // Half a surrogate pair cannot be stored, and a record that cannot be stored would be redelivered endlessly.
    private static string Shortened(string reason) => reason.Length <= MaxReasonLength
        ? reason
        : reason[..(char.IsHighSurrogate(reason[MaxReasonLength - 1]) ? MaxReasonLength - 1 : MaxReasonLength)];

    private static string Text(Dictionary<string, AttributeValue> item, string name) => item.GetValueOrDefault(name)?.S ?? "";

    private static bool TryNumber(Dictionary<string, AttributeValue> item, string name, out long number) =>
        long.TryParse(item.GetValueOrDefault(name)?.N, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static AttributeValue Segment(ReadOnlyMemory<byte> raw, int segment)
    {
        var start = Math.Min(raw.Length, segment * SegmentBytes);
        return new AttributeValue { B = new MemoryStream(raw.Slice(start, Math.Min(SegmentBytes, raw.Length - start)).ToArray()) };
    }

    private static AttributeValue Number(long value) => new() { N = value.ToString(CultureInfo.InvariantCulture) };
}
