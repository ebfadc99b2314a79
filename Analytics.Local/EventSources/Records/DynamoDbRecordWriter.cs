using System.Text;
using System.Text.Json;
using Amazon.DynamoDBStreams.Model;
using TableChange = Amazon.DynamoDBStreams.Model.StreamRecord;

namespace Analytics.Local.EventSources.Records;

/// <summary>Writes DynamoDB stream records in Lambda's event format.</summary>
/// <remarks>Writes the configured region, because an emulator reports its own.</remarks>
internal sealed class DynamoDbRecordWriter(string streamArn, string region)
{
    public StreamRecord Write(Record record)
    {
        TableChange change = record.Dynamodb;
        DateTimeOffset arrivedAt = new(DateTime.SpecifyKind(change.ApproximateCreationDateTime ?? DateTime.UnixEpoch, DateTimeKind.Utc));
        byte[] json = JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("eventID", record.EventID);
            writer.WriteString("eventName", record.EventName?.Value);
            writer.WriteString("eventVersion", record.EventVersion ?? "1.1");
            writer.WriteString("eventSource", "aws:dynamodb");
            writer.WriteString("awsRegion", region);
            WriteImages(writer, change, arrivedAt);
            if (record.UserIdentity is { } identity)
            {
                writer.WriteStartObject("userIdentity");
                writer.WriteString("type", identity.Type);
                writer.WriteString("principalId", identity.PrincipalId);
                writer.WriteEndObject();
            }

            writer.WriteString("eventSourceARN", streamArn);
            writer.WriteEndObject();
        });
        return new StreamRecord(change.SequenceNumber, KeyOf(change), arrivedAt, json, json);
    }

    private static void WriteImages(Utf8JsonWriter writer, TableChange change, DateTimeOffset arrivedAt)
    {
        writer.WriteStartObject("dynamodb");
        writer.WriteNumber("ApproximateCreationDateTime", JsonText.EpochSeconds(arrivedAt));
        AttributeValueWriter.WriteItem(writer, "Keys", change.Keys);
        AttributeValueWriter.WriteItem(writer, "NewImage", change.NewImage);
        AttributeValueWriter.WriteItem(writer, "OldImage", change.OldImage);
        writer.WriteString("SequenceNumber", change.SequenceNumber);
        if (change.SizeBytes is { } size)
        {
            writer.WriteNumber("SizeBytes", size);
        }

        if (change.StreamViewType is { } view)
        {
            writer.WriteString("StreamViewType", view.Value);
        }

        writer.WriteEndObject();
    }

    /// <summary>An item's key as a single string, with its attributes ordered by name.</summary>
    private static string KeyOf(TableChange change) => Encoding.UTF8.GetString(JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        AttributeValueWriter.WriteItem(
            writer, "Keys", change.Keys.OrderBy(key => key.Key, StringComparer.Ordinal).ToDictionary(key => key.Key, key => key.Value));
        writer.WriteEndObject();
    }));
}
