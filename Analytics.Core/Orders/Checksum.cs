using System.Buffers.Binary;
using System.Numerics;

namespace Analytics.Core.Orders;

/// <summary>
/// CRC-32C (Castagnoli; RFC 3720, appendix B.4). Detects damaged bytes; gives the same value on every machine and in every version.
/// </summary>
public static class Checksum
{
    /// <summary>Computes the checksum of bytes, or continues the checksum of the bytes before them.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="before">Checksum of the preceding bytes; 0 if there are none.</param>
    public static uint Of(ReadOnlySpan<byte> bytes, uint before = 0)
    {
        var crc = ~before;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (var last in bytes)
        {
            crc = BitOperations.Crc32C(crc, last);
        }

        return ~crc;
    }
}
