using System.Runtime.InteropServices;
using System.Text.Json;
using Amazon.Lambda.DynamoDBEvents;
using Amazon.Lambda.KinesisEvents;
using Analytics.Core.Changes;
using Analytics.Core.Wire;
using Analytics.Storage;

namespace Analytics.Functions.Counting;

/// <summary>Reads an invocation's event into records, each by itself, so that one that cannot be read harms no other.</summary>
/// <remarks>
/// The plain and thorough way, which says what is wrong. <see cref="RecordBatch"/> takes it where the fast one does not serve.
/// </remarks>
public static class StreamEventParser
{
    // An item may nest 32 levels (DynamoDB quotas), each of which is two in the event. One such record must not fail the batch.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 256 };

    /// <summary>Reads the records of a Kinesis or DynamoDB Streams event, in their order.</summary>
    /// <exception cref="JsonException">The event itself is not JSON or holds no records: not ours to quarantine.</exception>
    public static IReadOnlyList<SourceRecord> Read(ReadOnlyMemory<byte> utf8)
    {
        using var json = JsonDocument.Parse(utf8, Options);
        if (Member(json.RootElement, "Records") is not { ValueKind: JsonValueKind.Array } records)
        {
            throw new JsonException("The event holds no Records; is the function wired to a stream?");
        }

        return [.. records.EnumerateArray().Select(Read)];
    }

    /// <summary>Reads one record of an event by itself. Never throws for what is in it.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static SourceRecord ReadOne(ReadOnlyMemory<byte> utf8)
    {
        using var json = JsonDocument.Parse(utf8, Options);
        return Read(json.RootElement);
    }

    /// <summary>Reads a record out of quarantine, the way it was read when it came. Never throws for what is in it.</summary>
    public static SourceRecord ReadQuarantined(QuarantinedRecord quarantined)
    {
        var source = quarantined.Source == "kinesis" ? ChangeSource.Kinesis : ChangeSource.TableStream;
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
            // Whatever it is, it is this record's: the others of the batch are none the worse for it.
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
            ChangeSource.TableStream, record.EventSourceArn
                ?? "", record.Dynamodb.SequenceNumber, record.Dynamodb.SequenceNumber, Raw(json),
            StreamImages.Read(record))
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
            isKinesis ? ChangeSource.Kinesis
                : ChangeSource.TableStream, Text(record, "eventSourceARN"), position, Text(record, "eventID"), Raw(record),
            new ParsedChange.Rejected(reason))
        {
            IsWholeRecord = true,
        };
    }

    private static DateTimeOffset? Moment(DateTime? utc) =>
        utc is { } said && said != default ? new DateTimeOffset(DateTime.SpecifyKind(said, DateTimeKind.Utc)) : null;

    // The very bytes: as text they would have to be UTF-8, and a parser of JSON does not look into strings for that.
    private static byte[] Raw(JsonElement record) => JsonMarshal.GetRawUtf8Value(record).ToArray();

    private static string Text(JsonElement json, string name)
    {
        try
        {
            return Member(json, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() ?? "" : "";
        }
        catch (InvalidOperationException)
        {
            // A string of half a surrogate pair or of bytes that are no UTF-8 is JSON in form, and no text.
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
            // The same of another name that the search came past.
            return null;
        }
    }
}
