using Analytics.Core.Changes;
using Analytics.Core.Orders;

namespace Analytics.Core.Tallies;

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

    /// <summary>Whether a change is counted, as far as the document is known.</summary>
    public static CountingVerdict Look(Change change, CachedDocument document)
    {
        ref readonly var row = ref change.Data;
        if (row.RecordId.IsNone)
        {
            return document.HasCounted(row.Id) ? CountingVerdict.Duplicate : IsGap(row, document, null) ? CountingVerdict.Gap : CountingVerdict.Counted;
        }

        var isOwn = IsOwn(row, document, null);
        return document.HasCounted(isOwn ? row.Id : row.RecordId) && !(isOwn && LacksMarks(change, document))
            ? CountingVerdict.Duplicate
            : CountingVerdict.Counted;
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
        var isCounted = IsCounted(id, document, delta);
        if (!isCounted && !isOwn && change.ChangesNothingIn(document.Key) && KeepsItsIds(change))
        {
            return CountingVerdict.Duplicate;
        }

        if (!isCounted)
        {
            delta.Add(change, document.Key);
            delta.Add(id);
            AddIdsOf(change, document, delta);
        }

        if (isOwn ? DropsIds(change) : !isCounted)
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
            if (!document.HasCounted(after) && !document.IsMarked(after))
            {
                delta.Add(after);
            }
        }
    }

    // An edit marks every id that the order had; a change by the API those that the order keeps no longer, since it has too many.
    private static void Mark(Change change, bool isOwn, CachedDocument document, TallyDelta delta)
    {
        foreach (var before in change.IdsBefore)
        {
            if (!isOwn || (!change.IdsAfter.Contains(before) && !document.IsMarked(before)))
            {
                delta.Add(new EditMark(before, change.Data.Position));
            }
        }
    }

    private static bool DropsIds(Change change) => change.IdsBefore.Length >= OrderRules.MaxChangeIds;

    private static bool LacksMarks(Change change, CachedDocument document)
    {
        foreach (var before in DropsIds(change) ? change.IdsBefore : [])
        {
            if (!change.IdsAfter.Contains(before) && !document.IsMarked(before))
            {
                return true;
            }
        }

        return false;
    }

    // A change that the API made counts under its own id, unless the order was removed meanwhile and an older copy put back.
    private static bool IsOwn(in ChangeRow row, CachedDocument document, TallyDelta? delta) =>
        !row.Id.IsNone && !document.IsMarked(row.Id, row.Position) && delta?.IsMarked(row.Id, row.Position) != true;

    private static bool IsGap(in ChangeRow row, CachedDocument document, TallyDelta? delta) =>
        row.Before.Exists && (row.Previous.IsNone || !IsCounted(row.Previous, document, delta));

    private static bool IsCounted(ChangeId id, CachedDocument document, TallyDelta? delta) =>
        document.HasCounted(id) || delta?.Contains(id) == true;

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
