using Analytics.Core.Windows;

namespace Analytics.Storage;

/// <summary>The highest lane and the earliest day that may contain minute documents. It only grows.</summary>
/// <remarks>
/// A writer extends it before it writes the first document beyond it, and every read of a range starts with a strongly consistent read of
/// the extent. So no reader misses a lane or a day, whatever the number of lanes was when an order was placed.
/// </remarks>
/// <param name="HighestLane">The highest lane in use, 0 to 255.</param>
/// <param name="FirstDay">The first minute of the first day.</param>
public readonly record struct DocumentExtent(int HighestLane, Minute FirstDay)
{
    /// <summary>An extent that covers every possible document.</summary>
    public static DocumentExtent Everything => new(Core.Orders.Lanes.Max - 1, new Minute(0));

    /// <summary>Whether the extent covers a document.</summary>
    public bool Covers(DocumentKey key) => key.Lane <= HighestLane && key.Minute >= FirstDay;

    /// <summary>The smallest extent that covers one document.</summary>
    public static DocumentExtent Of(DocumentKey key) => new(key.Lane, MinuteRange.DayOf(key.Minute).From);

    /// <summary>This extent, enlarged to cover a document.</summary>
    public DocumentExtent With(DocumentKey key) => Of(key) is var other && other.FirstDay < FirstDay
        ? new DocumentExtent(Math.Max(HighestLane, other.HighestLane), other.FirstDay)
        : this with { HighestLane = Math.Max(HighestLane, other.HighestLane) };

    /// <summary>
    /// The head partitions of a range, by day and lane, each with its minutes of the range. Days before the extent are skipped.
    /// </summary>
    public IEnumerable<(int Lane, MinuteRange Minutes)> Partitions(MinuteRange range)
    {
        var from = range.From < FirstDay ? FirstDay : range.From;
        for (var day = new MinuteRange(from, from); day.To < range.To;)
        {
            day = new MinuteRange(day.To, MinuteRange.DayOf(day.To).To).Intersect(range);
            for (var lane = 0; lane <= HighestLane; lane++)
            {
                yield return (lane, day);
            }
        }
    }
}
