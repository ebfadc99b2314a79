namespace Analytics.Local.EventSources.Policies;

/// <summary>What to do with a batch after its invocation. A closed set of cases; each accounts for every record of the batch.</summary>
public abstract record BatchDecision
{
    private BatchDecision()
    {
    }

    /// <summary>All records are done.</summary>
    public sealed record Advance : BatchDecision;

    /// <summary>The records before the first failed one are done; the remaining ones are retried.</summary>
    /// <param name="Remaining">The records from the first failed one onwards.</param>
    /// <param name="Delay">Delay before the retry.</param>
    public sealed record Retry(StreamBatch Remaining, TimeSpan Delay) : BatchDecision;

    /// <summary>The records are retried as two batches; the second starts only after the first is done or discarded.</summary>
    public sealed record Split(StreamBatch First, StreamBatch Second, TimeSpan Delay) : BatchDecision;

    /// <summary>The records before the first failed one are done; the remaining ones are discarded.</summary>
    public sealed record GiveUp(GivenUpBatch Remaining) : BatchDecision;
}

/// <summary>Records that are not retried again, and the reason.</summary>
public sealed record GivenUpBatch(StreamBatch Batch, GiveUpReason Reason);

/// <summary>Why records are discarded. The names correspond to the <c>condition</c> in the on-failure message.</summary>
public enum GiveUpReason
{
    /// <summary>The function failed on every attempt that the mapping allows.</summary>
    RetryAttemptsExhausted,

    /// <summary>The records are older than the mapping allows.</summary>
    RecordAgeExceeded,

    /// <summary>A single record exceeds the maximum event size. AWS does not document Lambda's name for this condition.</summary>
    PayloadSizeExceeded,
}
