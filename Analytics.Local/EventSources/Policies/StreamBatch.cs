using Analytics.Local.EventSources.Records;

namespace Analytics.Local.EventSources.Policies;

/// <summary>Records sent to the function together, with their retry history.</summary>
/// <param name="Records">At least one record, in shard order.</param>
/// <param name="FailedAttempts">Failures that count towards the retry limit; splits do not count.</param>
/// <param name="Invocations">Number of invocations with these records, alone or as part of a larger batch.</param>
public sealed record StreamBatch(IReadOnlyList<StreamRecord> Records, int FailedAttempts = 0, int Invocations = 0)
{
    /// <summary>
    /// Consecutive times that the function could not be run. Determines the retry delay and does not count as an attempt.
    /// </summary>
    public int NotRun { get; init; }

    /// <summary>The request id of the last invocation; null before the first.</summary>
    public string? LastRequestId { get; init; }

    /// <summary>Whether the last invocation ended with a function error rather than reported item failures.</summary>
    public bool LastWasError { get; init; }

    /// <summary>A range of the records with the same history.</summary>
    public StreamBatch Part(Range range) => this with { Records = [.. Records.Take(range)] };
}
