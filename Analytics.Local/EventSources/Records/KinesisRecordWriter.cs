using Amazon.Kinesis.Model;

namespace Analytics.Local.EventSources.Records;

/// <summary>Writes Kinesis records in Lambda's event format.</summary>
internal sealed class KinesisRecordWriter(string streamArn, string region)
{
    private readonly string _role = $"arn:aws:iam::{streamArn.Split(':').ElementAtOrDefault(4)}:role/local-event-source";

    public StreamRecord Write(string shardId, Record record)
    {
        byte[] data = record.Data?.ToArray() ?? [];
        DateTimeOffset arrivedAt = new(DateTime.SpecifyKind(record.ApproximateArrivalTimestamp ?? DateTime.UnixEpoch, DateTimeKind.Utc));
        byte[] json = JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartObject("kinesis");
            writer.WriteString("kinesisSchemaVersion", "1.0");
            writer.WriteString("partitionKey", record.PartitionKey);
            writer.WriteString("sequenceNumber", record.SequenceNumber);
            writer.WriteBase64String("data", data);
            writer.WriteNumber("approximateArrivalTimestamp", JsonText.EpochSeconds(arrivedAt));
            writer.WriteEndObject();
            writer.WriteString("eventSource", "aws:kinesis");
            writer.WriteString("eventVersion", "1.0");
            writer.WriteString("eventID", $"{shardId}:{record.SequenceNumber}");
            writer.WriteString("eventName", "aws:kinesis:record");
            writer.WriteString("invokeIdentityArn", _role);
            writer.WriteString("awsRegion", region);
            writer.WriteString("eventSourceARN", streamArn);
            writer.WriteEndObject();
        });
        return new StreamRecord(record.SequenceNumber, record.PartitionKey, arrivedAt, json, Filterable(record.PartitionKey, data));
    }

    /// <summary>The record with its data decoded, for filter patterns; null if the data is not JSON, which no pattern matches.</summary>
    private static ReadOnlyMemory<byte>? Filterable(string partitionKey, byte[] data)
    {
        if (!JsonText.IsJson(data))
        {
            return null;
        }

        return JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("partitionKey", partitionKey);
            writer.WritePropertyName("data");
            writer.WriteRawValue(data, skipInputValidation: true);
            writer.WriteEndObject();
        });
    }
}
