using System.Numerics;

namespace Analytics.Local.EventSources.Records;

/// <summary>A record of a shard, with the very text by which it stands in an event.</summary>
/// <param name="SequenceNumber">As the stream gives it: decimal, of any length.</param>
/// <param name="PartitionKey">What keeps its order: records of one key are never handled side by side.</param>
/// <param name="ArrivedAt">When the stream took it; for DynamoDB exact to the second.</param>
/// <param name="EventJson">The element of the event's <c>Records</c>, UTF-8.</param>
/// <param name="FilterJson">What filter patterns are matched against, UTF-8 JSON; null when the data is not JSON.</param>
public sealed record StreamRecord(
    string SequenceNumber, string PartitionKey, DateTimeOffset ArrivedAt, ReadOnlyMemory<byte> EventJson, ReadOnlyMemory<byte>? FilterJson)
{
    /// <summary>The sequence number as a number: as text, "10" would come before "9".</summary>
    public BigInteger Order { get; } = BigInteger.Parse(SequenceNumber, System.Globalization.CultureInfo.InvariantCulture);
}
