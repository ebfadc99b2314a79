using Analytics.Core.Windows;
using Analytics.Functions.Aggregates;
using Analytics.Storage;

namespace Analytics.Functions.Live;

/// <summary>
/// Watches the aggregates for one stream: a look reads two minutes, and all windows only if these have news. Not thread-safe.
/// </summary>
/// <param name="reader">Reads the minutes.</param>
/// <param name="rolling">Reads the windows.</param>
/// <param name="query">Reads what is to be shown, as it is at a time.</param>
/// <param name="time">The clock.</param>
internal sealed class LiveWatch(
    AggregateReader reader, RollingTotals rolling, Func<DateTimeOffset, AggregateQuery> query, TimeProvider time)
{
    /// <summary>Time after which all windows are read in any case, since a commit may concern an older minute.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);

    private string? _seen;
    private DateTimeOffset? _readAt;

    /// <summary>Looks once.</summary>
    /// <returns>A reading, which may be equal to the last one; null if there is no reason to read.</returns>
    /// <exception cref="DocumentUnreadableException">A document is damaged or has a newer format.</exception>
    public async Task<LiveTotals?> LookAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var current = Minute.Of(now);

        // The tag changes with each commit to these minutes, and when the next minute begins. It is read before the windows: what is
        // committed in between is in this reading, and causes another one.
        var newest = new ReadPlan([new MinuteRange(current.Plus(-1), current.Plus(1))]);
        var tag = (await reader.ReadAsync(newest, withItems: false, cancellationToken)).Tag;
        if (tag == _seen && now - _readAt < MaxAge)
        {
            return null;
        }

        var asked = query(now);
        var reading = await rolling.ReadAsync(now, asked.Span.Calendar, asked.Slices, cancellationToken);
        (_seen, _readAt) = (tag, now);
        return LiveTotals.Of(reading, asked);
    }
}
