using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.Intrinsics;
using System.Text;
using System.Text.Unicode;
using Analytics.Core.Orders;

namespace Analytics.Core.Wire;

/// <summary>
/// Parses the fields of an order directly from UTF-8. A value is either read as <see cref="OrderDocument"/> reads it, or refused.
/// </summary>
/// <remarks>A refusal gives no reason. For the reason, use <see cref="OrderDocument"/>.</remarks>
internal static class OrderFieldParser
{
    /// <summary>Length of an order id, in bytes.</summary>
    public const int IdLength = 36;

    /// <summary>Length of a currency code, in bytes.</summary>
    public const int CurrencyLength = 3;

    private const int MaxDigits = 18;

    private static readonly SearchValues<byte> PrintableAscii =
        SearchValues.Create(Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (byte)code).ToArray());

    private static readonly long[] PowersOfTen = [1, 10, 100, 1_000, 10_000];

    /// <summary>Whether a text is a valid SKU or customer id: 1 to 64 printable characters.</summary>
    public static bool IsName(ReadOnlySpan<byte> utf8) =>
        IsPrintableAscii(utf8) || TryReadAnyName(utf8, out _);

    /// <summary>Reads a SKU or customer id: 1 to 64 printable characters.</summary>
    public static bool TryRead(ReadOnlySpan<byte> utf8, out string name)
    {
        if (IsPrintableAscii(utf8))
        {
            name = Encoding.ASCII.GetString(utf8);
            return true;
        }

        return TryReadAnyName(utf8, out name);
    }

    /// <summary>Reads an order id: a UUID in lower case with dashes.</summary>
    public static bool TryReadId(ReadOnlySpan<byte> utf8, out OrderId id)
    {
        id = default;
        if (utf8.Length != IdLength || utf8[8] != '-' || utf8[13] != '-' || utf8[18] != '-' || utf8[23] != '-')
        {
            return false;
        }

        // The 32 digits without the dashes, as four words of eight bytes.
        var digits = Vector256.Create(
            BinaryPrimitives.ReadUInt64LittleEndian(utf8),
            BinaryPrimitives.ReadUInt32LittleEndian(utf8[9..]) | (ulong)BinaryPrimitives.ReadUInt32LittleEndian(utf8[14..]) << 32,
            BinaryPrimitives.ReadUInt32LittleEndian(utf8[19..]) | (ulong)BinaryPrimitives.ReadUInt32LittleEndian(utf8[24..]) << 32,
            BinaryPrimitives.ReadUInt64LittleEndian(utf8[28..])).AsByte();
        var tens = digits - Vector256.Create((byte)'0');
        var letters = digits - Vector256.Create((byte)'a');
        var isDigit = Vector256.LessThan(tens, Vector256.Create((byte)10));
        var isLetter = Vector256.LessThan(letters, Vector256.Create((byte)6));
        if ((isDigit | isLetter) != Vector256<byte>.AllBitsSet)
        {
            return false;
        }

        // Combine each pair of digits, the high one first, into a byte.
        var values = Vector256.ConditionalSelect(isDigit, tens, letters + Vector256.Create((byte)10)).AsUInt16();
        var pairs = (Vector256.ShiftLeft(values, 4) | Vector256.ShiftRightLogical(values, 8)) & Vector256.Create((ushort)0xFF);
        Span<byte> bytes = stackalloc byte[16];
        Vector128.Narrow(pairs.GetLower(), pairs.GetUpper()).CopyTo(bytes);
        id = new OrderId(new Guid(bytes, bigEndian: true));
        return true;
    }

    /// <summary>Reads a non-negative integer of at most nine digits without leading zeros.</summary>
    public static bool TryReadWhole(ReadOnlySpan<byte> digits, out int value)
    {
        value = 0;
        if (digits.Length is 0 or > 9 || (digits[0] == '0' && digits.Length > 1))
        {
            return false;
        }

        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            value = value * 10 + digit - '0';
        }

        return true;
    }

    /// <summary>
    /// Scales a price to minor units. Refuses prices above 1,000,000 major units and more decimals than the currency has.
    /// </summary>
    public static bool TryScale(long digits, int decimals, Currency currency, out long minor)
    {
        minor = 0;
        if (decimals > currency.Exponent)
        {
            return false;
        }

        minor = digits * PowersOfTen[currency.Exponent - decimals];
        return minor <= OrderRules.MaxUnitPrice * PowersOfTen[currency.Exponent];
    }

    /// <summary>Scales a discount, refund, shipping charge or tax to minor units. Refuses more decimals than the currency has.</summary>
    public static bool TryScaleAmount(long digits, int decimals, int exponent, out long minor)
    {
        minor = decimals > exponent ? 0 : digits * PowersOfTen[exponent - decimals];
        return decimals <= exponent;
    }

    /// <summary>Reads a number that is at least 0, and returns it in minor units of a currency with some number of decimals.</summary>
    public static bool TryReadAmount(ReadOnlySpan<byte> number, int exponent, out long minor) =>
        (TryReadDecimal(number, exponent, out minor) || MinorUnits.Read(number, exponent, out minor) == AmountReading.Exact) && minor >= 0;

    /// <summary>Reads a quantity from 1 to 1,000,000.</summary>
    public static bool TryReadQuantity(ReadOnlySpan<byte> number, out long quantity)
    {
        if (TryReadWhole(number, out var whole))
        {
            quantity = whole;
        }
        else if (MinorUnits.Read(number, 0, out quantity) != AmountReading.Exact)
        {
            return false;
        }

        return quantity is >= 1 and <= OrderRules.MaxQuantity;
    }

    /// <summary>Reads a price from 0 to 1,000,000 major units, and returns it in minor units of a currency.</summary>
    public static bool TryReadPrice(ReadOnlySpan<byte> number, Currency currency, out long minor) =>
        TryReadAmount(number, currency.Exponent, out minor) && minor <= OrderRules.MaxUnitPrice * PowersOfTen[currency.Exponent];

    private static bool IsPrintableAscii(ReadOnlySpan<byte> utf8) =>
        utf8.Length is > 0 and <= OrderRules.MaxNameLength && !utf8.ContainsAnyExcept(PrintableAscii);

    private static bool TryReadAnyName(ReadOnlySpan<byte> utf8, out string name)
    {
        name = "";
        if (utf8.Length is 0 or > OrderRules.MaxNameLength * 4 || !Utf8.IsValid(utf8))
        {
            return false;
        }

        name = Encoding.UTF8.GetString(utf8);
        return OrderRules.IsName(name);
    }

    private static bool TryReadDecimal(ReadOnlySpan<byte> number, int exponent, out long minor)
    {
        minor = 0;
        var decimals = -1;
        if (number.Length is 0 or > MaxDigits)
        {
            return false;
        }

        foreach (var character in number)
        {
            if (character is >= (byte)'0' and <= (byte)'9')
            {
                minor = minor * 10 + character - '0';
                decimals += decimals >= 0 ? 1 : 0;
            }
            else if (character == '.' && decimals < 0)
            {
                decimals = 0;
            }
            else
            {
                return false;
            }
        }

        var missing = exponent - Math.Max(0, decimals);
        if (missing < 0 || number.Length + missing > MaxDigits)
        {
            return false;
        }

        minor *= PowersOfTen[missing];
        return number[0] != '.';
    }
}
