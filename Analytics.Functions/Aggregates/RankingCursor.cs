using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Analytics.Core.Orders;
using Analytics.Core.Windows;

namespace Analytics.Functions.Aggregates;

/// <summary>The end of a page of a ranking. The next page begins after it, and is about the range of the first page.</summary>
/// <param name="FirstPage">The minute in which the first page was asked for.</param>
/// <param name="Tag">Version of the data of the first page; null if it had none.</param>
/// <param name="Value">The measure of the last item shown.</param>
/// <param name="Sku">Its SKU.</param>
internal sealed record RankingCursor(Minute FirstPage, string? Tag, Int128 Value, string Sku)
{
    /// <summary>How long a cursor is accepted after its first page. 24 hours.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromHours(24);

    // Minute, tag with a mark that there is one, value; then the SKU, and a checksum of all and of the ranking.
    private const int SkuAt = 33;
    private const int ChecksumBytes = 4;
    private const int MaxLength = 512;

    /// <summary>Whether the cursor may still be used.</summary>
    public bool IsRecent(DateTimeOffset now) => FirstPage.Start <= now && now - FirstPage.Start <= MaxAge;

    /// <summary>Writes the cursor as opaque text.</summary>
    /// <param name="ranking">What ranking it is of, in any fixed form.</param>
    public string Write(string ranking)
    {
        var sku = Encoding.UTF8.GetBytes(Sku);
        var bytes = new byte[SkuAt + sku.Length + ChecksumBytes];
        BinaryPrimitives.WriteInt64BigEndian(bytes, FirstPage.Number);
        bytes[8] = (byte)(Tag is null ? 0 : 1);
        BinaryPrimitives.WriteUInt64BigEndian(
            bytes.AsSpan(9), Tag is null ? 0 : ulong.Parse(Tag, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        BinaryPrimitives.WriteInt128BigEndian(bytes.AsSpan(17), Value);
        sku.CopyTo(bytes, SkuAt);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(bytes.Length - ChecksumBytes), ChecksumOf(bytes, ranking));
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Reads a text that <see cref="Write"/> wrote for the same ranking; null if it is none.</summary>
    public static RankingCursor? Read(string text, string ranking)
    {
        if (text.Length > MaxLength || !Base64Url.IsValid(text, out var length) || length < SkuAt + ChecksumBytes)
        {
            return null;
        }

        var bytes = Base64Url.DecodeFromChars(text);
        var minute = BinaryPrimitives.ReadInt64BigEndian(bytes);
        if (BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(bytes.Length - ChecksumBytes)) != ChecksumOf(bytes, ranking)
            || minute < 0 || minute > Minute.Of(DateTimeOffset.MaxValue).Number)
        {
            return null;
        }

        var tag = BinaryPrimitives.ReadUInt64BigEndian(bytes.AsSpan(9)).ToString("x16", CultureInfo.InvariantCulture);
        return new RankingCursor(
            new Minute(minute), bytes[8] == 0 ? null : tag, BinaryPrimitives.ReadInt128BigEndian(bytes.AsSpan(17)),
            Encoding.UTF8.GetString(bytes.AsSpan(SkuAt, bytes.Length - SkuAt - ChecksumBytes)));
    }

    private static uint ChecksumOf(byte[] bytes, string ranking) =>
        Checksum.Of(bytes.AsSpan(0, bytes.Length - ChecksumBytes), Checksum.Of(Encoding.UTF8.GetBytes(ranking)));
}
