using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Changes;
using Analytics.Core.Orders;
using Analytics.Core.Wire;
using Analytics.Storage;

namespace Analytics.Benchmarks.Workloads;

/// <summary>Changes as Lambda delivers them to the analytics function, a batch to a payload.</summary>
internal static class Payloads
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Kinesis events, as this product writes them.</summary>
    public static List<byte[]> Kinesis(OrderChange[] changes, int batch) =>
        Payload(changes, batch, (change, index) => KinesisRecord(change, index, ChangeEvent.Write(change).Span));

    /// <summary>
    /// Kinesis events of another hand: other order of properties, whitespace, a property that nobody asked for, an escape.
    /// </summary>
    public static List<byte[]> Unusual(OrderChange[] changes, int batch) =>
        Payload(changes, batch, (change, index) => KinesisRecord(change, index, Encoding.UTF8.GetBytes(Reworded(change))));

    /// <summary>DynamoDB Streams events.</summary>
    public static List<byte[]> Streams(OrderChange[] changes, int batch) => Payload(changes, batch, StreamRecord);

    private static List<byte[]> Payload(OrderChange[] changes, int batch, Func<OrderChange, int, string> record) =>
    [
        .. changes.Select(record).Chunk(batch).Select(records => Encoding.UTF8.GetBytes($$"""{"Records":[{{string.Join(',', records)}}]}""")),
    ];

    private static string KinesisRecord(OrderChange change, int index, ReadOnlySpan<byte> data)
    {
        var sequence = $"49590338271490256608559692538361571095{921575989136588898 + index:D18}";
        return $$$"""{"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"{{{change.OrderId}}}","sequenceNumber":"{{{sequence}}}","data":"{{{Convert.ToBase64String(data)}}}","approximateArrivalTimestamp":{{{Seconds(change)}}}},"eventSource":"aws:kinesis","eventVersion":"1.0","eventID":"shardId-000000000006:{{{sequence}}}","eventName":"aws:kinesis:record","invokeIdentityArn":"arn:aws:iam::123456789012:role/lambda-role","awsRegion":"us-east-2","eventSourceARN":"arn:aws:kinesis:us-east-2:123456789012:stream/lambda-stream"}""";
    }

    private static string StreamRecord(OrderChange change, int index)
    {
        var name = change.Before is null ? "INSERT" : "MODIFY";
        return $$$"""{"eventID":"{{{index:x32}}}","eventName":"{{{name}}}","eventVersion":"1.1","eventSource":"aws:dynamodb","awsRegion":"us-east-2","dynamodb":{"ApproximateCreationDateTime":{{{change.ChangedAt.ToUnixTimeSeconds()}}},"Keys":{"orderId":{"S":"{{{change.OrderId}}}"}},{{{Image("NewImage", change.After)}}}{{{Image("OldImage", change.Before)}}}"SequenceNumber":"{{{1405400000000002063282832m + index}}}","SizeBytes":540,"StreamViewType":"NEW_AND_OLD_IMAGES"},"eventSourceARN":"arn:aws:dynamodb:us-east-2:123456789012:table/orders/stream/2016-12-01T00:00:00.000"}""";
    }

    private static string Seconds(OrderChange change) =>
        FormattableString.Invariant($"{change.ChangedAt.ToUnixTimeMilliseconds() / 1000m:F3}");

    private static string Image(string name, Order? order) =>
        order is null ? "" : $"\"{name}\":{Map(OrderItem.Write(new StoredOrder(order, "0123456789abcdef")))},";

    private static string Json(AttributeValue value) => value switch
    {
        { S: { } text } => $$"""{"S":{{JsonSerializer.Serialize(text)}}}""",
        { N: { } number } => $$"""{"N":"{{number}}"}""",
        { L: { } list } => $$"""{"L":[{{string.Join(',', list.Select(Json))}}]}""",
        { M: { } map } => $$"""{"M":{{Map(map)}}}""",
        _ => throw new NotSupportedException("An order has no such attribute."),
    };

    private static string Map(Dictionary<string, AttributeValue> map) =>
        $$"""{{{string.Join(',', map.Select(entry => $"\"{entry.Key}\":{Json(entry.Value)}"))}}}""";

    private static string Reworded(OrderChange change)
    {
        var json = JsonNode.Parse(ChangeEvent.Write(change).Span)!;
        json["traceparent"] = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        var reworded = Reversed(json)!.ToJsonString(Indented);
        return reworded.Replace("CUST-", "\\u0043UST-", StringComparison.Ordinal);
    }

    private static JsonNode? Reversed(JsonNode? node) => node switch
    {
        JsonObject properties =>
            new JsonObject(properties.Reverse().Select(property => KeyValuePair.Create(property.Key, Reversed(property.Value)))),
        JsonArray array => new JsonArray([.. array.Select(Reversed)]),
        _ => node?.DeepClone(),
    };
}
