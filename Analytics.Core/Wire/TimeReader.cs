namespace Analytics.Core.Wire;

/// <summary>
/// Parses timestamps from UTF-8. Caches the last minute, because the next timestamp is usually in the same minute. Not thread-safe.
/// </summary>
internal sealed class TimeReader
{
    /// <summary>Length of a timestamp, in bytes.</summary>
    public const int Length = 24;

    private const int MinuteLength = 16;

    // Matches the initial value 0 of _milliseconds.
    private readonly byte[] _minute = "1970-01-01T00:00"u8.ToArray();
    private long _milliseconds;

    /// <summary>Parses exactly the form that <see cref="Orders.Timestamps.Format"/> writes.</summary>
    /// <param name="utf8">The timestamp.</param>
    /// <param name="milliseconds">Milliseconds since the Unix epoch.</param>
    public bool TryRead(ReadOnlySpan<byte> utf8, out long milliseconds)
    {
        milliseconds = 0;
        if (utf8.Length != Length || utf8[16] != ':' || utf8[19] != '.' || utf8[23] != 'Z'
            || !(utf8[..MinuteLength].SequenceEqual(_minute) || TryReadMinute(utf8[..MinuteLength])))
        {
            return false;
        }

        var (second, fraction) = (Digits(utf8[17..19]), Digits(utf8[20..23]));
        milliseconds = _milliseconds + second * 1000 + fraction;
        return second is >= 0 and < 60 && fraction >= 0;
    }

    private bool TryReadMinute(ReadOnlySpan<byte> utf8)
    {
        var (year, month, day) = (Digits(utf8[..4]), Digits(utf8[5..7]), Digits(utf8[8..10]));
        var (hour, minute) = (Digits(utf8[11..13]), Digits(utf8[14..16]));
        if (utf8[4] != '-' || utf8[7] != '-' || utf8[10] != 'T' || utf8[13] != ':' || year < 1 || month is < 1 or > 12
            || day < 1 || day > DateTime.DaysInMonth(year, month) || hour is < 0 or > 23 || minute is < 0 or > 59)
        {
            return false;
        }

        _milliseconds = new DateTimeOffset(year, month, day, hour, minute, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
        utf8.CopyTo(_minute);
        return true;
    }

    // The value of some decimal digits; -1 if a byte is not a digit.
    private static int Digits(ReadOnlySpan<byte> utf8)
    {
        var value = 0;
        foreach (var digit in utf8)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return -1;
            }

            value = value * 10 + digit - '0';
        }

        return value;
    }
}
