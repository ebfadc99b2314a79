using System.Text;
using System.Text.Json;
using Analytics.Core.Changes;
using Analytics.Core.Orders;
using Analytics.Core.Wire;
using Analytics.Functions.Counting;
using Analytics.Functions.Orders;
using Analytics.Tests.Support;
using CsCheck;
using Xunit;

namespace Analytics.Tests.Functions.Counting;

public class EventBatchTests
{
    [Fact]
    public void Both_roads_bring_the_same_changes() =>
        Gens.History.Sample(history =>
        {
            var fast = EventBatch.Read(Events.Kinesis([.. history.Select(change => ChangeEvent.Write(change).ToArray())]));
            var sure = EventBatch.Read(Events.Stream([.. history.Select(Events.StreamRecord)]));

            Assert.Equal(history.Select(change => (change.Before, change.After)), fast.Select(Images));
            Assert.Equal(history.Select(change => (change.Before, change.After)), sure.Select(Images));
        });

    [Fact]
    public void An_order_that_its_tables_time_to_live_removed_changes_nothing()
    {
        var removed = Events.StreamRecord("REMOVE", Some.Order(), null)
            .Replace("\"eventName\"", "\"userIdentity\":{\"type\":\"Service\",\"principalId\":\"dynamodb.amazonaws.com\"},\"eventName\"", StringComparison.Ordinal);

        Assert.IsType<ParsedChange.Ignored>(EventBatch.Read(Events.Stream(removed)).Single().Parsed);
    }

    [Fact]
    public void An_order_that_was_deleted_by_hand_is_taken_back()
    {
        var record = EventBatch.Read(Events.Stream(Events.StreamRecord("REMOVE", Some.Order(), null))).Single();

        var change = Assert.IsType<ParsedChange.Accepted>(record.Parsed).Value;
        Assert.Equal((Some.Order(), null, 2), (change.Before, change.After, change.Id.Version));
    }

    [Fact]
    public void A_write_that_did_not_change_the_version_changes_no_count() =>
        Assert.IsType<ParsedChange.Ignored>(
            EventBatch.Read(Events.Stream(Events.StreamRecord("MODIFY", Some.Order(), Some.Order()))).Single().Parsed);

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""null""")]
    [InlineData("""[]""")]
    [InlineData("""{"eventSource":"aws:sqs"}""")]
    [InlineData("""{"eventSource":"aws:kinesis"}""")]
    [InlineData("""{"eventSource":"aws:kinesis","kinesis":{"sequenceNumber":"7","data":"*not base64*"}}""")]
    [InlineData("""{"eventSource":"aws:dynamodb","dynamodb":{"SequenceNumber":"7","NewImage":{"orderId":{"S":{}}}}}""")]
    [InlineData("""{"eventSource":"\ud800"}""")]
    [InlineData("""{"eventSource":"aws:dynamodb","\ud800":{}}""")]
    [InlineData("""{"eventSource":"aws:kinesis","kinesis":{"sequenceNumber":"7","data":"e30=","approximateArrivalTimestamp":1e300}}""")]
    [InlineData("""{"eventSource":"aws:dynamodb","eventName":"INSERT","dynamodb":{"SequenceNumber":"7"}}""")]
    [InlineData("""{"eventSource":"aws:dynamodb","eventName":"INSERT","dynamodb":{"SequenceNumber":"7","NewImage":{"lines":{"L":[null]}}}}""")]
    public void A_record_that_cannot_be_read_is_rejected_by_itself(string json)
    {
        var good = Events.StreamRecord(Some.Placed(Some.Order()));

        var records = EventBatch.Read(Events.Stream(json, good));

        Assert.IsType<ParsedChange.Rejected>(records[0].Parsed);
        Assert.Equal(json, Encoding.UTF8.GetString(records[0].Raw.Span));
        Assert.IsType<ParsedChange.Accepted>(records[1].Parsed);
    }

    [Theory]
    [InlineData("eventSource")]
    [InlineData("aws:dynamodb")]
    [InlineData("NewImage")]
    [InlineData("tea")]
    public void A_record_with_bytes_that_are_no_UTF8_is_rejected_by_itself_and_kept_as_it_is(string place)
    {
        var broken = Encoding.Latin1.GetBytes(
            Events.StreamRecord(Some.Placed(Some.Order(2))).Replace(place, $"\u00ff{place}", StringComparison.Ordinal));
        byte[] batch = [.. "{\"Records\":["u8, .. broken, .. ","u8, .. Encoding.UTF8.GetBytes(Events.StreamRecord(Some.Placed(Some.Order()))), .. "]}"u8];

        var records = EventBatch.Read(batch);

        Assert.IsType<ParsedChange.Rejected>(records[0].Parsed);
        Assert.Equal(broken, records[0].Raw.ToArray());
        Assert.IsType<ParsedChange.Accepted>(records[1].Parsed);
    }

    [Fact]
    public void A_record_that_nests_deeper_than_any_order_is_rejected_by_itself()
    {
        var deep = string.Concat(Enumerable.Repeat("""{"M":{"a":""", 31)) + """{"S":"x"}""" + new string('}', 62);
        var record = """{"eventSource":"aws:dynamodb","eventName":"INSERT","dynamodb":{"SequenceNumber":"7","NewImage":{"deep":DEEP}}}"""
            .Replace("DEEP", deep, StringComparison.Ordinal);

        var records = EventBatch.Read(Events.Stream(record, Events.StreamRecord(Some.Placed(Some.Order()))));

        Assert.IsType<ParsedChange.Rejected>(records[0].Parsed);
        Assert.IsType<ParsedChange.Accepted>(records[1].Parsed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"Records":{}}""")]
    [InlineData("""{"\ud800":[]}""")]
    public void An_event_without_records_fails_as_a_whole(string json) =>
        Assert.ThrowsAny<JsonException>(() => EventBatch.Read(Encoding.UTF8.GetBytes(json)));

