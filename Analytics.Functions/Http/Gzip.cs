using System.IO.Compression;

namespace Analytics.Functions.Http;

/// <summary>Decodes gzip (RFC 1952) into a bounded number of bytes.</summary>
internal static class Gzip
{
    // A gzip member that contains the single byte 'X'. GZipStream does not report a truncated member or trailing bytes that are no member.
    // The sentinel is appended to the data and is decoded only if the data end exactly at the end of a member.
    private static readonly byte[] Sentinel = Member();

    /// <summary>Decodes data.</summary>
    /// <param name="data">One or more complete gzip members.</param>
    /// <param name="maxBytes">Maximum number of decoded bytes.</param>
    /// <param name="decoded">The decoded bytes; empty on failure.</param>
    public static Decoding Decode(byte[] data, int maxBytes, out byte[] decoded)
    {
        decoded = [];
        if (data.Length == 0)
        {
            return Decoding.Malformed;
        }

        using var members = new MemoryStream([.. data, .. Sentinel]);
        using var gzip = new GZipStream(members, CompressionMode.Decompress);
        using var output = new MemoryStream();
        var buffer = new byte[16 * 1024];
        try
        {
            while (gzip.Read(buffer) is > 0 and var read)
            {
                output.Write(buffer, 0, read);
                if (output.Length > maxBytes + 1)
                {
                    return Decoding.TooLarge;
                }
            }
        }
        catch (InvalidDataException)
        {
            return Decoding.Malformed;
        }

        if (output.Length == 0 || output.GetBuffer()[output.Length - 1] != 'X')
        {
            return Decoding.Malformed;
        }

        output.SetLength(output.Length - 1);
        decoded = output.ToArray();
        return Decoding.Done;
    }

    private static byte[] Member()
    {
        using var member = new MemoryStream();
        using (var gzip = new GZipStream(member, CompressionLevel.Fastest))
        {
            gzip.WriteByte((byte)'X');
        }

        return member.ToArray();
    }
}

/// <summary>Result of decoding.</summary>
internal enum Decoding
{
    /// <summary>Everything was decoded.</summary>
    Done,

    /// <summary>The data are damaged, truncated, or followed by other bytes.</summary>
    Malformed,

    /// <summary>Decoding stopped because the limit was exceeded.</summary>
    TooLarge,
}
