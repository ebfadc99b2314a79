namespace Analytics.Benchmarks.Pipeline;

/// <summary>A way from an invocation's bytes to the tallies by minute. One instance does one pass over all batches.</summary>
internal abstract class Way : IDisposable
{
    /// <summary>Takes in a batch.</summary>
    public abstract void Process(ReadOnlyMemory<byte> payload);

    /// <summary>Does what is left to do when all batches were taken in; its time counts.</summary>
    public virtual void Finish()
    {
        // Most ways are done with each batch.
    }

    /// <summary>What it came to; null for a limit, which comes to nothing.</summary>
    public abstract ContenderSums? Result();

    public virtual void Dispose() => GC.SuppressFinalize(this);
}
