using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using Analytics.Core.Orders;
using Analytics.Storage;

namespace Analytics.Functions.Orders;

/// <summary>The opaque text that names the end of a page, and with it the list that the page is of.</summary>
internal static class OrderCursor
{
    private const int Bytes = 28;

    private static readonly long First = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long Last = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>Writes the end of a page.</summary>
    /// <param name="end">The position.</param>
    /// <param name="list">The parameters of the list, in any fixed form.</param>
    public static string Write(OrderPosition end, string list)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        BinaryPrimitives.WriteInt64BigEndian(bytes, end.PlacedAt.ToUnixTimeMilliseconds());
        end.Id.Value.TryWriteBytes(bytes[8..24]);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[24..], ChecksumOf(bytes[..24], list));
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Reads a text that <see cref="Write"/> wrote for the same list.</summary>
    public static bool TryRead(string text, string list, out OrderPosition end)
    {
        end = default;
        Span<byte> bytes = stackalloc byte[Bytes];
        if (text.Length > 2 * Bytes || !Base64Url.IsValid(text, out var length) || length != Bytes
            || !Base64Url.TryDecodeFromChars(text, bytes, out _)
            || BinaryPrimitives.ReadUInt32BigEndian(bytes[24..]) != ChecksumOf(bytes[..24], list))
        {
            return false;
        }

        var milliseconds = BinaryPrimitives.ReadInt64BigEndian(bytes);
        if (milliseconds <= First || milliseconds > Last)
        {
            return false;
        }

        end = new OrderPosition(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), new OrderId(new Guid(bytes[8..24])));
        return true;
    }

    private static uint ChecksumOf(ReadOnlySpan<byte> position, string list) =>
        Checksum.Of(position, Checksum.Of(Encoding.UTF8.GetBytes(list)));
}
