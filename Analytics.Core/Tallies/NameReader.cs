using System.Text;

namespace Analytics.Core.Tallies;

/// <summary>Decodes prefix-compressed names: each is stored as the number of bytes shared with the preceding name, and the rest.</summary>
internal ref struct NameReader(Span<byte> room)
{
    /// <summary>Longest name, in bytes: 64 characters of up to four bytes each.</summary>
    public const int MaxBytes = 256;

    // Invalid UTF-8 is an error, not a replacement character: a SKU must never change silently.
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Span<byte> _room = room;
    private int _length;

    /// <summary>Decodes an uncompressed name.</summary>
    /// <exception cref="FormatException">The bytes are not UTF-8.</exception>
    public static string Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return Strict.GetString(utf8);
        }
        catch (DecoderFallbackException)
        {
            throw new FormatException("The item tallies are damaged: a name is not UTF-8.");
        }
    }

    /// <summary>Decodes the next name.</summary>
    /// <param name="shared">Number of leading bytes shared with the preceding name.</param>
    /// <param name="rest">The bytes that follow them.</param>
    /// <exception cref="FormatException">
    /// The preceding name has fewer bytes than <paramref name="shared"/>, the name exceeds the room, or it is not UTF-8.
    /// </exception>
    public string Next(Int128 shared, ReadOnlySpan<byte> rest)
    {
        if (shared < 0 || shared > _length || (int)shared + rest.Length > _room.Length)
        {
            throw new FormatException("The item tallies are damaged: a name shares more than there is.");
        }

        rest.CopyTo(_room[(int)shared..]);
        _length = (int)shared + rest.Length;
        return Read(_room[.._length]);
    }
}
