using System.IO.Compression;

namespace Analytics.Functions.Http;

/// <summary>Decodes gzip (RFC 1952) into a bounded number of bytes.</summary>
internal static class Gzip
{
    // A member of the one byte 'X'. GZipStream takes a truncated member, and one with anything behind it, for a complete one; this member,
    // put behind the data, is decoded only if the data end where a member ends.
    private static readonly byte[] Sentinel = Member();

    /// <summary>Decodes some data.</summary>
    /// <param name="data">One or more complete members.</param>
    /// <param name="maxBytes">The most bytes that are decoded.</param>
    /// <param name="decoded">The decoded bytes.</param>
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

/// <summary>How a decoding ended.</summary>
internal enum Decoding
{
    /// <summary>Everything was decoded.</summary>
    Done,

    /// <summary>The data are damaged, truncated, or followed by something else.</summary>
    Malformed,

    /// <summary>The limit was reached, and decoding stopped there.</summary>
    TooLarge,
}
