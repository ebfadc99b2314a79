namespace Analytics.Core.Changes;

/// <summary>Position of a record on the table stream. Tells which of two records of the same order came first.</summary>
/// <remarks>
/// Compares the creation time in whole seconds, then the last nine digits of the sequence number. Sequence numbers increase within a shard
/// (DynamoDB API reference, StreamRecord). Two of the same second differ by far less than 10^9, so their last nine digits are compared
/// modulo 10^9.
/// </remarks>
/// <param name="Value">Seconds in the upper 32 bits, digits in the lower 32.</param>
public readonly record struct StreamPosition(ulong Value)
{
    private const int DigitCount = 9;
    private const uint Wrap = 1_000_000_000;

    private uint Digits => (uint)(Value & uint.MaxValue);

    /// <summary>Creates the position of a record.</summary>
    /// <param name="createdAtSeconds">Creation time, in whole seconds since the Unix epoch. Clamped to 32 bits, unsigned.</param>
    /// <param name="sequenceNumber">The sequence number: decimal digits in UTF-8.</param>
    public static StreamPosition Of(long createdAtSeconds, ReadOnlySpan<byte> sequenceNumber)
    {
        var digits = 0u;
        foreach (var digit in sequenceNumber[Math.Max(0, sequenceNumber.Length - DigitCount)..])
        {
            digits = digits * 10 + (uint)(digit is >= (byte)'0' and <= (byte)'9' ? digit - '0' : 0);
        }

        return new StreamPosition((ulong)(uint)Math.Clamp(createdAtSeconds, 0, uint.MaxValue) << 32 | digits);
    }

    /// <summary>Creation time, in whole seconds since the Unix epoch.</summary>
    public long Seconds => (long)(Value >> 32);

    /// <summary>Whether this record came before another record of the same order.</summary>
    public bool IsBefore(StreamPosition other)
    {
        var (seconds, otherSeconds) = (Value >> 32, other.Value >> 32);
        var ahead = (other.Digits + Wrap - Digits) % Wrap;
        return seconds == otherSeconds ? ahead is > 0 and < Wrap / 2 : seconds < otherSeconds;
    }
}
