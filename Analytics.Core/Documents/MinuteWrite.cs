namespace Analytics.Core.Documents;

/// <summary>The write of one commit.</summary>
/// <param name="Head">The head, to be written under the condition that the revision before it is the stored one.</param>
/// <param name="Segment">The segment that it names last, to be written before it and without a condition; null where nothing moves
/// out.</param>
public sealed record MinuteWrite(MinuteHead Head, MinuteSegment? Segment)
{
    /// <summary>Whether the segment was written by an earlier attempt, and only the head is left to write.</summary>
    public bool IsSegmentWritten { get; init; }
}
