using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Analytics.Core.Changes;
using Analytics.Core.Orders;
using Analytics.Core.Wire;
using Analytics.Functions.Counting;
using Analytics.Storage;
using Analytics.Tests.Support;
using CsCheck;
using Xunit;

namespace Analytics.Tests.Functions.Counting;

public class EventBatchTests
{
    [Fact]
    public void Both_sources_bring_the_same_changes() =>
        Gens.History.Sample(history =>
        {
            var kinesis = StreamEventParser.Read(Events.Kinesis([.. history.Select(change => ChangeEvent.Write(change).ToArray())]));
            var stream = StreamEventParser.Read(Events.Stream([.. history.Select(Events.StreamRecord)]));

            var expected = history.Select(WhatCounts);
            Assert.Equal(expected, kinesis.Select(record => WhatCounts(Accepted(record))));
            Assert.Equal(expected, stream.Select(record => WhatCounts(Accepted(record))));
            Assert.Equal(
                history.Select(change => (change.Before, change.After)),
                kinesis.Select(record => Accepted(record)).Select(WithAllIds(history)));
            Assert.Equal(history.Select(change => change.Before?.ChangeIds ?? []), stream.Select(record => Accepted(record).IdsBefore));
        });

    [Fact]
    public void A_record_of_the_table_stream_is_identified_by_its_event_id_and_time()
    {
        var change = Some.Streamed(Some.Order(), Some.Order(lines: new OrderLine("mug", 1, 900)), record: 7);

        var read = Accepted(StreamEventParser.Read(Events.Stream(Events.StreamRecord(change))).Single());

        Assert.Equal((Some.Record(7), ChangeId.None, Some.Record(7).CreatedAt), (read.Record, read.Id, read.ChangedAt));
    }

    [Fact]
    public void An_order_that_its_tables_time_to_live_removed_changes_nothing()
    {
        var removed = Events.StreamRecord("REMOVE", Some.Order(), null)
            .Replace("\"eventName\"", "\"userIdentity\":{\"type\":\"Service\",\"principalId\":\"dynamodb.amazonaws.com\"},\"eventName\"",
                StringComparison.Ordinal);

        Assert.IsType<ParsedChange.Ignored>(StreamEventParser.Read(Events.Stream(removed)).Single().Parsed);
    }

    [Fact]
    public void An_order_that_another_writer_deleted_is_taken_back()
    {
        var change = Accepted(StreamEventParser.Read(Events.Stream(Events.StreamRecord("REMOVE", Some.Order(), null))).Single());

        Assert.Equal((Some.Order() with { Version = 0 }, null, ChangeId.None), (change.Before, change.After, change.Id));
    }

    [Theory]
    [InlineData("INSERT", false, false)]
    [InlineData("MODIFY", false, false)]
    [InlineData("MODIFY", true, false)]
    [InlineData("MODIFY", false, true)]
    [InlineData("REMOVE", false, false)]
    public void An_image_counts_for_what_it_is_whatever_the_other_is(string name, bool isValidBefore, bool isValidAfter)
    {
        var (before, after) = (name == "INSERT" ? null : Some.Order(), name == "REMOVE" ? null : Some.Cancel(Some.Order()));
        var record = JsonNode.Parse(Events.StreamRecord(name, before, after))!;
        foreach (var (image, isValid) in new[] { ("OldImage", isValidBefore), ("NewImage", isValidAfter) })
        {
            if (!isValid && record["dynamodb"]![image] is { } found)
            {
                found["currency"]!["S"] = "XXX";
            }
        }

        var parsed = StreamEventParser.Read(Events.Stream(record.ToJsonString())).Single().Parsed;

        switch (parsed)
        {
            case ParsedChange.Accepted(var change, var objection):
                Assert.Equal((isValidBefore, isValidAfter), (change.Before is not null, change.After is not null));
                Assert.Equal(isValidAfter, objection is null);
                Assert.Equal([Some.Change(1)], change.IdsBefore);
                break;
            case ParsedChange.Rejected(var reason):
                Assert.False(isValidBefore || isValidAfter || name == "REMOVE");
                Assert.Contains("#/currency", reason, StringComparison.Ordinal);
                break;
            default:
                Assert.Equal("REMOVE", name);
                break;
        }
    }

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

        var records = StreamEventParser.Read(Events.Stream(json, good));

