using System.Globalization;
using Amazon.Runtime;

namespace Analytics.Operations.Comparison;

/// <summary>The time of DynamoDB, as its answers tell it; that of this machine before the first one. Safe to use from many threads.</summary>
/// <remarks>
/// A repair writes down when it began to read the orders, and records of the table stream are compared with that. A laptop whose clock is ahead
/// would have edits ignored that are still to come. So this time is never ahead of DynamoDB's: the <c>Date</c> of an answer (RFC 9110, 6.6.1) has whole seconds,
/// and is older by the way that the answer took, so it may be behind by a second and that way.
/// </remarks>
public sealed class TableClock(TimeProvider time) : TimeProvider
{
    // In ticks. No answer tells more than the true offset, so the largest comes closest.
    private long _offset = long.MinValue;

    /// <inheritdoc/>
    public override long TimestampFrequency => time.TimestampFrequency;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => time.LocalTimeZone;

    /// <summary>Learns the time from each answer that a client gets.</summary>
    public void Follow(AmazonServiceClient client) => client.AfterResponseEvent += (_, answered) =>
    {
        if (answered is WebServiceResponseEventArgs { ResponseHeaders: { } headers } && headers.TryGetValue("Date", out var date)
            && DateTimeOffset.TryParseExact(date, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
        {
            Raise((at - time.GetUtcNow()).Ticks);
        }
    };

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        var offset = Interlocked.Read(ref _offset);
        return time.GetUtcNow() + (offset == long.MinValue ? TimeSpan.Zero : TimeSpan.FromTicks(offset));
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => time.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        time.CreateTimer(callback, state, dueTime, period);

    private void Raise(long offset)
    {
        long known;
        do
        {
            known = Interlocked.Read(ref _offset);
        }
        while (offset > known && Interlocked.CompareExchange(ref _offset, offset, known) != known);
    }
}
