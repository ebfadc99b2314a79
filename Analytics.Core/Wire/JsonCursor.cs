using System.Buffers;

namespace Analytics.Core.Wire;

/// <summary>Goes along JSON that is expected to look a certain way, byte by byte; whatever looks otherwise stops it.</summary>
/// <remarks>
/// A tokenizer looks at every byte to find out what it is. Who knows what comes next only compares, which is several times as
/// fast (<c>docs/performance.md</c>). Nothing that it accepts is other than JSON: the caller's literals and what is between them.
/// </remarks>
internal ref struct JsonCursor(ReadOnlySpan<byte> json)
{
    // What ends a text or is more than it seems to be. A control character may not stand in a text at all (RFC 8259, 7).
    private static readonly SearchValues<byte> TextEnds =
        SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, ' ').Select(code => (byte)code)]);

    private readonly ReadOnlySpan<byte> _json = json;

    /// <summary>Where it stands, and may be put back to.</summary>
    public int Position { get; set; }

    public readonly bool AtEnd => Position == _json.Length;

    /// <summary>Passes over a literal, if that is what comes.</summary>
    public bool TrySkip(ReadOnlySpan<byte> literal)
    {
        if (!_json[Position..].StartsWith(literal))
        {
            return false;
        }

        Position += literal.Length;
        return true;
    }

    /// <summary>Takes the rest of a text, whose opening quote is behind it, and passes over the closing one.</summary>
    /// <param name="text">The text, which has no escapes.</param>
    public bool TryReadText(out ReadOnlySpan<byte> text)
    {
        var rest = _json[Position..];
        var length = rest.IndexOfAny(TextEnds);
        if (length < 0 || rest[length] != '"')
        {
            text = default;
            return false;
        }

        text = rest[..length];
        Position += length + 1;
        return true;
    }

    /// <summary>Takes a number without sign and exponent.</summary>
    public bool TryReadNumber(out ReadOnlySpan<byte> number)
    {
        var rest = _json[Position..];
        var whole = DigitsOf(rest);
        var length = whole;
        if (whole < rest.Length && rest[whole] == '.')
        {
            var decimals = DigitsOf(rest[(whole + 1)..]);
            length = decimals == 0 ? 0 : whole + 1 + decimals;
        }

        number = rest[..length];
        Position += length;

        // A leading zero stands alone (RFC 8259, 6).
        return length > 0 && whole > 0 && (rest[0] != '0' || whole == 1);
    }

    /// <summary>Passes over whitespace.</summary>
    public void SkipSpace()
    {
        while (Position < _json.Length && _json[Position] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            Position++;
        }
    }

    /// <summary>What lies between an earlier position and this.</summary>
    public readonly ReadOnlySpan<byte> Since(int position) => _json[position..Position];

    private static int DigitsOf(ReadOnlySpan<byte> rest)
    {
        var length = 0;
        while (length < rest.Length && rest[length] is >= (byte)'0' and <= (byte)'9')
        {
            length++;
        }

        return length;
    }
}
