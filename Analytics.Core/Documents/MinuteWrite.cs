namespace Analytics.Core.Documents;

/// <summary>What one commit writes: a head, and sometimes a new segment.</summary>
/// <param name="Head">The head. Write it on condition that the stored head has the preceding revision.</param>
/// <param name="Segment">
/// The last segment that the head names. Write it before the head, without a condition. Null if the head did not overflow.
/// </param>
public sealed record MinuteWrite(MinuteHead Head, MinuteSegment? Segment)
{
    /// <summary>Whether an earlier attempt already wrote the segment, so that only the head must be written. Default false.</summary>
    public bool IsSegmentWritten { get; init; }

    /// <summary>The same write at another time.</summary>
    public MinuteWrite At(DateTimeOffset committedAt) => this with
    {
        Head = Head with { State = Head.State with { CommittedAt = committedAt } },
    };
}
