using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Storage;

namespace Analytics.Functions.Aggregates;

/// <summary>
/// Totals of the windows that a monitor watches: 5 minutes, an hour, and the day so far. All come from one read of each minute, so the
/// totals of a window are never more than those of a longer one.
/// </summary>
public sealed class RollingTotals(AggregateReader reader)
{
    private static readonly string[] Rolling = ["5m", "1h"];

    /// <summary>Reads the windows, each of which ends with the current minute.</summary>
    /// <param name="now">The time of the reading.</param>
    /// <param name="calendar">The calendar that says when the day began.</param>
    /// <param name="slices">The orders whose totals are read.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="DocumentUnreadableException">A document in the range is damaged or has a newer format.</exception>
    internal async Task<RollingReading> ReadAsync(
        DateTimeOffset now, Calendar calendar, SliceFilter slices, CancellationToken cancellationToken)
    {
        var current = Minute.Of(now);
        List<(string Name, MinuteRange Minutes)> windows =
        [
            .. Rolling.Select(name => (name, RollingWindow.TryParse(name, out var window) ? window.At(now) : MinuteRange.Of(current))),
            (CalendarWindow.Default, CalendarWindow.SpanAt(CalendarWindow.Default, calendar, current)!.Minutes),
        ];
        var plan = new ReadPlan(windows.Select(window => window.Minutes)) { Slices = slices };
        var reading = await reader.ReadAsync(plan, withItems: true, cancellationToken);
        return new RollingReading(
            reading.LatestCommit is { } commit && commit > now ? commit : now, reading.LatestCommit,
            [.. windows.Select(window => new RollingWindowTotals(window.Name, window.Minutes, reading.TotalsOf(window.Minutes)))]);
    }
}

/// <summary>Totals of several windows, read at one time.</summary>
/// <param name="AsOf">When they were read, or the latest commit if that is later.</param>
/// <param name="LatestCommit">When the newest change in them was counted; null if they contain none.</param>
/// <param name="Windows">The windows.</param>
internal sealed record RollingReading(DateTimeOffset AsOf, DateTimeOffset? LatestCommit, IReadOnlyList<RollingWindowTotals> Windows);

/// <summary>Totals of one window.</summary>
/// <param name="Window">Its name, as the query parameter <c>window</c> takes it.</param>
/// <param name="Minutes">Its minutes.</param>
/// <param name="Totals">Its totals.</param>
internal sealed record RollingWindowTotals(string Window, MinuteRange Minutes, Totals Totals);
