using Analytics.Core.Changes;
using Analytics.Core.Tallies;
using Analytics.Functions.Counting;

namespace Analytics.Tests.Support;

/// <summary>Lets tests say with changes and records what the product says with tables of them.</summary>
internal static class FlatChanges
{
    /// <summary>A change in a table of its own.</summary>
    public static Change Flat(this OrderChange change) => ChangeTable.Of([change])[0];

    public static void Add(this TallyDelta contribution, OrderChange change) => contribution.Add(change.Flat());

    public static Task<BatchOutcome> CountAsync(
        this BatchCounter counter, IReadOnlyList<SourceRecord> records, Action<string> log, CancellationToken cancellationToken) =>
        counter.CountAsync(RecordBatch.Of(records), log, cancellationToken);
}
