namespace Analytics.Core.Documents;

/// <summary>Names the segments of a document: how many there are, and the last, from which each names the one before it.</summary>
/// <remarks>
/// A segment counts because the head names it. One whose writer then lost the race for the head is named by no head and expires. So the
/// head alone says what was counted, and one conditional write moves it on.
/// </remarks>
/// <param name="Count">How many, from 0 on.</param>
/// <param name="Last">The token of the last one; empty where there is none.</param>
public readonly record struct SegmentList(int Count, string Last)
{
    /// <summary>No segments.</summary>
    public static SegmentList None { get; } = new(0, "");

    /// <summary>The list with one more.</summary>
    internal SegmentList Plus(MinuteSegment segment) => new(Count + 1, segment.Token);

    /// <summary>Picks the segments of the list, in their order, from those that were found under its document.</summary>
    /// <param name="found">What was found, in any order; may hold segments that no head names.</param>
    /// <param name="from">The first number that is wanted, from 0 on.</param>
    /// <returns>Null when one is missing.</returns>
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
