using System.Buffers.Binary;
using System.Text;

namespace Analytics.Core.Tallies;

/// <summary>
/// Hashes names, such as SKUs, by their UTF-8 bytes, so that the bytes of a name in a record and the same name as a string hash alike.
/// </summary>
/// <remarks>
/// Folded 64x64-bit multiplication over eight bytes at a time, as in wyhash (Wang Yi, public domain). Each process uses new keys: names
/// come from customers, who could otherwise choose names that all collide. So a hash must never be stored.
/// </remarks>
internal static class NameHash
{
    private const int MaxBytes = 256;

    private static readonly ulong Key0 = Random("first");
    private static readonly ulong Key1 = Random("second") | 1;

    public static int Of(ReadOnlySpan<byte> utf8)
    {
        var hash = Key0 ^ (ulong)utf8.Length;
        while (utf8.Length > 8)
        {
            hash = Fold(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(utf8), Key1);
            utf8 = utf8[8..];
        }

        hash = Fold(hash ^ Last(utf8), Key1);
        return unchecked((int)(hash ^ (hash >> 32)));
    }

    public static int Of(string name)
    {
        Span<byte> utf8 = stackalloc byte[MaxBytes];
        return Encoding.UTF8.TryGetBytes(name, utf8, out var written) ? Of(utf8[..written]) : Of(Encoding.UTF8.GetBytes(name));
    }

    private static ulong Last(ReadOnlySpan<byte> upToEight)
    {
        if (upToEight.Length == 8)
        {
            return BinaryPrimitives.ReadUInt64LittleEndian(upToEight);
        }

        if (upToEight.Length >= 4)
        {
            return BinaryPrimitives.ReadUInt32LittleEndian(upToEight)
                | (ulong)BinaryPrimitives.ReadUInt32LittleEndian(upToEight[^4..]) << 32;
        }

        var value = 0ul;
        foreach (var next in upToEight)
        {
            value = value << 8 | next;
        }

        return value;
    }

    private static ulong Fold(ulong value, ulong key)
    {
        var high = Math.BigMul(value, key, out var low);
        return high ^ low;
    }

    // The runtime keys string hashes per process for the same reason.
    private static ulong Random(string purpose) =>
        unchecked((ulong)(uint)purpose.GetHashCode(StringComparison.Ordinal) << 32 | (uint)(purpose + purpose).GetHashCode(
            StringComparison.Ordinal));
}
