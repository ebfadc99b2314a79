namespace Analytics.Local.EventSources.Policies;

/// <summary>What follows from an invocation: a closed set. Each case accounts for every record of the batch.</summary>
public abstract record BatchOutcome
{
    private BatchOutcome()
    {
    }

    /// <summary>All records are done.</summary>
    public sealed record Advance : BatchOutcome;

    /// <summary>The records before the remaining ones are done; those are tried again.</summary>
    /// <param name="Remaining">The records from the first failed one on.</param>
    /// <param name="Delay">How long to wait first.</param>
    public sealed record Retry(RecordBatch Remaining, TimeSpan Delay) : BatchOutcome;

    /// <summary>The records are tried again in two batches, the first to its end before the second begins.</summary>
    public sealed record Split(RecordBatch First, RecordBatch Second, TimeSpan Delay) : BatchOutcome;

    /// <summary>The records before the remaining ones are done; those are given up.</summary>
    public sealed record GiveUp(GivenUpBatch Remaining) : BatchOutcome;
}

/// <summary>Records that will not be tried again, and why.</summary>
public sealed record GivenUpBatch(RecordBatch Batch, GiveUpReason Reason);

/// <summary>Why records are given up; the names are the conditions of the message to the destination.</summary>
public enum GiveUpReason
{
    /// <summary>The function failed as often as the mapping allows.</summary>
    RetryAttemptsExhausted,

    /// <summary>The records are older than the mapping allows.</summary>
    RecordAgeExceeded,

    /// <summary>One record alone is larger than an event may be. Lambda's own name for this is not documented.</summary>
    PayloadSizeExceeded,
}
