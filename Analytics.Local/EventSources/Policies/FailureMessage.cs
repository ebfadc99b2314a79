using System.Globalization;
using Analytics.Local.EventSources.Mappings;
using Analytics.Local.EventSources.Records;

namespace Analytics.Local.EventSources.Policies;

/// <summary>Writes the message to the on-failure destination: the position of the records in the stream, not their data.</summary>
internal static class FailureMessage
{
    public static byte[] Write(
        EventSourceMappingDefinition mapping, string functionArn, string shardId, GivenUpBatch givenUp,
        DateTimeOffset now) => JsonText.Write(writer =>
    {
        StreamBatch batch = givenUp.Batch;
        writer.WriteStartObject();
        writer.WriteStartObject("requestContext");
        writer.WriteString("requestId", batch.LastRequestId ?? "");
        writer.WriteString("functionArn", functionArn);
        writer.WriteString("condition", givenUp.Reason.ToString());
        writer.WriteNumber("approximateInvokeCount", batch.Invocations);
        writer.WriteEndObject();
        if (batch.LastRequestId is not null)
        {
            writer.WriteStartObject("responseContext");
            writer.WriteNumber("statusCode", 200);
            writer.WriteString("executedVersion", "$LATEST");
            writer.WriteString("functionError", batch.LastWasError ? "Unhandled" : null);
            writer.WriteEndObject();
        }

        writer.WriteString("version", "1.0");
        writer.WriteString("timestamp", Moment(now));
        writer.WriteStartObject(mapping.Kind == EventSourceKind.Kinesis ? "KinesisBatchInfo" : "DDBStreamBatchInfo");
        writer.WriteString("shardId", shardId);
        writer.WriteString("startSequenceNumber", batch.Records[0].SequenceNumber);
        writer.WriteString("endSequenceNumber", batch.Records[^1].SequenceNumber);
        writer.WriteString("approximateArrivalOfFirstRecord", Moment(batch.Records[0].ArrivedAt));
        writer.WriteString("approximateArrivalOfLastRecord", Moment(batch.Records[^1].ArrivedAt));
        writer.WriteNumber("batchSize", batch.Records.Count);
        writer.WriteString("streamArn", mapping.StreamArn);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    private static string Moment(DateTimeOffset moment) =>
        moment.ToUniversalTime().ToString("yyyy'-'MM'-'dd'T'HH':'mm':'ss.fff'Z'", CultureInfo.InvariantCulture);
}
