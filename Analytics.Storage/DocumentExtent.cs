using Analytics.Core.Windows;

namespace Analytics.Storage;

/// <summary>Where there may be minute documents: up to which lane, and from which day on. It only grows.</summary>
/// <remarks>
/// A writer extends it before it writes the first document beyond it, and every reading begins with it, strongly consistent. So no reader
/// misses a lane or a day, whatever the number of lanes was when an order was placed.
/// </remarks>
/// <param name="HighestLane">The highest lane in use, 0 to 255.</param>
/// <param name="FirstDay">The first minute of the first day.</param>
public readonly record struct DocumentExtent(int HighestLane, Minute FirstDay)
{
    /// <summary>Every document that there can be.</summary>
    public static DocumentExtent Everything => new(Core.Orders.Lanes.Max - 1, new Minute(0));

    /// <summary>Whether a document lies in it.</summary>
    public bool Covers(DocumentKey key) => key.Lane <= HighestLane && key.Minute >= FirstDay;

    /// <summary>The extent of a single document.</summary>
    public static DocumentExtent Of(DocumentKey key) => new(key.Lane, MinuteRange.DayOf(key.Minute).From);

    /// <summary>This extent with a document in it.</summary>
    public DocumentExtent With(DocumentKey key) => Of(key) is var other && other.FirstDay < FirstDay
        ? new DocumentExtent(Math.Max(HighestLane, other.HighestLane), other.FirstDay)
        : this with { HighestLane = Math.Max(HighestLane, other.HighestLane) };

    /// <summary>The partitions that a range of minutes is in: each lane of each day, with the minutes of that day.</summary>
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
