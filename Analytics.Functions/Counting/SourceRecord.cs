using Analytics.Core.Changes;
using Analytics.Core.Wire;

namespace Analytics.Functions.Counting;

/// <summary>A parsed record of a batch.</summary>
/// <param name="Source">The event source.</param>
/// <param name="StreamArn">ARN of its stream; empty when the record has none.</param>
/// <param name="SequenceNumber">Its sequence number, by which a failure is reported to Lambda; empty when the record has none.</param>
/// <param name="EventId">Unique id within its stream.</param>
/// <param name="Raw">The bytes to quarantine if it cannot be counted: the data of a Kinesis record, or the JSON of the record.</param>
/// <param name="Parsed">The result of parsing it.</param>
public sealed record SourceRecord(
    ChangeSource Source, string StreamArn, string SequenceNumber, string EventId, ReadOnlyMemory<byte> Raw, ParsedChange Parsed)
{
    /// <summary>Whether <see cref="Raw"/> is the JSON of the whole record rather than only its data.</summary>
    public bool IsWholeRecord { get; init; }

    /// <summary>When the record arrived in its stream; null when the record does not state it.</summary>
    public DateTimeOffset? ArrivedAt { get; init; }
}
