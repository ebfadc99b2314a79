using System.Text;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using Analytics.Functions.Counting;

namespace Analytics.Tests.Core.Tallies;

/// <summary>Records as Lambda delivers them, without whitespace.</summary>
internal static class WireRecords
{
    private static readonly JsonSerializerOptions Plain =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const string Ttl = "\"userIdentity\":{\"type\":\"Service\",\"principalId\":\"dynamodb.amazonaws.com\"},";

    /// <summary>A record of the table stream.</summary>
    public static string Streamed(
        string eventId, string sequenceNumber, string createdAt, Dictionary<string, AttributeValue>? before,
        Dictionary<string, AttributeValue>? after,
        bool isByTtl)
    {
        var name = before is null ? "INSERT" : after is null ? "REMOVE" : "MODIFY";
        return $$$"""
            {{{{(isByTtl ? Ttl : "")}}}"eventID":"{{{eventId}}}","eventName":"{{{name}}}","eventVersion":"1.1","eventSource":"aws:dynamodb",
            "awsRegion":"us-east-1","dynamodb":{"ApproximateCreationDateTime":{{{createdAt}}},
            "Keys":{"orderId":{{{Json((after ?? before)!["orderId"])}}}},
            {{{Image("NewImage", after)}}}{{{Image("OldImage", before)}}}
            "SequenceNumber":"{{{sequenceNumber}}}","SizeBytes":54,"StreamViewType":"NEW_AND_OLD_IMAGES"},"eventSourceARN":"arn:aws:dynamodb:s"}
            """.ReplaceLineEndings("");
    }

    /// <summary>A record of Kinesis.</summary>
    public static string Published(byte[] data, int number) =>
        $$$"""
        {"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"k","sequenceNumber":"{{{number}}}","data":"{{{Convert.ToBase64String(data)}}}",
        "approximateArrivalTimestamp":1545084650.987},"eventSource":"aws:kinesis","eventVersion":"1.0","eventID":"shardId-000000000000:{{{number}}}",
        "eventName":"aws:kinesis:record","invokeIdentityArn":"arn","awsRegion":"us-east-1","eventSourceARN":"arn:aws:kinesis:s"}
        """.ReplaceLineEndings("");

    /// <summary>Reads records as the analytics function does.</summary>
    public static RecordBatch Read(IEnumerable<string> records)
    {
        var batch = new RecordBatch();
        batch.Read(Encoding.UTF8.GetBytes($$"""{"Records":[{{string.Join(',', records)}}]}"""));
        return batch;
    }

    public static string Json(Dictionary<string, AttributeValue> item) =>
        $"{{{string.Join(',', item.Select(entry => $"{JsonSerializer.Serialize(entry.Key, Plain)}:{Json(entry.Value)}"))}}}";

    public static string Json(AttributeValue? value) => value switch
    {
        null => "",
        { S: { } text } => $$"""{"S":{{JsonSerializer.Serialize(text, Plain)}}}""",
        { N: { } number } => $$"""{"N":"{{number}}"}""",
        { M: { Count: > 0 } map } => $"{{\"M\":{Json(map)}}}",
        { IsMSet: true } => """{"M":{}}""",
        { BOOL: { } isTrue } => $$"""{"BOOL":{{(isTrue ? "true" : "false")}}}""",
        { NULL: true } => """{"NULL":true}""",
        { B: { } bytes } => $$"""{"B":"{{Convert.ToBase64String(bytes.ToArray())}}"}""",
        { SS: { Count: > 0 } texts } => $"{{\"SS\":{JsonSerializer.Serialize(texts, Plain)}}}",
        { NS: { Count: > 0 } numbers } => $"{{\"NS\":{JsonSerializer.Serialize(numbers, Plain)}}}",
        { BS: { Count: > 0 } all } =>
            $"{{\"BS\":{JsonSerializer.Serialize(all.ConvertAll(bytes => Convert.ToBase64String(bytes.ToArray())), Plain)}}}",
        { L: { } list } => $"{{\"L\":[{string.Join(',', list.Select(Json))}]}}",
        _ => throw new InvalidOperationException("An order has no such attribute."),
    };

    private static string Image(string name, Dictionary<string, AttributeValue>? item) => item is null ? "" : $"\"{name}\":{Json(item)},";
}
