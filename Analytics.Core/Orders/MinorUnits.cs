using System.Globalization;

namespace Analytics.Core.Orders;

/// <summary>Converts exactly between decimal numbers in text and whole minor units.</summary>
/// <remarks>Uses no binary floating point and no rounding. A number that is not a whole number of minor units is refused.</remarks>
public static class MinorUnits
{
    /// <summary>Maximum length of a number, in characters. A longer one is <see cref="AmountReading.TooLarge"/>.</summary>
    public const int MaxTextLength = 64;

    /// <summary>Parses a JSON number into minor units of a currency with <paramref name="exponent"/> decimals.</summary>
    /// <param name="json">The number in UTF-8. <c>12.5</c>, <c>12.50</c> and <c>125e-1</c> are equal.</param>
    /// <param name="exponent">Number of decimals of the currency.</param>
    /// <param name="minor">The amount in minor units if the result is <see cref="AmountReading.Exact"/>; otherwise unspecified.</param>
    public static AmountReading Read(ReadOnlySpan<byte> json, int exponent, out long minor)
    {
        minor = 0;
        if (json.IsEmpty || json.Length > MaxTextLength)
        {
            return json.IsEmpty ? AmountReading.NotANumber : AmountReading.TooLarge;
        }

        var negative = json[0] == '-';
        var rest = negative ? json[1..] : json;
        var power = exponent;
        var mark = rest.IndexOfAny((byte)'e', (byte)'E');
        if (mark >= 0)
        {
            if (!int.TryParse(rest[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var written)
                || written is < -1000 or > 1000)
            {
                return AmountReading.NotANumber;
            }

            power += written;
            rest = rest[..mark];
        }

        Span<byte> digits = stackalloc byte[MaxTextLength];
        if (!TryCollectDigits(rest, digits, out var count, out var decimals))
        {
            return AmountReading.NotANumber;
        }

        var significant = digits[..count];
        power -= decimals;
        while (!significant.IsEmpty && significant[^1] == 0)
        {
            significant = significant[..^1];
            power++;
        }

        significant = significant.TrimStart((byte)0);
        if (significant.IsEmpty)
        {
            return AmountReading.Exact;
        }

        if (power < 0)
        {
            return AmountReading.TooManyDecimals;
        }

        if (significant.Length + power > 18)
        {
            return AmountReading.TooLarge;
        }

        foreach (var digit in significant)
        {
            minor = minor * 10 + digit;
        }

        for (; power > 0; power--)
        {
            minor *= 10;
        }

        minor = negative ? -minor : minor;
        return AmountReading.Exact;
    }

    /// <summary>Formats minor units as an exact decimal number: 1250 with 2 decimals is <c>12.50</c>.</summary>
    public static string Format(Int128 minor, int exponent)
    {
        if (exponent == 0)
        {
            return minor.ToString(CultureInfo.InvariantCulture);
        }

        var digits = UInt128Magnitude(minor).ToString(CultureInfo.InvariantCulture).PadLeft(exponent + 1, '0');
        return $"{(minor < 0 ? "-" : "")}{digits.AsSpan(0, digits.Length - exponent)}.{digits.AsSpan(digits.Length - exponent)}";
    }

    private static UInt128 UInt128Magnitude(Int128 value) => value < 0 ? unchecked((UInt128)(-value)) : (UInt128)value;

    private static bool TryCollectDigits(ReadOnlySpan<byte> text, Span<byte> digits, out int count, out int decimals)
    {
        count = 0;
        decimals = 0;
        var afterPoint = false;
        foreach (var character in text)
        {
            if (character == '.' && !afterPoint)
            {
                afterPoint = true;
            }
            else if (character is >= (byte)'0' and <= (byte)'9')
            {
                digits[count++] = (byte)(character - '0');
                decimals += afterPoint ? 1 : 0;
            }
            else
            {
                return false;
            }
        }

        return count > 0;
    }
}

/// <summary>Result of parsing an amount.</summary>
public enum AmountReading
{
    /// <summary>The number is a whole number of minor units.</summary>
    Exact,

    /// <summary>The text is not a decimal number.</summary>
    NotANumber,

    /// <summary>The number has more decimals than the currency.</summary>
    TooManyDecimals,

    /// <summary>
    /// The number has more than 18 digits of minor units, or more than <see cref="MinorUnits.MaxTextLength"/> characters.
    /// </summary>
    TooLarge,
}
