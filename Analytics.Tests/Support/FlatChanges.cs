using Analytics.Core.Changes;
using Analytics.Core.Documents;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Functions.Counting;

namespace Analytics.Tests.Support;

/// <summary>Lets tests say with changes and records what the product says with tables of them.</summary>
internal static class FlatChanges
{
    /// <summary>A change in a table of its own.</summary>
    public static Change Flat(this OrderChange change) => ChangeTable.Of([change])[0];

    /// <summary>Adds what a change contributes to the document that its order counts in, and its id.</summary>
    public static void Add(this TallyDelta delta, OrderChange change)
    {
        var flat = change.Flat();
        delta.Add(flat, (flat.To ?? flat.From)!.Value);
        delta.Add(change.Id);
    }

    /// <summary>Adds what a change contributes to all documents.</summary>
    public static void Add(this Tally tally, OrderChange change)
    {
        var flat = change.Flat();
        foreach (var key in new[] { flat.From, flat.To }.OfType<DocumentKey>().Distinct())
        {
            flat.AddTo(tally, key);
        }
    }

    public static Task<BatchOutcome> CountAsync(
        this BatchCounter counter, IReadOnlyList<SourceRecord> records, Action<string> log, CancellationToken cancellationToken) =>
        counter.CountAsync(RecordBatch.Of(records), log, cancellationToken);

    public static async Task<CommitResult> CommitAsync(
        this Committer committer, DocumentBatch batch, ChangeSource source, CancellationToken cancellationToken)
    {
        var result = new CommitResult();
        await committer.CommitAsync(batch, source, result, cancellationToken);
        return result;
    }

    /// <summary>Commits changes to the documents that they count in.</summary>
    public static async Task CommitAsync(
        this Committer committer, IEnumerable<OrderChange> changes, ChangeSource source, CancellationToken cancellationToken)
    {
        var table = ChangeTable.Of(changes);
        var (first, moved) = DocumentBatch.Sort(table, Enumerable.Range(0, table.Count));
        foreach (var batch in first.Concat(moved))
        {
            await committer.CommitAsync(batch, source, cancellationToken);
        }
    }
}
