namespace Analytics.Storage;

/// <summary>Where records are put that are no change of an order. Safe to use from many threads.</summary>
public interface IQuarantine
{
    /// <summary>Keeps a record. The same record twice is the same as once.</summary>
    /// <returns>Whether it was new.</returns>
    Task<bool> PutAsync(QuarantinedRecord record, CancellationToken cancellationToken);
}

/// <summary>A record that could not be counted, with everything that is needed to understand it and to feed it in again.</summary>
/// <param name="Source">The event source: <c>kinesis</c> or <c>table-stream</c>.</param>
/// <param name="StreamArn">The ARN of the stream.</param>
/// <param name="Position">What names the record within its stream; for Kinesis its shard, too.</param>
/// <param name="Reason">Why it was put aside.</param>
/// <param name="Raw">Its bytes: the data of a Kinesis record, or the JSON of the record.</param>
/// <param name="At">When it was put aside.</param>
public sealed record QuarantinedRecord(
    string Source, string StreamArn, string Position, string Reason, ReadOnlyMemory<byte> Raw, DateTimeOffset At)
{
    /// <summary>Whether the bytes are the JSON of the whole record, and not only the data in it.</summary>
    public bool IsWholeRecord { get; init; }

    /// <summary>When the stream took it in; null where the record does not say.</summary>
    public DateTimeOffset? ArrivedAt { get; init; }
}
