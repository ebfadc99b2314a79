using Analytics.Local.EventSources.Records;

namespace Analytics.Local.EventSources.Policies;

/// <summary>Records that go to the function together, with their history.</summary>
/// <param name="Records">At least one, in the order of the shard.</param>
/// <param name="FailedAttempts">Failures that count towards the retries; a split costs none.</param>
/// <param name="Invocations">How often the function was invoked with these records or a batch that held them.</param>
public sealed record RecordBatch(IReadOnlyList<StreamRecord> Records, int FailedAttempts = 0, int Invocations = 0)
{
    /// <summary>Times in a row that the function could not be run; sets the pace of trying again, and costs no attempt.</summary>
    public int NotRun { get; init; }

    /// <summary>The id of the last invocation; null before the first.</summary>
    public string? LastRequestId { get; init; }

    /// <summary>Whether the last invocation ended in an error of the function, rather than in reported item failures.</summary>
    public bool LastWasError { get; init; }

    /// <summary>A part of the records with the same history.</summary>
    public RecordBatch Part(Range range) => this with { Records = [.. Records.Take(range)] };
}
