using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;

namespace Analytics.Core.Documents;

/// <summary>The head of a minute document: the document's totals, and its newest items and change ids. Immutable.</summary>
/// <remarks>
/// The head is the only item that a commit writes conditionally, so it is kept small: items and ids that no longer fit move into a segment,
/// while the totals stay.
/// </remarks>
/// <param name="Key">The document that the head belongs to.</param>
/// <param name="Tally">The totals of the whole document, and the items that are in no segment. Must not be modified.</param>
/// <param name="Ids">The ids of counted changes that are in no segment, in counting order.</param>
/// <param name="Marks">The edit marks that are in no segment.</param>
/// <param name="Items">The items of <paramref name="Tally"/>, encoded by <see cref="ItemsFormat"/>.</param>
/// <param name="State">The head's other fields.</param>
public sealed record MinuteHead(
    DocumentKey Key, Tally Tally, IReadOnlyList<ChangeId> Ids, IReadOnlyList<EditMark> Marks, ReadOnlyMemory<byte> Items, HeadState State)
{
    /// <summary>Number of times the head was written; 0 if it is not stored yet. The optimistic lock.</summary>
    public long Revision => State.Revision;

    /// <summary>The segments of the document.</summary>
    public SegmentList Segments => State.Segments;

    /// <summary>
    /// Token of the attempt that wrote the head. A writer that lost the response to its write recognises the write by it.
    /// </summary>
    public string Writer => State.Writer;

    /// <summary>Time of the last write.</summary>
    public DateTimeOffset CommittedAt => State.CommittedAt;

    /// <summary>Estimated size of the stored item, in bytes.</summary>
    public int Bytes => BytesOf(Items.Length, Ids.Count, Marks.Count, Tally);

    /// <summary>Creates revision 0: the head of a document that is not stored yet.</summary>
    public static MinuteHead Unwritten(DocumentKey key) =>
        new(key, new Tally(), [], [], default, new HeadState(0, SegmentList.None, "", default, null));

    /// <summary>Builds the write of the next revision. Does not modify this instance.</summary>
    /// <param name="delta">What to add.</param>
    /// <param name="writer">A token that identifies this attempt.</param>
    /// <param name="at">Commit time.</param>
    /// <param name="maxBytes">Size limit of the head, in bytes. A larger head moves its items, ids and marks into a segment.</param>
    public MinuteWrite Plus(TallyDelta delta, string writer, DateTimeOffset at, int maxBytes)
    {
        var sum = new Tally();
        sum.Add(Tally);
        sum.Add(delta.Tally);
        var items = ItemsFormat.Encode(sum);
        var rebuiltAt = delta.RebuiltAt > State.RebuiltAt || State.RebuiltAt is null ? delta.RebuiltAt : State.RebuiltAt;
        var replacedAt = delta.ReplacedAt ?? State.ReplacedAt;
        ChangeId[] ids = [.. Ids, .. delta.Ids];
        EditMark[] marks = [.. Marks, .. delta.Marks];
        if (BytesOf(items.Length, ids.Length, marks.Length, sum) <= maxBytes)
        {
            return new MinuteWrite(
                new MinuteHead(Key, sum, ids, marks, items, new HeadState(Revision + 1, Segments, writer, at, rebuiltAt, replacedAt)),
                null);
        }

        var totals = new Tally();
        totals.Totals.Add(sum.Totals);
        var segment = new MinuteSegment(Key, Segments.Count, writer, Segments.Last, items, ids, marks);
        var state = new HeadState(Revision + 1, Segments.Plus(segment), writer, at, rebuiltAt, replacedAt);
        return new MinuteWrite(new MinuteHead(Key, totals, [], [], default, state), segment);
    }

    // Estimate of the billed size: 230 bytes for names and counts, 16 per sum and currency, 20 per currency whose counts are stored. The
    // names of counts, discounts, refunds, shipping and tax are not included; they fit into the 424 bytes between 600 and one write unit.
    private static int BytesOf(int items, int ids, int marks, Tally tally) =>
        items + 8 * ids + 16 * marks + 16 * tally.Totals.MoneyCount + 230
        + 20 * tally.Totals.FurtherCounts.Count();
}

/// <summary>The fields of a head other than its tallies, ids and marks.</summary>
/// <param name="Revision">Number of times the head was written; 0 if it is not stored yet.</param>
/// <param name="Segments">The segments of the document.</param>
/// <param name="Writer">Token of the attempt that wrote the head.</param>
/// <param name="CommittedAt">Time of the last write.</param>
/// <param name="RebuiltAt">
/// When the last repair began to read the orders: the totals contain earlier edits. Null if the document was never repaired.
/// </param>
/// <param name="ReplacedAt">
/// When reading of the whole table began, for a document that replaced a damaged one: the totals contain all earlier edits, also of
/// orders that the document does not know, since these had left it by then. Null if the document did not replace another.
/// </param>
public sealed record HeadState(
    long Revision, SegmentList Segments, string Writer, DateTimeOffset CommittedAt, DateTimeOffset? RebuiltAt = null,
    DateTimeOffset? ReplacedAt = null);
