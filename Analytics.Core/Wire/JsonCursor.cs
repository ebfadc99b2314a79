using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text.Unicode;

namespace Analytics.Core.Wire;

/// <summary>Goes along JSON that is expected to look a certain way, byte by byte; whatever looks otherwise stops it.</summary>
/// <remarks>
/// A tokenizer looks at every byte to find out what it is. Who knows what comes next only compares, which is several times as
/// fast (<c>docs/performance.md</c>). Nothing that it accepts is other than JSON: the caller's literals and what is between them.
/// Whatever moves it is inlined, and no cursor is passed on to what is not: the bytes are, and how many of them were read comes back. So
/// where it stands is kept in registers, which makes reading an event a tenth faster.
/// </remarks>
internal ref struct JsonCursor(ReadOnlySpan<byte> json)
{
    // Digits of a number that is taken; no power of ten of a price overflows beyond it.
    private const int MaxDigits = 14;

    // What ends a text or is more than it seems to be. A control character may not stand in a text at all (RFC 8259, 7).
    private static readonly SearchValues<byte> TextEnds =
        SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, ' ').Select(code => (byte)code)]);

    /// <summary>What is still to come.</summary>
    public ReadOnlySpan<byte> Rest { get; private set; } = json;

    /// <summary>Passes over a literal, if that is what comes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TrySkip(ReadOnlySpan<byte> literal)
    {
        if (!Rest.StartsWith(literal))
        {
            return false;
        }

        Rest = Rest[literal.Length..];
        return true;
    }

    /// <summary>Passes over some bytes.</summary>
    public void Skip(int count) => Rest = Rest[count..];

    /// <summary>Takes the rest of a text, whose opening quote is behind it, and passes over the closing one.</summary>
    /// <param name="text">The text, which has no escapes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryReadText(out ReadOnlySpan<byte> text)
    {
        var length = EndOfText(Rest);
        if (length < 0 || Rest[length] != '"')
        {
            text = default;
            return false;
        }

        text = Rest[..length];
        Rest = Rest[(length + 1)..];
        return true;
    }

    /// <summary>Takes the rest of a text of a known length, and passes over the closing quote.</summary>
    /// <param name="length">How many bytes.</param>
    /// <param name="text">The bytes, whatever they are: only for what is looked at byte by byte later on.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryReadText(int length, out ReadOnlySpan<byte> text)
    {
        if (Rest.Length <= length || Rest[length] != '"')
        {
            text = default;
            return false;
        }

        text = Rest[..length];
        Rest = Rest[(length + 1)..];
        return true;
    }

    /// <summary>Takes the rest of a text that may be long, and passes over the closing quote.</summary>
    /// <param name="text">What is before the next quote, escaped or not: only for what is looked at byte by byte later on.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryReadToQuote(out ReadOnlySpan<byte> text)
    {
        var length = Rest.IndexOf((byte)'"');
        text = length < 0 ? default : Rest[..length];
        Rest = Rest[(length + 1)..];
        return length >= 0;
    }

    /// <summary>Takes a number without sign and exponent, of up to fourteen digits.</summary>
    /// <param name="digits">All its digits as one whole number.</param>
    /// <param name="decimals">How many of them are behind the point.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryReadNumber(out long digits, out int decimals)
    {
        var length = LengthOfNumber(Rest, out digits, out decimals);
        Rest = Rest[length..];
        return length > 0;
    }

    /// <summary>Passes over whitespace.</summary>
    public void SkipSpace()
    {
        while (!Rest.IsEmpty && Rest[0] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            Rest = Rest[1..];
        }
    }

    private static int LengthOfNumber(ReadOnlySpan<byte> rest, out long digits, out int decimals)
    {
        var length = CountDigits(rest, 0, out digits);
        decimals = 0;

        // A leading zero stands alone (RFC 8259, 6).
        if (length is 0 or > MaxDigits || (rest[0] == '0' && length > 1))
        {
            return 0;
        }

        if (length < rest.Length && rest[length] == '.')
        {
            decimals = CountDigits(rest[(length + 1)..], digits, out digits);
            length += decimals + 1;
            return decimals == 0 || length > MaxDigits ? 0 : length;
        }

        return length;
    }

    // Who has counted more than the most digits does not look at what they come to, which may be anything then.
    private static int CountDigits(ReadOnlySpan<byte> rest, long before, out long value)
    {
        value = before;
        for (var length = 0; length < rest.Length; length++)
        {
            var digit = unchecked((uint)rest[length] - '0');
            if (digit > 9)
            {
                return length;
            }

            value = unchecked(value * 10 + digit);
        }

        return rest.Length;
    }

    // Most texts are short and ASCII, and setting up a search takes longer than looking at their bytes, 32 at a time.
    private static int EndOfText(ReadOnlySpan<byte> rest)
    {
        var length = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; rest.Length - length >= Vector256<byte>.Count; length += Vector256<byte>.Count)
            {
                // As signed bytes, controls are below the space and all that is not ASCII is, too.
                var some = Vector256.Create(rest[length..]);
                var ends = Vector256.Equals(some, Vector256.Create((byte)'"')) | Vector256.Equals(some, Vector256.Create((byte)'\\'))
                    | Vector256.LessThan(some.AsSByte(), Vector256.Create((sbyte)' ')).AsByte();
                var found = ends.ExtractMostSignificantBits();
                if (found != 0)
                {
                    length += BitOperations.TrailingZeroCount(found);
                    return rest[length] < 0x80 ? length : EndOfAnyText(rest, length);
                }
            }
        }

        return EndOfAnyText(rest, length);
    }

    private static int EndOfAnyText(ReadOnlySpan<byte> rest, int from)
    {
        var end = rest[from..].IndexOfAny(TextEnds);
        return end >= 0 && Utf8.IsValid(rest[..(from + end)]) ? from + end : -1;
    }
}
