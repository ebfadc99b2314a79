using System.Runtime.InteropServices;
using System.Text.Json;
using Amazon.Lambda.DynamoDBEvents;
using Amazon.Lambda.KinesisEvents;
using Analytics.Core.Changes;
using Analytics.Core.Wire;
using Analytics.Storage;

namespace Analytics.Functions.Counting;

/// <summary>
/// Parses an invocation's event into records. Each record is parsed by itself, so a malformed one does not affect others.
/// </summary>
/// <remarks>
/// The validating parser, which states what is wrong with a record. <see cref="RecordBatch"/> uses it for what the fast parser refuses.
/// </remarks>
public static class StreamEventParser
{
    // A DynamoDB item may nest 32 levels (DynamoDB quotas), and each takes two in the event. One such record must not fail the batch.
    /// <summary>
    /// Maximum depth of a record. An item has up to 32 levels (DynamoDB quotas), each of which is two levels of JSON.
    /// </summary>
    public const int MaxDepth = 256;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth };

    /// <summary>Parses the records of a Kinesis or DynamoDB Streams event, in event order.</summary>
    /// <exception cref="JsonException">The event is not JSON or has no records, so there is nothing to quarantine.</exception>
    public static IReadOnlyList<SourceRecord> Read(ReadOnlyMemory<byte> utf8)
    {
        using var json = JsonDocument.Parse(utf8, Options);
        if (Member(json.RootElement, "Records") is not { ValueKind: JsonValueKind.Array } records)
        {
            throw new JsonException("The event has no `Records`; check the function's event source mapping.");
        }

        return [.. records.EnumerateArray().Select(Read)];
    }

    /// <summary>Parses one record of an event. Content that is no valid change is returned as rejected, not thrown.</summary>
    /// <exception cref="JsonException">The bytes are not JSON.</exception>
    public static SourceRecord ReadOne(ReadOnlyMemory<byte> utf8)
    {
        using var json = JsonDocument.Parse(utf8, Options);
        return Read(json.RootElement);
    }

    /// <summary>Parses a quarantined record as it was parsed on arrival. Content that is no valid change is returned as rejected.</summary>
    public static SourceRecord ReadQuarantined(QuarantinedRecord quarantined)
    {
        var source = quarantined.Source == ChangeSourceNames.Kinesis ? ChangeSource.Kinesis : ChangeSource.TableStream;
        if (!quarantined.IsWholeRecord)
        {
            return new SourceRecord(
                source, quarantined.StreamArn, quarantined.Position, quarantined.Position, quarantined.Raw,
                ChangeEvent.Read(quarantined.Raw));
        }

        try
        {
            using var json = JsonDocument.Parse(quarantined.Raw, Options);
            return Read(json.RootElement);
        }
        catch (JsonException malformed)
        {
            var rejected = new ParsedChange.Rejected($"It is not JSON: {malformed.Message}");
            return new SourceRecord(source, quarantined.StreamArn, quarantined.Position, quarantined.Position, quarantined.Raw,
                rejected) { IsWholeRecord = true };
        }
    }

    private static SourceRecord Read(JsonElement record)
    {
        try
        {
            return Text(record, "eventSource") switch
            {
                "aws:kinesis" => FromKinesis(record.Deserialize(EventJson.Default.KinesisEventRecord)),
                "aws:dynamodb" => FromStream(record.Deserialize(EventJson.Default.DynamodbStreamRecord), record),
                var source => Unreadable(record, $"Its event source '{source}' is neither aws:kinesis nor aws:dynamodb."),
            };
        }
        catch (Exception malformed)
        {
            // Whatever the error is, it concerns only this record; the rest of the batch is parsed.
            return Unreadable(record, $"It is not a record of its event source: {malformed.Message}");
        }
    }

    private static SourceRecord FromKinesis(KinesisEvent.KinesisEventRecord? record)
    {
        var kinesis = record?.Kinesis;
        if (kinesis?.Data is null || string.IsNullOrEmpty(kinesis.SequenceNumber))
        {
            throw new FormatException("a Kinesis record needs data and a sequence number.");
        }

        var data = kinesis.Data.ToArray();
        return new SourceRecord(
            ChangeSource.Kinesis, record!.EventSourceARN ?? "", kinesis.SequenceNumber, record.EventId ?? kinesis.SequenceNumber, data,
            ChangeEvent.Read(data))
        {
            ArrivedAt = Moment(kinesis.ApproximateArrivalTimestamp),
        };
    }

    private static SourceRecord FromStream(DynamoDBEvent.DynamodbStreamRecord? record, JsonElement json)
    {
        if (string.IsNullOrEmpty(record?.Dynamodb?.SequenceNumber))
        {
            throw new FormatException("a stream record needs a sequence number.");
        }

        return new SourceRecord(
            ChangeSource.TableStream, record.EventSourceArn ?? "", record.Dynamodb.SequenceNumber, record.Dynamodb.SequenceNumber,
            Raw(json), StreamImages.Read(record))
        {
            IsWholeRecord = true,
            ArrivedAt = Moment(record.Dynamodb.ApproximateCreationDateTime),
        };
    }

    private static SourceRecord Unreadable(JsonElement record, string reason)
    {
        var isKinesis = Text(record, "eventSource") == "aws:kinesis";
        var position = Member(record, isKinesis ? "kinesis" : "dynamodb") is { } inner
            ? Text(inner, isKinesis ? "sequenceNumber" : "SequenceNumber")
            : "";
        return new SourceRecord(
            isKinesis ? ChangeSource.Kinesis : ChangeSource.TableStream, Text(record, "eventSourceARN"), position, Text(record, "eventID"),
            Raw(record), new ParsedChange.Rejected(reason))
        {
            IsWholeRecord = true,
        };
    }

    private static DateTimeOffset? Moment(DateTime? utc) =>
        utc is { } said && said != default ? new DateTimeOffset(DateTime.SpecifyKind(said, DateTimeKind.Utc)) : null;

    // Copies the raw bytes. Text would have to be valid UTF-8, which JsonDocument does not check inside strings.
    private static byte[] Raw(JsonElement record) => JsonMarshal.GetRawUtf8Value(record).ToArray();

    private static string Text(JsonElement json, string name)
    {
        try
        {
            return Member(json, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() ?? "" : "";
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair or invalid UTF-8 is syntactically valid in a JSON string but cannot be converted to text.
            return "";
        }
    }

    private static JsonElement? Member(JsonElement json, string name)
    {
        try
        {
            return json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var member) ? member : null;
        }
        catch (InvalidOperationException)
        {
            // TryGetProperty met such a string in another property's name.
            return null;
        }
    }
}
