using Analytics.Core.Tallies;

namespace Analytics.Benchmarks.Commit;

/// <summary>A way to keep the aggregates of changes in a table.</summary>
internal abstract class CommitWay
{
    /// <summary>Takes in a batch.</summary>
    public abstract Task TakeAsync(TrafficBatch batch);

    /// <summary>Does what is left when all batches were taken in.</summary>
    public virtual Task FinishAsync() => Task.CompletedTask;

    /// <summary>What the table says of all minutes.</summary>
    public abstract Task<Totals> TotalsAsync();
}
