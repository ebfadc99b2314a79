using System.Text;
using Analytics.Core.Changes;
using Analytics.Core.Wire;
using Analytics.Functions.Counting;
using Analytics.Tests.Support;

namespace Analytics.Tests.Functions.Counting;

/// <summary>Records of either source as the function has read them.</summary>
internal static class Records
{
    /// <summary>A record that brings a change: of the table stream where the change has a record, else of Kinesis.</summary>
    public static SourceRecord Of(OrderChange change, int sequence) => change.Record is null
        ? new(ChangeSource.Kinesis, "stream", $"{sequence}", $"shard:{sequence}", ChangeEvent.Write(change),
            new ParsedChange.Accepted(change))
        : new(
            ChangeSource.TableStream, "table", $"{sequence}", change.Record.EventId, Encoding.UTF8.GetBytes(Events.StreamRecord(change)),
            new ParsedChange.Accepted(change))
        {
            IsWholeRecord = true,
        };

    /// <summary>Records that bring changes, in that order.</summary>
    public static SourceRecord[] Of(params IEnumerable<OrderChange> changes) =>
        [.. changes.Select((change, index) => Of(change, index + 1))];

    /// <summary>The records of the table stream that changes which were published leave there, in that order.</summary>
    public static SourceRecord[] Streamed(params IEnumerable<OrderChange> published) =>
        Of(published.Select((change, index) => Some.Streamed(change, index + 1)));

    /// <summary>A record that is no change.</summary>
    public static SourceRecord Poison(ChangeSource source, int sequence) =>
        new(source, "stream", $"{sequence}", $"shard:{sequence}", "no change"u8.ToArray(), ChangeEvent.Read("no change"u8.ToArray()));
}