    private static (Order?, Order?) Images(SourceRecord record) =>
        record.Parsed is ParsedChange.Accepted(var change) ? (change.Before, change.After) : throw new InvalidOperationException(record.Parsed.ToString());
}

/// <summary>Events as Lambda delivers them.</summary>
internal static class Events
{
    public static byte[] Kinesis(params byte[][] data) => Stream([.. data.Select((bytes, index) =>
        $$"""{"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"k","sequenceNumber":"{{index}}","data":"{{Convert.ToBase64String(bytes)}}","approximateArrivalTimestamp":1545084650.987},"eventSource":"aws:kinesis","eventVersion":"1.0","eventID":"shardId-000000000000:{{index}}","eventName":"aws:kinesis:record","invokeIdentityArn":"arn:aws:iam::123456789012:role/r","awsRegion":"us-east-1","eventSourceARN":"arn:aws:kinesis:us-east-1:123456789012:stream/s"}""")]);

    public static byte[] Stream(params string[] records) => Encoding.UTF8.GetBytes($$"""{"Records":[{{string.Join(",", records)}}]}""");

    public static string StreamRecord(OrderChange change) =>
        StreamRecord(change.Before is null ? "INSERT" : change.After is null ? "REMOVE" : "MODIFY", change.Before, change.After);

    public static string StreamRecord(string name, Order? before, Order? after) =>
        $$"""{"eventID":"e","eventName":"{{name}}","eventVersion":"1.1","eventSource":"aws:dynamodb","awsRegion":"us-east-1","dynamodb":{"ApproximateCreationDateTime":1480642020,"Keys":{},{{Image("OldImage", before)}}{{Image("NewImage", after)}}"SequenceNumber":"1405400000000002063282832","SizeBytes":54,"StreamViewType":"NEW_AND_OLD_IMAGES"},"eventSourceARN":"arn:aws:dynamodb:us-east-1:123456789012:table/t/stream/l"}""";

    private static string Image(string name, Order? order) =>
        order is null ? "" : $"\"{name}\":{Json(new() { M = OrderItem.Write(new StoredOrder(order, "hash")) }, isTop: true)},";

    private static string Json(Amazon.DynamoDBv2.Model.AttributeValue value, bool isTop = false) => value switch
    {
        { S: { } text } => $$"""{"S":{{JsonSerializer.Serialize(text)}}}""",
        { N: { } number } => $$"""{"N":"{{number}}"}""",
        { L: { } list } => $$"""{"L":[{{string.Join(",", list.Select(element => Json(element)))}}]}""",
        { M: { } map } when isTop => Map(map),
        { M: { } map } => $$"""{"M":{{Map(map)}}}""",
        _ => throw new NotSupportedException("An order has no such attribute."),
    };

    private static string Map(Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue> map) =>
        $$"""{{{string.Join(",", map.Select(entry => $"\"{entry.Key}\":{Json(entry.Value)}"))}}}""";
}
