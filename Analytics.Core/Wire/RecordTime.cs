using System.Buffers.Text;

namespace Analytics.Core.Wire;

/// <summary>Reads when a stream took a record in.</summary>
internal static class RecordTime
{
    // Eleven digits of seconds reach to the year 5138; a larger number would mean milliseconds to some readers.
    private const int WholeDigitsMax = 11;
    private const long MillisecondsMax = 100_000_000_000_000;

    /// <summary>Makes milliseconds of seconds since the Unix epoch that were read as digits.</summary>
    public static bool TryScale(long digits, int decimals, out long milliseconds)
    {
        milliseconds = decimals <= 3 ? digits : 0;
        for (var missing = decimals; missing < 3; missing++)
        {
            milliseconds *= 10;
        }

        return decimals <= 3 && milliseconds < MillisecondsMax;
    }

    /// <summary>Reads seconds since the Unix epoch, with or without a fraction, as milliseconds.</summary>
    public static bool TryRead(ReadOnlySpan<byte> number, out long milliseconds)
    {
        var point = number.IndexOf((byte)'.');
        var whole = point < 0 ? number : number[..point];
        milliseconds = 0;
        if (whole.Length > WholeDigitsMax || whole.StartsWith("-"u8) || !Utf8Parser.TryParse(whole, out long seconds, out var consumed) || consumed != whole.Length)
        {
            return false;
        }

        milliseconds = seconds * 1000;
        var worth = 100;
        foreach (var digit in number[Math.Min(number.Length, whole.Length + 1)..])
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            milliseconds += worth * (digit - '0');
            worth /= 10;
        }

        return true;
    }
}