        Assert.IsType<ParsedChange.Rejected>(records[0].Parsed);
        Assert.Equal(json, Encoding.UTF8.GetString(records[0].Raw.Span));
        Assert.IsType<ParsedChange.Accepted>(records[1].Parsed);
    }

    [Theory]
    [InlineData("eventSource")]
    [InlineData("aws:dynamodb")]
    [InlineData("NewImage")]
    [InlineData("tea")]
    public void A_record_that_is_not_UTF8_is_rejected_by_itself_with_its_bytes(string place)
    {
        var broken = Encoding.Latin1.GetBytes(
            Events.StreamRecord(Some.Placed(Some.Order(2))).Replace(place, $"\u00ff{place}", StringComparison.Ordinal));
        byte[] batch = [.. "{\"Records\":["u8, .. broken, .. ","u8,
            .. Encoding.UTF8.GetBytes(Events.StreamRecord(Some.Placed(Some.Order()))), .. "]}"u8];

        var records = StreamEventParser.Read(batch);

        Assert.IsType<ParsedChange.Rejected>(records[0].Parsed);
        Assert.Equal(broken, records[0].Raw.ToArray());
        Assert.IsType<ParsedChange.Accepted>(records[1].Parsed);
    }

    [Fact]
    public void An_order_with_an_attribute_of_the_greatest_depth_is_accepted()
    {
        var order = Some.Order();
        var record = Events.StreamRecord(Some.Placed(order)).Replace(
            "\"NewImage\":{", $"\"NewImage\":{{\"deep\":{Nested(31)},", StringComparison.Ordinal);

        Assert.Equal(order.Lines, Accepted(StreamEventParser.Read(Events.Stream(record))[0]).After!.Lines);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"Records":{}}""")]
    [InlineData("""{"\ud800":[]}""")]
    public void An_event_without_records_fails_as_a_whole(string json) =>
        Assert.ThrowsAny<JsonException>(() => StreamEventParser.Read(Encoding.UTF8.GetBytes(json)));

    private static string Nested(int levels) =>
        string.Concat(Enumerable.Repeat("""{"M":{"a":""", levels)) + """{"S":"x"}""" + new string('}', 2 * levels);

    private static OrderChange Accepted(SourceRecord record) =>
        record.Parsed is ParsedChange.Accepted(var change, null) ? change : throw new InvalidOperationException(record.Parsed.ToString());

    // Neither source carries everything of an order.
    private static (ChangeId, DateTimeOffset, Order?, Order?) WhatCounts(OrderChange change) =>
        (change.Id, change.ChangedAt, WhatCounts(change.Before), WhatCounts(change.After));

    private static Order? WhatCounts(Order? order) => order is null ? null : order with { Version = 0, ChangeIds = [order.LastChange] };

    private static Func<OrderChange, int, (Order?, Order?)> WithAllIds(OrderChange[] history) => (change, index) => (
        change.Before is null ? null : change.Before with { ChangeIds = history[index].Before!.ChangeIds },
        change.After! with { ChangeIds = history[index].After!.ChangeIds });
}

/// <summary>Events as Lambda delivers them.</summary>
internal static class Events
{
    public static byte[] Kinesis(params byte[][] data) => Stream([.. data.Select((bytes, index) =>
        $$"""{"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"k","sequenceNumber":"{{index}}","data":"{{Convert.ToBase64String(bytes)}}","approximateArrivalTimestamp":1545084650.987},"eventSource":"aws:kinesis","eventVersion":"1.0","eventID":"shardId-000000000000:{{index}}","eventName":"aws:kinesis:record","invokeIdentityArn":"arn:aws:iam::123456789012:role/r","awsRegion":"us-east-1","eventSourceARN":"arn:aws:kinesis:us-east-1:123456789012:stream/s"}""")]);

    public static byte[] Stream(params string[] records) => Encoding.UTF8.GetBytes($$"""{"Records":[{{string.Join(",", records)}}]}""");

    /// <summary>A change as the table stream has it, by the record that it names.</summary>
    public static string StreamRecord(OrderChange change) =>
        StreamRecord(
            change.Before is null ? "INSERT" : change.After is null ? "REMOVE" : "MODIFY", change.Before, change.After, change.Record);

    public static string StreamRecord(string name, Order? before, Order? after) => StreamRecord(name, before, after, null);

    private static string StreamRecord(string name, Order? before, Order? after, TableRecord? record) =>
        $$"""{"eventID":"{{record?.EventId ?? "e"}}","eventName":"{{name}}","eventVersion":"1.1","eventSource":"aws:dynamodb","awsRegion":"us-east-1","dynamodb":{"ApproximateCreationDateTime":{{record?.CreatedAt.ToUnixTimeSeconds() ?? 1480642020}},"Keys":{},{{Image("OldImage", before)}}{{Image("NewImage", after)}}"SequenceNumber":"{{record?.SequenceNumber ?? "1405400000000002063282832"}}","SizeBytes":54,"StreamViewType":"NEW_AND_OLD_IMAGES"},"eventSourceARN":"arn:aws:dynamodb:us-east-1:123456789012:table/t/stream/l"}""";

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
