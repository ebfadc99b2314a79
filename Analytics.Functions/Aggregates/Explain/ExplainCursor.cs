using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using Analytics.Core.Orders;
using Analytics.Core.Windows;
using Analytics.Storage;

namespace Analytics.Functions.Aggregates;

/// <summary>The opaque text that names the end of a page, and with it the request that the page is of.</summary>
internal static class ExplainCursor
{
    // Range, counted and listed orders, flags; then a position in the index or a key of the orders table; then a checksum.
    private const int HeadBytes = 33;
    private const int PositionBytes = 24;
    private const int ChecksumBytes = 4;

    // A partition key has at most 2,048 bytes (DynamoDB Developer Guide, "Constraints").
    private const int MaxBytes = HeadBytes + 2048 + ChecksumBytes;

    private const byte Normalizes = 1;
    private const byte Scans = 2;

    // A client can compute the checksum; no number that it writes may overflow.
    private const long MaxOrders = 1L << 53;

    private static readonly long First = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long Last = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();
    private static readonly long LastMinute = Minute.OfUnixMilliseconds(Last).Number;

    /// <summary>Writes a position.</summary>
    /// <param name="position">The position, of an order or of the search for unindexed ones.</param>
    /// <param name="query">The parameters of the request, in any fixed form.</param>
    public static string Write(ExplainPosition position, string query)
    {
        var key = Encoding.UTF8.GetBytes(position.Unindexed ?? "");
        var bytes = new byte[HeadBytes + (position.Unindexed is null ? PositionBytes : key.Length) + ChecksumBytes];
        BinaryPrimitives.WriteInt64BigEndian(bytes, position.Range.From.Number);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(8), position.Range.To.Number);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(16), position.Counted);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(24), position.Listed);
        bytes[32] = (byte)((position.NormalizesSku ? Normalizes : 0) | (position.Unindexed is null ? 0 : Scans));
        if (position.Unindexed is null)
        {
            BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(HeadBytes), position.After!.Value.PlacedAt.ToUnixTimeMilliseconds());
            position.After.Value.Id.Value.TryWriteBytes(bytes.AsSpan(HeadBytes + 8));
        }
        else
        {
            key.CopyTo(bytes, HeadBytes);
        }

        BinaryPrimitives.WriteUInt32BigEndian(
            bytes.AsSpan(bytes.Length - ChecksumBytes), ChecksumOf(bytes.AsSpan(..^ChecksumBytes), query));
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Reads a text that <see cref="Write"/> wrote for the same request; null if it is none.</summary>
    public static ExplainPosition? Read(string text, string query)
    {
        if (text.Length > 2 * MaxBytes || !Base64Url.IsValid(text, out var length) || length is < HeadBytes + ChecksumBytes or > MaxBytes)
        {
            return null;
        }

        var bytes = Base64Url.DecodeFromChars(text);
        ReadOnlySpan<byte> head = bytes.AsSpan(0, HeadBytes), rest = bytes.AsSpan(HeadBytes..^ChecksumBytes);
        var (from, to) = (BinaryPrimitives.ReadInt64BigEndian(head), BinaryPrimitives.ReadInt64BigEndian(head[8..]));
        var (counted, listed) = (BinaryPrimitives.ReadInt64BigEndian(head[16..]), BinaryPrimitives.ReadInt64BigEndian(head[24..]));
        var checksum = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(bytes.Length - ChecksumBytes));
        if (checksum != ChecksumOf(bytes.AsSpan(..^ChecksumBytes), query)
            || from < 0 || from > LastMinute || to < from || to > from + RollingWindow.MaxMinutes || to > LastMinute
            || counted is < 0 or > MaxOrders || listed is < 0 or > MaxOrders)
        {
            return null;
        }

        var position = new ExplainPosition(new MinuteRange(new Minute(from), new Minute(to)), counted, listed)
        {
            NormalizesSku = (head[32] & Normalizes) != 0,
        };
        return (head[32] & Scans) != 0 ? position with { Unindexed = Encoding.UTF8.GetString(rest) }
            : OrderAt(rest) is { } after ? position with { After = after }
            : null;
    }

    private static OrderPosition? OrderAt(ReadOnlySpan<byte> bytes) =>
        bytes.Length == PositionBytes && BinaryPrimitives.ReadInt64BigEndian(bytes) is var milliseconds
            && milliseconds > First && milliseconds <= Last
            ? new OrderPosition(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), new OrderId(new Guid(bytes[8..])))
            : null;

    private static uint ChecksumOf(ReadOnlySpan<byte> position, string query) =>
        Checksum.Of(position, Checksum.Of(Encoding.UTF8.GetBytes(query)));
}
