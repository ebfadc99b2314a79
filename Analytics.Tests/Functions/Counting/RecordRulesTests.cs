using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Analytics.Core.Wire;
using Analytics.Functions.Counting;
using Analytics.Tests.Support;
using Xunit;
using static Analytics.Tests.Functions.Counting.RecordReading;

namespace Analytics.Tests.Functions.Counting;

/// <summary>The rules of an order's fields, which both readers of records keep, whichever source a record is from.</summary>
public class RecordRulesTests
{
    // In the very form that is expected, so that nothing but the rule can turn them away.
    [Theory]
    [InlineData("orderId", "00000002-0000-7000-8000-000000000000", true)]
    [InlineData("placedAt", "2026-11-24T12:00:10.001Z", true)]
    [InlineData("placedAt", "2026-11-24T12:00:10.000Z", false)]
    [InlineData("placedAt", "2026-11-23T12:01:00.000Z", false)]
    [InlineData("updatedAt", "2026-11-23T25:00:00.000Z", true)]
    [InlineData("currency", "XXX", true)]
    [InlineData("customerId", "", true)]
    [InlineData("status", "SHIPPED", true)]
    public void Orders_that_break_a_rule_are_rejected_from_either_source(string property, string value, bool isTurnedAway)
    {
        var change = Some.Cancelled(Some.Order());
        var json = JsonNode.Parse(ChangeEvent.Write(change).Span)!;
        json["data"]!["after"]![property] = JsonValue.Create(value);
        var record = JsonNode.Parse(Events.StreamRecord(change))!;
        record["dynamodb"]!["NewImage"]![property]!["S"] = value;
        var (events, images) = (Events.Kinesis(Encoding.UTF8.GetBytes(json.ToJsonString())), Events.Stream(record.ToJsonString()));

        foreach (var utf8 in new[] { events, images })
        {
            AssertSame(utf8);
            Assert.Equal(isTurnedAway, Read(utf8).RejectionOf(0) is not null);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("none of sixteen ")]
    [InlineData("0000000000000000")]
    [InlineData("before")] // that of the change before
    [InlineData("other")] // one of another order
    public void A_published_change_without_an_id_of_its_own_is_rejected(string? id)
    {
        var change = Some.Cancelled(Some.Order());
        var json = JsonNode.Parse(ChangeEvent.Write(change).Span)!;
        json["data"]!["after"]!["changeId"] = id switch { "before" => $"{Some.Change(1)}", "other" => $"{Some.Change(2)}", _ => id };
        var written = json.ToJsonString();
        var indented = json.ToJsonString(new JsonSerializerOptions { WriteIndented = true });

        foreach (var utf8 in new[] { Events.Kinesis(Encoding.UTF8.GetBytes(written)), Events.Kinesis(Encoding.UTF8.GetBytes(indented)) })
        {
            AssertSame(utf8);
            Assert.NotNull(Read(utf8).RejectionOf(0));
        }
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("10001")]
    [InlineData("1000000000000001")]
    [InlineData("99999999999999999999999999999")]
    [InlineData(null)]
    public void A_version_may_be_any_from_either_source(string? version)
    {
        var json = JsonNode.Parse(ChangeEvent.Write(Some.Cancelled(Some.Order())).Span)!;
        json["data"]!["after"]!.AsObject().Remove("version");
        var record = JsonNode.Parse(Events.StreamRecord(Some.Cancelled(Some.Order())))!;
        record["dynamodb"]!["NewImage"]!.AsObject().Remove("version");
        if (version is not null)
        {
            json["data"]!["after"]!["version"] = JsonNode.Parse(version);
            record["dynamodb"]!["NewImage"]!["version"] = new JsonObject { ["N"] = version };
        }

        AssertAccepted(json, record);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("255", 255)]
    [InlineData("256", 0)]
    [InlineData("-1", 0)]
    [InlineData("7.0", 0)]
    [InlineData("true", 0)]
    [InlineData(null, 0)]
    public void A_lane_is_a_number_from_0_to_255_or_else_lane_0_from_either_source(string? lane, int expected)
    {
        var json = JsonNode.Parse(ChangeEvent.Write(Some.Placed(Some.Order() with { Lane = 9 })).Span)!;
        json["data"]!["after"]!.AsObject().Remove("lane");
        var record = JsonNode.Parse(Events.StreamRecord(Some.Placed(Some.Order() with { Lane = 9 })))!;
        record["dynamodb"]!["NewImage"]!.AsObject().Remove("lane");
        if (lane is not null)
        {
            json["data"]!["after"]!["lane"] = JsonNode.Parse(lane);
            record["dynamodb"]!["NewImage"]!["lane"] = new JsonObject { [lane == "true" ? "S" : "N"] = lane };
        }

        foreach (var batch in AssertAccepted(json, record))
        {
            Assert.Equal(expected, batch.Changes[0].To!.Value.Lane);
        }
    }

    // The event is as an event has them, the image as the table has them.
    [Theory]
    [InlineData("""{"channel":"web","country":"de"}""", "channel,country=web,de")]
    [InlineData("""{"country":"de","channel":"web"}""", "channel,country=web,de")]
    [InlineData("""{"channel":"web","country":"DE"}""", "channel=web")]
    [InlineData("""{"channel":7,"country":"de"}""", "country=de")]
    [InlineData("""{"channel":null,"Country":"de"}""", "")]
    [InlineData("""{"e":"5","d":"4","c":"3","b":"2","a":"1"}""", "a,b,c,d=1,2,3,4")]
    [InlineData("""{"channel":{"web":"web"},"country":"de"}""", "country=de")]
    [InlineData("""{"channel":"w\u0065b"}""", "channel=web")]
    [InlineData("""{"channel":"}}}"}""", "")]
    [InlineData("{}", "")]
    [InlineData("[]", "")]
    [InlineData("null", "")]
    [InlineData("\"web\"", "")]
    public void Dimensions_that_are_none_are_left_out_from_either_source(string dimensions, string expected)
    {
        var order = Some.Order() with { Slice = Some.Slice("app", "at") };
        var json = JsonNode.Parse(ChangeEvent.Write(Some.Placed(order)).Span)!;
        json["data"]!["after"]!["dimensions"] = JsonNode.Parse(dimensions);
        var record = JsonNode.Parse(Events.StreamRecord(Some.Placed(order)))!;
        record["dynamodb"]!["NewImage"]!["dimensions"] = Attribute(JsonNode.Parse(dimensions));

        foreach (var batch in AssertAccepted(json, record))
        {
            Assert.Equal(expected, batch.Changes[0].Data.After.Slice.Text);
        }

        static JsonObject Attribute(JsonNode? value) => value switch
        {
            JsonObject map => new JsonObject
            {
                ["M"] = new JsonObject(map.Select(member => KeyValuePair.Create(member.Key, (JsonNode?)Attribute(member.Value)))),
            },
            JsonArray => new JsonObject { ["L"] = new JsonArray() },
            JsonValue some when some.GetValueKind() == JsonValueKind.String => new JsonObject { ["S"] = some.GetValue<string>() },
            JsonValue number => new JsonObject { ["N"] = number.ToJsonString() },
            _ => new JsonObject { ["NULL"] = true },
        };
    }

    // Written by another writer, in the places of two that the API wrote.
    [Theory]
    [InlineData(2, "", "id 1", "id 2")]
    [InlineData(2, "none of sixteen ", "id 1", "id 2")]
    [InlineData(2, "other", "id 1", "id 2")]
    [InlineData(0)]
    [InlineData(0, "", "other")]
    [InlineData(40, "id 1 to 40")]
    public void Invalid_change_ids_are_ignored(int expected, params string[] ids)
    {
        var record = JsonNode.Parse(Events.StreamRecord(Some.Placed(Some.Order())))!;
        var written = ids is ["id 1 to 40"] ? Enumerable.Range(1, 40).Select(number => $"id {number}") : ids;
        record["dynamodb"]!["NewImage"]!["changeIds"] = new JsonObject
        {
            ["L"] = new JsonArray([.. written.Select(id => new JsonObject
            {
                ["S"] = id == "other" ? $"{Some.Change(2)}"
                    : id.StartsWith("id ", StringComparison.Ordinal) ? $"{Some.Change(1, int.Parse(id[3..], null))}"
                    : id,
            })]),
        };
        var utf8 = Events.Stream(record.ToJsonString());

        AssertSame(utf8);
        Assert.Equal(Enumerable.Range(1, expected).Select(number => Some.Change(1, number)), Read(utf8).Changes[0].IdsAfter.ToArray());
    }

    // What a reader remembers before it has read anything must not be what a record can say.
    [Fact]
    public void A_time_without_digits_is_rejected_by_a_parser_that_has_parsed_none()
    {
        var nothing = $"{new string('\0', 16)}:00.000Z";
        var change = Some.Placed(Some.Order());
        var json = JsonNode.Parse(ChangeEvent.Write(change).Span)!;
        json["data"]!["after"]!["placedAt"] = nothing;
        var record = JsonNode.Parse(Events.StreamRecord(change))!;
        record["dynamodb"]!["NewImage"]!["placedAt"]!["S"] = nothing;
        var escaped = json.ToJsonString();
        var raw = escaped.Replace("\\u0000", "\0", StringComparison.Ordinal);

        foreach (var utf8 in new[] { Events.Kinesis(Encoding.UTF8.GetBytes(escaped)), Events.Kinesis(Encoding.UTF8.GetBytes(raw)),
            Events.Stream(record.ToJsonString()) })
        {
            AssertSame(utf8);
            Assert.NotNull(Read(utf8).RejectionOf(0));
        }
    }

    private static IReadOnlyList<RecordBatch> AssertAccepted(JsonNode published, JsonNode record)
    {
        byte[][] batches =
        [
            Events.Kinesis(Encoding.UTF8.GetBytes(published.ToJsonString())),
            Events.Kinesis(Encoding.UTF8.GetBytes(published.ToJsonString(new JsonSerializerOptions { WriteIndented = true }))),
            Events.Stream(record.ToJsonString()),
        ];
        foreach (var utf8 in batches)
        {
            AssertSame(utf8);
            Assert.Null(Read(utf8).RejectionOf(0));
        }

        return [.. batches.Select(Read)];
    }
}
