using Analytics.Core.Changes;
using Analytics.Core.Orders;

namespace Analytics.Core.Documents;

/// <summary>Decides whether a record counts in a document, and under which change id. <c>docs/design.md</c> gives the reasons.</summary>
public static class CountingRule
{
    // How far the clocks of the orders function and of DynamoDB may be apart. A larger value only leaves more changes to the table stream.
    private static readonly TimeSpan MaxClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>Adds a change to a delta unless the document or the delta has already counted it.</summary>
    /// <param name="change">The change.</param>
    /// <param name="document">The cached document that the delta will be written to.</param>
    /// <param name="delta">The delta of the next write. Changes already in it are treated as counted.</param>
    public static CountingVerdict Count(Change change, CachedDocument document, TallyDelta delta)
    {
        ref readonly var row = ref change.Data;
        return row.RecordId.IsNone ? CountPublished(change, document, delta) : CountStreamed(change, document, delta);
    }

    // Kinesis may run ahead of the table stream but must not leave a gap: a cancellation counts only after the change that it reverses.
    private static CountingVerdict CountPublished(Change change, CachedDocument document, TallyDelta delta)
    {
        ref readonly var row = ref change.Data;
        if (IsCounted(row.Id, document, delta))
        {
            return CountingVerdict.Duplicate;
        }

        if (IsGap(row, document, delta) || MayPrecedeRepair(row, document))
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

        // A repair read the orders after this older edit. If it found the order, or read all orders, the totals contain the edit. A change
        // made by the API is recognised by its id alone, so it does not depend on the clocks.
        var isRebuilt = document.IsRebuiltAfter(row.Position);
        var isReplaced = document.IsReplacedAfter(row.Position, id) && !delta.IsMarked(id.WholeOrder)
            && (!isOwn || document.WasFoundByRepair(id));
        var isCounted = isKnown || isReplaced || (!isOwn && isRebuilt && document.WasFoundByRepair(id));
        if (!isCounted)
        {
            // The last repair missed the order. The mark makes its other edits from before the repair count as well, although the document
            // contains one of its ids from now on.
            if (isRebuilt && !document.KnowsOrder(id) && !delta.IsMarked(id.WholeOrder))
            {
                delta.Add(new EditMark(id.WholeOrder, document.RebuiltAt));
            }

            delta.Add(change, document.Key);
            delta.Add(id);
            AddIdsOf(change, document, delta);
            AddRecordId(row, isOwn, document, delta);
        }
        else if (!isKnown && isReplaced)
        {
            AddContainedIds(change, id, document, delta);
        }

        // Only a document that counted the order before the change needs marks. A document that the order enters has counted none of these
        // ids, or marked them when the order left.
        if (change.Data.Before.IsIn(document.Key) && (isOwn || !isKnown))
        {
            Mark(change, isOwn, document, delta);
        }

        return isCounted ? CountingVerdict.Duplicate : CountingVerdict.Counted;
    }

    // A document that replaced a damaged one has lost its marks. If an older deletion is delivered again, it marks the change's id, and the
    // record would not be recognised by that id any more.
    private static void AddRecordId(in ChangeRow row, bool isOwn, CachedDocument document, TallyDelta delta)
    {
        if (isOwn && document.Head?.State.ReplacedAt is not null)
        {
            delta.AddContained(row.RecordId);
        }
    }

    // The document replaced a damaged one after this record, and contains what the change left of the order. The changes that the order had
    // before are contained, too, and must not count when they are delivered again.
    private static void AddContainedIds(Change change, ChangeId id, CachedDocument document, TallyDelta delta)
    {
        delta.AddContained(id);
        if (!change.Data.Before.IsIn(document.Key))
        {
            return;
        }

        foreach (var before in change.IdsBefore)
        {
            if (!document.HasCounted(before))
            {
                delta.AddContained(before);
            }
        }
    }

    // The document that counts an order holds all of its change ids, even if an edit moved the order there.
    private static void AddIdsOf(Change change, CachedDocument document, TallyDelta delta)
    {
        if (change.Data.Before.IsIn(document.Key) || !change.Data.After.IsIn(document.Key))
        {
            return;
        }

        foreach (var after in change.IdsAfter)
        {
            // Skip marked ids: the document has counted them before, or a later change will add them.
            if (!document.HasCounted(after) && !IsMarked(after, document, delta))
            {
                delta.Add(after);
            }
        }
    }

    // An edit by another writer marks every id that the order had. A change made by the API marks the ids that the order no longer has in
    // this document: the id list was full, another writer replaced the ids, or the order moves to another document. An older copy of the
    // order may bring such ids back.
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

        // Mark the change's own id, too: this document counts the removal under it.
        if (isOwn && leaves && !IsMarked(row.Id, document, delta))
        {
            delta.Add(new EditMark(row.Id, row.Position));
        }
    }

    // A change made by the API counts under its own id, unless the order was removed meanwhile and an older copy was put back.
    private static bool IsOwn(in ChangeRow row, CachedDocument document, TallyDelta delta) =>
        !row.Id.IsNone && !document.IsMarked(row.Id, row.Position) && !delta.IsMarked(row.Id, row.Position);

    private static bool IsMarked(ChangeId id, CachedDocument document, TallyDelta delta) => document.IsMarked(id) || delta.IsMarked(id);

    // A marked predecessor was counted and then edited or deleted by another writer. Only the table stream shows whether its order is back.
    private static bool IsGap(in ChangeRow row, CachedDocument document, TallyDelta delta) =>
        row.Before.Exists && (row.Previous.IsNone || !IsCounted(row.Previous, document, delta) || IsMarked(row.Previous, document, delta));

    // A repair that does not know the order may have read the table before the order was placed, or after it was deleted again. The table
    // stream tells which, since it delivers the deletion as well.
    private static bool MayPrecedeRepair(in ChangeRow row, CachedDocument document) =>
        document.Head?.State.RebuiltAt is { } rebuiltAt && row.ChangedAt < (rebuiltAt + MaxClockSkew).ToUnixTimeMilliseconds()
        && !document.KnowsOrder(row.Id);

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

/// <summary>Result of applying <see cref="CountingRule"/> to a change and a document.</summary>
public enum CountingVerdict
{
    /// <summary>The change was new and is now in the delta.</summary>
    Counted,

    /// <summary>The change was counted before, or it changes no total.</summary>
    Duplicate,

    /// <summary>The change came from Kinesis before its predecessor was counted. The table stream delivers both in order.</summary>
    Gap,
}
