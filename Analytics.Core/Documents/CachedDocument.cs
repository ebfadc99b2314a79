using Analytics.Core.Changes;
using Analytics.Core.Orders;
using Analytics.Core.Windows;

namespace Analytics.Core.Documents;

/// <summary>What one writer knows of a document: its head as last seen, and every change id and edit mark in it.</summary>
/// <remarks>
/// A write succeeds only over the head that is known here, and the head names everything that was counted. So a cached document may be as
/// old as it likes: a stale one fails the condition. Owned by one writer at a time; not thread-safe.
/// </remarks>
public sealed class CachedDocument
{
    private readonly CountedChanges _counted = new();
    private Dictionary<ChangeId, StreamPosition>? _marks;

    /// <summary>A document of which nothing is known.</summary>
    public CachedDocument(DocumentKey key) => Key = key;

    /// <summary>Which document.</summary>
    public DocumentKey Key { get; }

    /// <summary>The head; null where none is known.</summary>
    public MinuteHead? Head { get; private set; }

    /// <summary>How many change ids are known.</summary>
    public int CountedCount => _counted.Count;

    /// <summary>How many of the head's segments are known.</summary>
    public int SegmentsKnown { get; private set; }

    /// <summary>The token of the last segment that is known; empty where none is.</summary>
    public string LastSegment { get; private set; } = "";

    /// <summary>Whether every segment that the head names is known; nothing can be added before.</summary>
    public bool IsComplete => Head is null || SegmentsKnown >= Head.Segments.Count;

    /// <summary>
    /// Whether a head is a later one of the document that is known, and not of one that was removed or damaged and begun anew.
    /// </summary>
    public bool IsContinuedBy(MinuteHead head) =>
        (Head is null || head.Revision >= Head.Revision)
        && (head.Segments.Count > SegmentsKnown || (head.Segments.Count == SegmentsKnown && head.Segments.Last == LastSegment));

    /// <summary>Whether a change is known to be counted. True stays true; false is certain only once a write has succeeded.</summary>
    public bool HasCounted(ChangeId change) => _counted.Contains(change);

    /// <summary>Whether an order had a change id when another writer edited it at an earlier position.</summary>
    public bool IsMarked(ChangeId change, StreamPosition position) =>
        _marks is not null && _marks.TryGetValue(change, out var edit) && edit.IsBefore(position);

    /// <summary>Whether an order had a change id when another writer edited it.</summary>
    public bool IsMarked(ChangeId change) => _marks?.ContainsKey(change) == true;

    /// <summary>Whether a repair began to read the orders after a record was made. It need not have found the record's order.</summary>
    public bool IsRebuiltAfter(StreamPosition record) => record.Seconds < RebuiltAt.Seconds;

    /// <summary>The second in which the last repair began to read the orders; zero where there was no repair.</summary>
    public StreamPosition RebuiltAt => Head?.State.RebuiltAt is { } at ? StreamPosition.Of(at.ToUnixTimeSeconds(), []) : default;

    /// <summary>Whether an id of an order is counted or marked. Looks at every id.</summary>
    public bool KnowsOrder(ChangeId change) =>
        _counted.ContainsAnyOf(change.OrderHash) || _marks?.Keys.Any(mark => mark.OrderHash == change.OrderHash) == true;

    /// <summary>Whether the last repair found the order of a change. It finds every order that the document knew by then.</summary>
    public bool WasFoundByRepair(ChangeId change) =>
        KnowsOrder(change) && !(_marks is not null && _marks.TryGetValue(change.WholeOrder, out var repair) && repair == RebuiltAt);

    /// <summary>Applies a document that was read.</summary>
    public void Apply(MinuteDocument document)
    {
        if (document.Head is not null)
        {
            Apply(document.Head);
        }

        Apply(document.Segments);
    }

    /// <summary>Applies a head that was read or came back with a failed condition. Its new segments are to be applied next.</summary>
    public void Apply(MinuteHead head)
    {
        Require(head.Key);
        Add(head.Ids, head.Marks);
        if (Head is null || head.Revision > Head.Revision)
        {
            Head = head;
        }
    }

    /// <summary>Applies the next segments of the head, in their order.</summary>
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

    /// <summary>Applies what was just written.</summary>
    public void Apply(MinuteWrite written)
    {
        Apply(written.Head);
        if (written.Segment is { } segment)
        {
            Apply([segment]);
        }
    }

    /// <summary>The write that adds a delta.</summary>
    /// <param name="delta">What to add; none of its ids may be counted already.</param>
    /// <param name="writer">A token of this attempt.</param>
    /// <param name="at">The time of the commit.</param>
    /// <param name="maxHeadBytes">A larger head moves its items and ids into a segment.</param>
    /// <exception cref="InvalidOperationException">Some segments are not known.</exception>
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
            // The first edit says it all: whatever comes after it is not the change's first delivery.
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
