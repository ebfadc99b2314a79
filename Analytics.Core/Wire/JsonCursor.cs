using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text.Unicode;

namespace Analytics.Core.Wire;

/// <summary>Forward-only cursor over JSON of a known form. It matches expected literals and fails at the first deviation.</summary>
/// <remarks>
/// A tokenizer classifies every byte; comparing with the expected bytes is several times as fast (<c>docs/performance.md</c>). Everything
/// that the cursor accepts is valid JSON, provided that the caller's literals are. Methods that advance the cursor on the hot path are
/// inlined, and the cursor is never passed to a method that is not inlined: such a method gets the bytes and returns how many it read. So
/// the JIT keeps the position in registers, which makes reading an event 10% faster.
/// </remarks>
internal ref struct JsonCursor(ReadOnlySpan<byte> json)
{
    // Longest number that is accepted. With this many digits, scaling a price by a power of ten cannot overflow.
    private const int MaxDigits = 14;

    // Bytes that end a string, start an escape, or must not occur in a string: control characters (RFC 8259, section 7).
    private static readonly SearchValues<byte> TextEnds =
        SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, ' ').Select(code => (byte)code)]);

    /// <summary>The unread bytes.</summary>
    public ReadOnlySpan<byte> Rest { get; private set; } = json;

    /// <summary>Skips a literal if the unread bytes start with it.</summary>
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

    /// <summary>Skips <paramref name="count"/> bytes.</summary>
    public void Skip(int count) => Rest = Rest[count..];

    /// <summary>Reads the rest of a string whose opening quote was read, and skips the closing quote.</summary>
    /// <param name="text">The string: valid UTF-8 without escapes.</param>
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

    /// <summary>Reads the rest of a string of a known length, and skips the closing quote.</summary>
    /// <param name="length">Length in bytes.</param>
    /// <param name="text">The raw bytes. They are not validated, so the caller must check every byte.</param>
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

    /// <summary>Reads the rest of a string that may be long, and skips the closing quote.</summary>
    /// <param name="text">
    /// The bytes before the next quote, even if it is escaped. They are not validated, so the caller must check every byte.
    /// </param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryReadToQuote(out ReadOnlySpan<byte> text)
    {
        var length = Rest.IndexOf((byte)'"');
        text = length < 0 ? default : Rest[..length];
        Rest = Rest[(length + 1)..];
        return length >= 0;
    }

    /// <summary>Reads a number of at most 14 characters without sign and exponent.</summary>
    /// <param name="digits">All digits as one integer, without the decimal point.</param>
    /// <param name="decimals">Number of digits after the decimal point.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryReadNumber(out long digits, out int decimals)
    {
        var length = LengthOfNumber(Rest, out digits, out decimals);
        Rest = Rest[length..];
        return length > 0;
    }

    /// <summary>Skips whitespace.</summary>
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

        // JSON allows no leading zeros (RFC 8259, section 6).
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

    // The value may overflow. Callers discard it if there are more than MaxDigits digits.
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

    // Most strings are short and ASCII. Setting up a search takes longer than testing their bytes, 32 at a time.
    private static int EndOfText(ReadOnlySpan<byte> rest)
    {
        var length = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; rest.Length - length >= Vector256<byte>.Count; length += Vector256<byte>.Count)
            {
                // As signed bytes, control characters and all non-ASCII bytes are less than a space.
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
