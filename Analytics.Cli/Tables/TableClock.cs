using System.Globalization;
using Amazon.Runtime;

namespace Analytics.Cli.Tables;

/// <summary>DynamoDB's time, taken from its responses; before the first response, this machine's. Thread-safe.</summary>
/// <remarks>
/// A repair stores when it began to read the orders, and older table stream records count as contained in it. With a clock ahead of
/// DynamoDB's, later edits would be ignored. This clock is never ahead: it adds the time elapsed since a response to that response's
/// <c>Date</c> header (RFC 9110, section 6.6.1), which is in whole seconds. It is behind by at most one second plus the response's travel
/// time.
/// </remarks>
internal sealed class TableClock(TimeProvider time) : TimeProvider
{
    private readonly Lock _gate = new();
    private (DateTimeOffset At, long Timestamp)? _response;

    /// <inheritdoc/>
    public override long TimestampFrequency => time.TimestampFrequency;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => time.LocalTimeZone;

    /// <summary>Reads the time from every later response of a client.</summary>
    public void Follow(AmazonServiceClient client) => client.AfterResponseEvent += (_, received) =>
    {
        if (received is WebServiceResponseEventArgs { ResponseHeaders: { } headers } && headers.TryGetValue("Date", out var date)
            && DateTimeOffset.TryParseExact(date, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
        {
            lock (_gate)
            {
                // No response is ahead of DynamoDB's time, so the latest one is the most accurate.
                if (_response is null || at > UtcNow())
                {
                    _response = (at, time.GetTimestamp());
                }
            }
        }
    };

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return UtcNow();
        }
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => time.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        time.CreateTimer(callback, state, dueTime, period);

    private DateTimeOffset UtcNow() => _response is var (at, timestamp) ? at + time.GetElapsedTime(timestamp) : time.GetUtcNow();
}
