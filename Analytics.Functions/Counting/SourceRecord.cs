using Analytics.Core.Changes;
using Analytics.Core.Wire;

namespace Analytics.Functions.Counting;

/// <summary>A record of a batch, as far as it could be read.</summary>
/// <param name="Source">Where it came from.</param>
/// <param name="StreamArn">The ARN of its stream; empty where the record does not say.</param>
/// <param name="SequenceNumber">Its place in its shard, by which a failure is reported; empty where the record does not say.</param>
/// <param name="EventId">Names it uniquely within its stream.</param>
/// <param name="Raw">The bytes to keep if it cannot be counted: the data of a Kinesis record, or the JSON of the record.</param>
/// <param name="Parsed">What it says.</param>
public sealed record SourceRecord(
    ChangeSource Source, string StreamArn, string SequenceNumber, string EventId, ReadOnlyMemory<byte> Raw, ParsedChange Parsed)
{
    /// <summary>Whether the bytes are the JSON of the whole record, and not only the data in it.</summary>
    public bool IsWholeRecord { get; init; }

    /// <summary>When the stream took it in; null where the record does not say.</summary>
    public DateTimeOffset? ArrivedAt { get; init; }
}
