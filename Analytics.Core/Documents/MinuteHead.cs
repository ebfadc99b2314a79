using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;

namespace Analytics.Core.Documents;

/// <summary>The head of a minute document: its totals, and the newest of its items and change ids. Immutable.</summary>
/// <remarks>
/// It is the one item that a commit writes under a condition, so it stays small: items and ids that no longer fit move into a segment,
/// and the totals remain.
/// </remarks>
/// <param name="Key">The document it is of.</param>
/// <param name="Tally">The totals of the document, and the items that are in no segment. Not to be changed.</param>
/// <param name="Ids">The ids of counted changes that are in no segment, in the order they were counted.</param>
/// <param name="Marks">The edit marks that are in no segment.</param>
/// <param name="Items">The items of <paramref name="Tally"/> as <see cref="ItemsFormat"/> writes them.</param>
/// <param name="State">What else it says.</param>
public sealed record MinuteHead(
    DocumentKey Key, Tally Tally, IReadOnlyList<ChangeId> Ids, IReadOnlyList<EditMark> Marks, ReadOnlyMemory<byte> Items, HeadState State)
{
    /// <summary>How often it was written, from 1 on: the optimistic lock.</summary>
    public long Revision => State.Revision;

    /// <summary>The segments of the document.</summary>
    public SegmentList Segments => State.Segments;

    /// <summary>A token of the attempt that wrote it, so that a writer whose answer was lost recognises its own work.</summary>
    public string Writer => State.Writer;

    /// <summary>When it was last written.</summary>
    public DateTimeOffset CommittedAt => State.CommittedAt;

    /// <summary>About how large it is when stored, in bytes.</summary>
    public int Bytes => BytesOf(Items.Length, Ids.Count, Marks.Count, Tally);

    /// <summary>The head of a document that is not stored yet.</summary>
    public static MinuteHead Unwritten(DocumentKey key) =>
        new(key, new Tally(), [], [], default, new HeadState(0, SegmentList.None, "", default, null));

    /// <summary>The next revision of this head.</summary>
    /// <param name="delta">What to add.</param>
    /// <param name="writer">A token of this attempt.</param>
    /// <param name="at">The time of the commit.</param>
    /// <param name="maxBytes">A larger head moves its items, ids and marks into a segment.</param>
    public MinuteWrite Plus(TallyDelta delta, string writer, DateTimeOffset at, int maxBytes)
    {
        var sum = new Tally();
        sum.Add(Tally);
        sum.Add(delta.Tally);
        var items = ItemsFormat.Encode(sum);
        var rebuiltAt = delta.RebuiltAt > State.RebuiltAt || State.RebuiltAt is null ? delta.RebuiltAt : State.RebuiltAt;
        ChangeId[] ids = [.. Ids, .. delta.Ids];
        EditMark[] marks = [.. Marks, .. delta.Marks];
        if (BytesOf(items.Length, ids.Length, marks.Length, sum) <= maxBytes)
        {
            return new MinuteWrite(
                new MinuteHead(Key, sum, ids, marks, items, new HeadState(Revision + 1, Segments, writer, at, rebuiltAt)), null);
        }

        var totals = new Tally();
        totals.Totals.Add(sum.Totals);
        var segment = new MinuteSegment(Key, Segments.Count, writer, Segments.Last, items, ids, marks);
        return new MinuteWrite(new MinuteHead(
            Key, totals, [], [], default, new HeadState(Revision + 1, Segments.Plus(segment), writer, at, rebuiltAt)), segment);
    }

    // What DynamoDB charges for: names, numbers and the rest take about 230 bytes, the sum of a currency about 16.
    private static int BytesOf(int items, int ids, int marks, Tally tally) =>
        items + 8 * ids + 16 * marks + 16 * tally.Totals.Revenue.Count + 230;
}

/// <summary>What a head says beside its sums.</summary>
/// <param name="Revision">How often it was written, from 1 on.</param>
/// <param name="Segments">The segments of the document.</param>
/// <param name="Writer">A token of the attempt that wrote it.</param>
/// <param name="CommittedAt">When it was last written.</param>
/// <param name="RebuiltAt">When the last repair began to read the orders: edits before that are in the sums. Null where it was never
/// repaired.</param>
public sealed record HeadState(
    long Revision, SegmentList Segments, string Writer, DateTimeOffset CommittedAt, DateTimeOffset? RebuiltAt = null);
