using System.Text;

namespace Analytics.Core.Wire;

/// <summary>Puts names together that were written as what they share with the one before and what is new.</summary>
internal ref struct NameReader(Span<byte> room)
{
    /// <summary>The longest name, in bytes: 64 characters of up to four.</summary>
    public const int MaxBytes = 256;

    // A byte that is no UTF-8 is an error, not a replacement character: a SKU must never change silently.
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Span<byte> _room = room;
    private int _length;

    /// <summary>Text as it stands.</summary>
    /// <exception cref="FormatException">It is not UTF-8.</exception>
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

    /// <summary>The next name.</summary>
    /// <param name="shared">How many bytes it has from the one before.</param>
    /// <param name="rest">What follows them.</param>
    /// <exception cref="FormatException">That many there are not, it would be too long, or it is not UTF-8.</exception>
    public string Next(Int128 shared, ReadOnlySpan<byte> rest)
    {
        if (shared < 0 || shared > _length || (int)shared + rest.Length > MaxBytes)
        {
            throw new FormatException("The item tallies are damaged: a name shares more than there is.");
        }

        rest.CopyTo(_room[(int)shared..]);
        _length = (int)shared + rest.Length;
        return Read(_room[.._length]);
    }
}
