using System.Numerics;

namespace Analytics.Local.EventSources.Records;

/// <summary>A record of a shard, with its exact JSON in the event.</summary>
/// <param name="SequenceNumber">The stream's sequence number: decimal digits, of any length.</param>
/// <param name="PartitionKey">The ordering key: records with the same key are never processed concurrently.</param>
/// <param name="ArrivedAt">When the stream received the record; DynamoDB reports it to the second.</param>
/// <param name="EventJson">The record's element in the event's <c>Records</c>, UTF-8.</param>
/// <param name="FilterJson">The JSON that filter patterns are matched against, UTF-8; null if the data is not JSON.</param>
public sealed record StreamRecord(
    string SequenceNumber, string PartitionKey, DateTimeOffset ArrivedAt, ReadOnlyMemory<byte> EventJson, ReadOnlyMemory<byte>? FilterJson)
{
    /// <summary>The sequence number for numeric comparison: as text, "10" sorts before "9".</summary>
    public BigInteger Order { get; } = BigInteger.Parse(SequenceNumber, System.Globalization.CultureInfo.InvariantCulture);
}
