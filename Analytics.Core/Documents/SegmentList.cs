namespace Analytics.Core.Documents;

/// <summary>
/// Identifies the segments of a document by their number and the last token. Each segment names the token of the one before it.
/// </summary>
/// <remarks>
/// A segment counts only because the head names it. If a segment's writer loses the race for the head, no head names the segment and it
/// expires. So the head alone defines what is counted, and one conditional write updates it.
/// </remarks>
/// <param name="Count">Number of segments.</param>
/// <param name="Last">Token of the last segment; empty if there is none.</param>
public readonly record struct SegmentList(int Count, string Last)
{
    /// <summary>The empty list.</summary>
    public static SegmentList None { get; } = new(0, "");

    /// <summary>Returns the list with one segment appended.</summary>
    internal SegmentList Plus(MinuteSegment segment) => new(Count + 1, segment.Token);

    /// <summary>Selects the segments of this list, in ascending order, from those stored under its document.</summary>
    /// <param name="found">The stored segments, in any order. May include segments that no head names.</param>
    /// <param name="from">Zero-based number of the first segment to return.</param>
    /// <returns>The segments from number <paramref name="from"/> on; null if one is missing.</returns>
    public IReadOnlyList<MinuteSegment>? Pick(IEnumerable<MinuteSegment> found, int from = 0)
    {
        var byName = new Dictionary<(int Number, string Token), MinuteSegment>();
        foreach (var segment in found)
        {
            byName[(segment.Number, segment.Token)] = segment;
        }

        var picked = new MinuteSegment[Math.Max(0, Count - from)];
        var token = Last;
        for (var number = Count - 1; number >= from; number--)
        {
            if (!byName.TryGetValue((number, token), out var segment))
            {
                return null;
            }

            picked[number - from] = segment;
            token = segment.Previous;
        }

        return picked;
    }
}
