using Analytics.Core.Changes;
using Analytics.Core.Orders;
using Analytics.Core.Windows;

namespace Analytics.Core.Documents;

/// <summary>A writer's cached copy of a minute document: the last head it saw, and every change id and edit mark it knows.</summary>
/// <remarks>
/// A write succeeds only if the cached head is still the stored one, and the head names every counted change. So a cached document may be
/// arbitrarily old: if it is stale, the conditional write fails. Not thread-safe; one writer owns it at a time.
/// </remarks>
public sealed class CachedDocument
{
    private readonly CountedChanges _counted = new();
    private Dictionary<ChangeId, StreamPosition>? _marks;

    /// <summary>Creates an empty cache entry for a document.</summary>
    public CachedDocument(DocumentKey key) => Key = key;

    /// <summary>The document's key.</summary>
    public DocumentKey Key { get; }

    /// <summary>The newest known head; null if no head was read or written yet.</summary>
    public MinuteHead? Head { get; private set; }

    /// <summary>Number of known change ids.</summary>
    public int CountedCount => _counted.Count;

    /// <summary>Number of segments applied so far.</summary>
    public int SegmentsKnown { get; private set; }

    /// <summary>Token of the last applied segment; empty if none was applied.</summary>
    public string LastSegment { get; private set; } = "";

    /// <summary>Whether every segment that the head names was applied. <see cref="Next"/> throws until it is true.</summary>
    public bool IsComplete => Head is null || SegmentsKnown >= Head.Segments.Count;

    /// <summary>
    /// Whether a head continues the cached document, rather than a document that was removed or damaged and then recreated.
    /// </summary>
    public bool IsContinuedBy(MinuteHead head) =>
        (Head is null || (head.Revision >= Head.Revision && head.State.ReplacedAt == Head.State.ReplacedAt))
        && (head.Segments.Count > SegmentsKnown || (head.Segments.Count == SegmentsKnown && head.Segments.Last == LastSegment));

    /// <summary>Whether a change is known to be counted. True is final; false is certain only after the next write succeeds.</summary>
    public bool HasCounted(ChangeId change) => _counted.Contains(change);

    /// <summary>Whether another writer edited the order, at an earlier stream position, while the order had this change id.</summary>
    public bool IsMarked(ChangeId change, StreamPosition position) =>
        _marks is not null && _marks.TryGetValue(change, out var edit) && edit.IsBefore(position);

    /// <summary>Whether another writer edited the order, at any position, while the order had this change id.</summary>
    public bool IsMarked(ChangeId change) => _marks?.ContainsKey(change) == true;

    /// <summary>
    /// Whether the last repair began to read the orders after the record was created. It may not have found the record's order.
    /// </summary>
    public bool IsRebuiltAfter(StreamPosition record) => record.Seconds < RebuiltAt.Seconds;

    /// <summary>The second in which the last repair began to read the orders; <c>default</c> if the document was never repaired.</summary>
    public StreamPosition RebuiltAt => Head?.State.RebuiltAt is { } at ? StreamPosition.Of(at.ToUnixTimeSeconds(), []) : default;

    /// <summary>Whether any id of the change's order is counted or marked. Scans every id.</summary>
    public bool KnowsOrder(ChangeId change) =>
        _counted.ContainsAnyOf(change.OrderHash) || _marks?.Keys.Any(mark => mark.OrderHash == change.OrderHash) == true;

    /// <summary>
    /// Whether the last repair found the change's order: the document has an id or mark of the order, and no whole-order mark from that
    /// repair. A repair finds every order of which the document had an id or mark then.
    /// </summary>
    public bool WasFoundByRepair(ChangeId change) =>
        KnowsOrder(change) && !(_marks is not null && _marks.TryGetValue(change.WholeOrder, out var repair) && repair == RebuiltAt);

    /// <summary>
    /// Whether the document's content contains a record whose order it may not know: it was read from the whole table after the record was
    /// created, and no change of the order from before that was counted since.
    /// </summary>
    public bool IsReplacedAfter(StreamPosition record, ChangeId change) =>
        Head?.State.ReplacedAt is { } at && record.Seconds < at.ToUnixTimeSeconds() && !IsMarked(change.WholeOrder);

    /// <summary>Applies a document that was read: its head and the segments that follow those already applied.</summary>
    /// <exception cref="ArgumentException">
    /// The document has another key, or its first segment does not follow the last applied one.
    /// </exception>
    public void Apply(MinuteDocument document)
    {
        if (document.Head is not null)
        {
            Apply(document.Head);
        }

        Apply(document.Segments);
    }

    /// <summary>
    /// Applies a head that was read, or that DynamoDB returned with a failed condition. Apply the head's new segments next.
    /// </summary>
    /// <exception cref="ArgumentException">The head belongs to another document.</exception>
    public void Apply(MinuteHead head)
    {
        Require(head.Key);
        Add(head.Ids, head.Marks);
        if (Head is null || head.Revision > Head.Revision)
        {
            Head = head;
        }
    }

    /// <summary>Applies the next segments of the head, in ascending order.</summary>
    /// <exception cref="ArgumentException">A segment belongs to another document or does not follow the last applied one.</exception>
    public void Apply(IReadOnlyList<MinuteSegment> segments)
    {
        foreach (var segment in segments)
        {
            Require(segment.Key);
            if (segment.Number != SegmentsKnown || segment.Previous != LastSegment)
            {
                throw new ArgumentException(
                    $"Segment {segment.Number} of {Key} does not follow segment {SegmentsKnown - 1}.", nameof(segments));
            }

            Add(segment.Ids, segment.Marks);
            SegmentsKnown++;
            LastSegment = segment.Token;
        }
    }

    /// <summary>Applies a write that succeeded.</summary>
    public void Apply(MinuteWrite written)
    {
        Apply(written.Head);
        if (written.Segment is { } segment)
        {
            Apply([segment]);
        }
    }

    /// <summary>Builds the write that adds a delta to the document. Does not modify this instance.</summary>
    /// <param name="delta">What to add. None of its ids may be counted already.</param>
    /// <param name="writer">A token that identifies this attempt.</param>
    /// <param name="at">Commit time.</param>
    /// <param name="maxHeadBytes">Size limit of the head, in bytes. A larger head moves its items, ids and marks into a segment.</param>
    /// <exception cref="InvalidOperationException">Some segments of the head were not applied yet.</exception>
    public MinuteWrite Next(TallyDelta delta, string writer, DateTimeOffset at, int maxHeadBytes) => IsComplete
        ? (Head ?? MinuteHead.Unwritten(Key)).Plus(delta, writer, at, maxHeadBytes)
        : throw new InvalidOperationException($"Of {Head!.Segments.Count} segments of {Key}, {SegmentsKnown} are known.");

    private void Add(IReadOnlyList<ChangeId> ids, IReadOnlyList<EditMark> marks)
    {
        _counted.Reserve(ids.Count);
        for (var index = 0; index < ids.Count; index++)
        {
            _counted.Add(ids[index]);
        }

        for (var index = 0; index < marks.Count; index++)
        {
            // Keep the earliest edit only: any later record with this id is not the change's first delivery.
            var (change, position) = marks[index];
            _marks ??= [];
            if (!_marks.TryGetValue(change, out var known) || position.IsBefore(known))
            {
                _marks[change] = position;
            }
        }
    }

    private void Require(DocumentKey key)
    {
        if (key != Key)
        {
            throw new ArgumentException($"A part of {key} does not belong to {Key}.");
        }
    }
}
