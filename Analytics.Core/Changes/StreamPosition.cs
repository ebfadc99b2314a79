namespace Analytics.Core.Changes;

/// <summary>Where a record stands on the table stream: tells which of two records of one order came first.</summary>
/// <remarks>
/// The creation time in whole seconds decides, and the last nine digits of the sequence number where it is the same. DynamoDB orders the
/// sequence numbers of a shard (API reference, StreamRecord), and those of one second lie close together, so the digits may wrap around.
/// </remarks>
/// <param name="Value">Seconds in the upper half, digits in the lower.</param>
public readonly record struct StreamPosition(ulong Value)
{
    private const int Digits = 9;
    private const ulong Wrap = 1_000_000_000;

    /// <summary>The position of a record.</summary>
    /// <param name="createdAtSeconds">Its creation time, in whole seconds since the Unix epoch.</param>
    /// <param name="sequenceNumber">Its sequence number, decimal digits.</param>
    public static StreamPosition Of(long createdAtSeconds, ReadOnlySpan<byte> sequenceNumber)
    {
        var digits = 0u;
        foreach (var digit in sequenceNumber[Math.Max(0, sequenceNumber.Length - Digits)..])
        {
            digits = digits * 10 + (uint)(digit is >= (byte)'0' and <= (byte)'9' ? digit - '0' : 0);
        }

        return new StreamPosition((ulong)(uint)Math.Clamp(createdAtSeconds, 0, uint.MaxValue) << 32 | digits);
    }

    /// <summary>Whether this record came before another of the same order.</summary>
    public bool IsBefore(StreamPosition other)
    {
        var (seconds, otherSeconds) = (Value >> 32, other.Value >> 32);
        var ahead = ((other.Value & uint.MaxValue) + Wrap - (Value & uint.MaxValue)) % Wrap;
        return seconds == otherSeconds ? ahead is > 0 and < Wrap / 2 : seconds < otherSeconds;
    }
}
