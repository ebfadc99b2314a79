namespace Analytics.Storage;

/// <summary>Stores records that cannot be counted. Thread-safe.</summary>
public interface IQuarantine
{
    /// <summary>Stores a record. Idempotent: storing the same record again changes nothing.</summary>
    /// <returns>Whether the record was new.</returns>
    Task<bool> PutAsync(QuarantinedRecord record, CancellationToken cancellationToken);
}

/// <summary>A record that could not be counted, with everything needed to understand and redrive it.</summary>
/// <param name="Source">The event source: <c>kinesis</c> or <c>table-stream</c>.</param>
/// <param name="StreamArn">ARN of the stream.</param>
/// <param name="Position">Identifies the record within its stream. For Kinesis it includes the shard.</param>
/// <param name="Reason">Why it was quarantined.</param>
/// <param name="Raw">Its bytes: the data of a Kinesis record, or the JSON of the record.</param>
/// <param name="At">When it was quarantined.</param>
public sealed record QuarantinedRecord(
    string Source, string StreamArn, string Position, string Reason, ReadOnlyMemory<byte> Raw, DateTimeOffset At)
{
    /// <summary>Whether <see cref="Raw"/> is the JSON of the whole record rather than only its data.</summary>
    public bool IsWholeRecord { get; init; }

    /// <summary>When the record arrived in its stream; null when the record does not state it.</summary>
    public DateTimeOffset? ArrivedAt { get; init; }
}
