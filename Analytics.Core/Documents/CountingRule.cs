using Analytics.Core.Changes;
using Analytics.Core.Orders;

namespace Analytics.Core.Documents;

/// <summary>Decides whether a record counts in a document, and under which change id. <c>docs/design.md</c> says why.</summary>
public static class CountingRule
{
    /// <summary>Adds a change to a delta, if the document has not counted it.</summary>
    /// <param name="change">The change.</param>
    /// <param name="document">What is known of the document.</param>
    /// <param name="delta">What is going to be written together; changes that are in it are counted, too.</param>
    public static CountingVerdict Count(Change change, CachedDocument document, TallyDelta delta)
    {
        ref readonly var row = ref change.Data;
        return row.RecordId.IsNone ? CountPublished(change, document, delta) : CountStreamed(change, document, delta);
    }

    // Kinesis may be ahead of the table stream, but not with a gap: a cancellation counts only once what it takes back is counted.
    private static CountingVerdict CountPublished(Change change, CachedDocument document, TallyDelta delta)
    {
        ref readonly var row = ref change.Data;
        if (IsCounted(row.Id, document, delta))
        {
            return CountingVerdict.Duplicate;
        }

        if (IsGap(row, document, delta))
        {
            return CountingVerdict.Gap;
        }

        delta.Add(change, document.Key);
        delta.Add(row.Id);
        return CountingVerdict.Counted;
    }

    private static CountingVerdict CountStreamed(Change change, CachedDocument document, TallyDelta delta)
    {
        ref readonly var row = ref change.Data;
        var isOwn = IsOwn(row, document, delta);
        var id = isOwn ? row.Id : row.RecordId;
        var isKnown = IsCounted(id, document, delta);
        if (!isKnown && !isOwn && change.ChangesNothingIn(document.Key) && KeepsItsIds(change))
        {
            return CountingVerdict.Duplicate;
        }

        // A repair has read the orders after an edit that is older than it, so the edit is in the sums, if the repair found the order.
        var isRebuilt = document.IsRebuiltAfter(row.Position);
        var isCounted = isKnown || (!isOwn && isRebuilt && document.WasFoundByRepair(id));
        if (!isCounted)
        {
            if (isRebuilt && !document.KnowsOrder(id) && !delta.IsMarked(id.WholeOrder))
            {
                // Its next edit is not in the sums either, though the document knows the order by then.
                delta.Add(new EditMark(id.WholeOrder, document.RebuiltAt));
            }

            delta.Add(change, document.Key);
            delta.Add(id);
            AddIdsOf(change, document, delta);
        }

        // A document that the order only enters has counted none of these ids, or has marked them when the order left it.
        if (change.Data.Before.IsIn(document.Key) && (isOwn || !isKnown))
        {
            Mark(change, isOwn, document, delta);
        }

        return isCounted ? CountingVerdict.Duplicate : CountingVerdict.Counted;
    }

    // Every change id of an order is in its document, also where an edit moved the order there.
    private static void AddIdsOf(Change change, CachedDocument document, TallyDelta delta)
    {
        if (change.Data.Before.IsIn(document.Key) || !change.Data.After.IsIn(document.Key))
        {
            return;
        }

        foreach (var after in change.IdsAfter)
        {
            // One that is marked was in the document before, or is counted there by a change that is still to come.
            if (!document.HasCounted(after) && !IsMarked(after, document, delta))
            {
                delta.Add(after);
            }
        }
    }

    // An edit marks every id that the order had. A change with an id of its own marks those that the order has no longer in this document:
    // it has too many, another writer set them, or the order moves to another document. They may come back with an older copy.
    private static void Mark(Change change, bool isOwn, CachedDocument document, TallyDelta delta)
    {
        ref readonly var row = ref change.Data;
        var leaves = !row.After.IsIn(document.Key);
        foreach (var before in change.IdsBefore)
        {
            if ((!isOwn || leaves || !change.IdsAfter.Contains(before)) && !IsMarked(before, document, delta))
            {
                delta.Add(new EditMark(before, row.Position));
            }
        }

        // The document that it leaves counts it under its own id.
        if (isOwn && leaves && !IsMarked(row.Id, document, delta))
        {
            delta.Add(new EditMark(row.Id, row.Position));
        }
    }

    // A change that the API made counts under its own id, unless the order was removed meanwhile and an older copy put back.
    private static bool IsOwn(in ChangeRow row, CachedDocument document, TallyDelta delta) =>
        !row.Id.IsNone && !document.IsMarked(row.Id, row.Position) && !delta.IsMarked(row.Id, row.Position);

    private static bool IsMarked(ChangeId id, CachedDocument document, TallyDelta delta) => document.IsMarked(id) || delta.IsMarked(id);

    private static bool IsGap(in ChangeRow row, CachedDocument document, TallyDelta delta) =>
        row.Before.Exists && (row.Previous.IsNone || !IsCounted(row.Previous, document, delta));

    private static bool IsCounted(ChangeId id, CachedDocument document, TallyDelta delta) => document.HasCounted(id) || delta.Contains(id);

    private static bool KeepsItsIds(Change change)
    {
        foreach (var before in change.IdsBefore)
        {
            if (!change.IdsAfter.Contains(before))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>Whether a change counts in a document.</summary>
public enum CountingVerdict
{
    /// <summary>It was not counted before, and counts now.</summary>
    Counted,

    /// <summary>It was counted before, or contributes nothing.</summary>
    Duplicate,

    /// <summary>It came from Kinesis before the change that it follows was counted. The table stream brings both in order.</summary>
    Gap,
}
