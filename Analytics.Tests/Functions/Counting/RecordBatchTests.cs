using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Analytics.Core.Changes;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Core.Wire;
using Analytics.Functions.Counting;
using Analytics.Storage;
using Analytics.Tests.Support;
using CsCheck;
using Xunit;

namespace Analytics.Tests.Functions.Counting;

/// <summary>Holds the fast reading of records equal to the thorough one, whatever the records look like.</summary>
public class RecordBatchTests
{
    private static readonly Gen<string> Name = Gen.OneOf(
        Gens.Sku, Gen.String[Gen.Char[' ', '~'], 1, 70], Gen.Const("a\"b\\c/d"), Gen.Const("\u007F"), Gen.Const("\u200B"),
        Gen.Const(new string('é', 64)));

    private static readonly Gen<OrderChange[]> Histories = Gen.Select(Gens.Histories, Name.Array[1, 5]).Select((histories, names) =>
        histories.SelectMany(history => history).Select((change, index) => Renamed(change, names[index % names.Length])).ToArray());

    [Fact]
    public void What_is_written_the_usual_way_is_read_the_fast_way()
    {
        var order = Some.Order(lines: [new OrderLine("tea", 2, 350), new OrderLine("mug", 1, 900)]) with { Lane = 255 };
        OrderChange[] changes = [Some.Placed(order), Some.Cancelled(order)];

        Assert.Equal([0, 1], Places(Events.Kinesis([.. changes.Select(change => ChangeEvent.Write(change).ToArray())])));
        Assert.Equal([0, 1, 2], Places(Events.Stream([.. changes.Append(Some.Streamed(order, null)).Select(Events.StreamRecord)])));
    }

    [Theory]
    [InlineData("crème brûlée")]
    [InlineData("چای‌سبز")]
    [InlineData("茶 <hot> & sweet, it's 1+1")]
    public void A_name_in_any_script_is_read_the_fast_way(string sku)
    {
        var order = Some.Order(lines: [new OrderLine(sku, 2, 350)]);

        Assert.Equal([0], Places(Events.Kinesis(ChangeEvent.Write(Some.Placed(order)).ToArray())));
    }

    [Fact]
    public void An_event_in_another_form_is_read_by_the_validating_parser()
    {
        var json = JsonNode.Parse(ChangeEvent.Write(Some.Cancelled(Some.Order())).Span)!.AsObject();
        json["data"]!["after"]!["customerId"] = "an \"escaped\" name";
        json["data"]!["after"]!["warehouse"] = "west";
        var text = Reordered(json)!.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
        var unusual = Events.Kinesis(Encoding.UTF8.GetBytes(text));

        Assert.Equal([RecordRow.NotTaken], Places(unusual));
        AssertSame(unusual);
    }

    [Fact]
    public void Events_are_read_as_the_thorough_reader_reads_them() =>
        Gen.Select(Histories, Gen.Int[0, 1_000_000_000]).Sample((changes, seed) =>
            AssertSame(Events.Kinesis([.. changes.Select(change => Unusual(ChangeEvent.Write(change).ToArray(), new Random(seed)))])));

    [Fact]
    public void Images_are_read_as_the_thorough_reader_reads_them() =>
        Gen.Select(Histories, Gen.Int[0, 1_000_000_000]).Sample((changes, seed) =>
            AssertSame(Events.Stream([.. changes.Select(
                change => Encoding.UTF8.GetString(Unusual(Encoding.UTF8.GetBytes(Events.StreamRecord(change)), new Random(seed))))])));

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
    public void Orders_that_break_a_rule_are_turned_away_from_either_source(string property, string value, bool isTurnedAway)
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
    public void A_published_change_without_an_id_of_its_own_is_turned_away(string? id)
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

    // Written by another writer, in the places of two that the API wrote.
    [Theory]
    [InlineData(2, "", "id 1", "id 2")]
    [InlineData(2, "none of sixteen ", "id 1", "id 2")]
    [InlineData(2, "other", "id 1", "id 2")]
    [InlineData(0)]
    [InlineData(0, "", "other")]
    [InlineData(40, "id 1 to 40")]
    public void Change_ids_that_are_none_are_passed_over(int expected, params string[] ids)
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
    public void A_time_without_digits_is_turned_away_by_a_reader_that_has_read_none()
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

    [Fact]
    public void Damaged_events_are_read_as_the_thorough_reader_reads_them() =>
        Gen.Select(Histories, Gen.Int[0, 1_000_000_000]).Sample((changes, seed) =>
        {
            var random = new Random(seed);
            AssertSame(Events.Kinesis([.. changes.Select(change => Damaged(ChangeEvent.Write(change).ToArray(), random))]));
        }, iter: 2_000);

    [Fact]
    public void Damaged_batches_are_read_as_the_thorough_reader_reads_them() =>
        Gen.Select(Histories, Gen.Int[0, 1_000_000_000], Gen.Bool).Sample((changes, seed, isKinesis) =>
        {
            var random = new Random(seed);
            var some = changes.Take(3).ToArray();
            AssertSame(Damaged(isKinesis
                ? Events.Kinesis([.. some.Select(change => ChangeEvent.Write(change).ToArray())])
                : Events.Stream([.. some.Select(Events.StreamRecord)]), random));
        }, iter: 4_000);

    [Fact]
    public void A_batch_is_read_the_same_whatever_was_read_before() =>
        Gen.Select(Histories, Histories).Sample((before, changes) =>
        {
            var batch = new RecordBatch();
            var utf8 = Events.Stream([.. changes.Select(Events.StreamRecord)]);
            batch.Read(Events.Kinesis([.. before.Select(change => ChangeEvent.Write(change).ToArray())]));
            batch.Read(utf8);
            AssertSame(batch, StreamEventParser.Read(utf8));
        });

    [Fact]
    public void The_attributes_of_an_image_are_those_that_orders_are_stored_with()
    {
        string[] stored =
        [
            OrderItem.Key, OrderItem.Lane, OrderItem.Status, OrderItem.CustomerId, OrderItem.Currency, OrderItem.Lines, OrderItem.Sku,
            OrderItem.Quantity,
            OrderItem.UnitPrice, OrderItem.PlacedAt, OrderItem.UpdatedAt, OrderItem.ChangeIds,
        ];

        Assert.Equal(
            "orderId lane status customerId currency lines sku quantity unitPrice placedAt updatedAt changeIds", string.Join(' ', stored));
    }

    private static RecordBatch Read(byte[] utf8)
    {
        var batch = new RecordBatch();
        batch.Read(utf8);
        return batch;
    }

    private static int[] Places(byte[] utf8)
    {
        var reader = new RecordReader();
        Assert.True(reader.TryRead(utf8));
        return [.. reader.Records.ToArray().Select(record => record.Place)];
    }

    private static void AssertSame(byte[] utf8)
    {
        var batch = new RecordBatch();
        IReadOnlyList<SourceRecord> records;
        try
        {
            records = StreamEventParser.Read(utf8);
        }
        catch (JsonException)
        {
            Assert.ThrowsAny<JsonException>(() => batch.Read(utf8));
            return;
        }

        batch.Read(utf8);
        AssertSame(batch, records);
    }

    private static void AssertSame(RecordBatch batch, IReadOnlyList<SourceRecord> records)
    {
        Assert.Equal(records.Count, batch.Count);
        for (var index = 0; index < records.Count; index++)
        {
            Assert.Equal(records[index].SequenceNumber, batch.SequenceNumberOf(index));
            Assert.Equal(records[index].Raw.ToArray(), batch[index].Raw.ToArray());
            Assert.Equal(
                records[index].Parsed switch
                {
                    ParsedChange.Rejected(var reason) => reason,
                    ParsedChange.Accepted(_, var objection) => objection,
                    _ => null,
                },
                batch.RejectionOf(index));
            if (records[index].Parsed is not ParsedChange.Accepted(var change, _))
            {
                Assert.True(batch.RowOf(index) < 0);
                continue;
            }

            AssertSame(change.Flat(), batch.Changes[batch.RowOf(index)]);
            var read = batch.Changes[batch.RowOf(index)];
            Assert.Equal(change.Before is null && change.After?.Status == OrderStatus.Placed ? change.After.Currency : null, read.PlacedIn);
            Assert.Equal(change.After?.Lines.Sum(line => line.RevenueMinor) ?? 0, read.RevenueMinor);
        }

        var oldest = records.Min(record => record.ArrivedAt);
        Assert.Equal(oldest is null, batch.OldestArrival is null);
        Assert.True(oldest is null || (oldest.Value - batch.OldestArrival!.Value).Duration() < TimeSpan.FromMilliseconds(1));
    }

    private static void AssertSame(Change expected, Change read)
    {
        var (plain, data) = (expected.Data, read.Data);
        Assert.Equal(
            (expected.From, expected.To, expected.ChangedAt, expected.RevenueMinor, expected.MaxBytes),
            (read.From, read.To, read.ChangedAt, read.RevenueMinor, read.MaxBytes));
        Assert.Equal(
            (plain.Id, plain.Previous, plain.RecordId, plain.Position, plain.Before.Status, plain.After.Status),
            (data.Id, data.Previous, data.RecordId, data.Position, data.Before.Status, data.After.Status));
        Assert.Equal(expected.IdsBefore.ToArray(), read.IdsBefore.ToArray());
        Assert.Equal(expected.IdsAfter.ToArray(), read.IdsAfter.ToArray());
        foreach (var key in new[] { expected.From, expected.To }.OfType<DocumentKey>())
        {
            var (tally, sums) = (new Tally(), new Tally());
            expected.AddTo(tally, key);
            read.AddTo(sums, key);
            Assert.Equal(tally, sums);
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

    private static OrderChange Renamed(OrderChange change, string name) =>
        OrderChange.Published(Renamed(change.Before, name), Renamed(change.After, name)!);

    private static Order? Renamed(Order? order, string name) =>
        order is null ? null : order with { CustomerId = name, Lines = [.. order.Lines.Select(
            (line, index) => index == 0 ? line with { Sku = name } : line)] };

    // The same, or the same in other words, or with something that is not looked at, or with something that breaks a rule.
    private static byte[] Unusual(byte[] utf8, Random random)
    {
        var json = JsonNode.Parse(utf8)!;
        var options = new JsonSerializerOptions
        {
            WriteIndented = random.Next(2) == 0,
            Encoder = random.Next(2) == 0 ? System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping : null,
        };
        for (var change = random.Next(4); change > 0; change--)
        {
            var objects = Objects(json).ToList();
            var chosen = objects[random.Next(objects.Count)];
            var name = chosen.Count == 0 ? "none" : chosen.ElementAt(random.Next(chosen.Count)).Key;
            switch (random.Next(5))
            {
                case 0:
                    chosen["extra"] = random.Next(3) switch { 0 => "text", 1 => 5, _ => new JsonObject { ["nested"] = null } };
                    break;
                case 1:
                    chosen.Remove(name);
                    break;
                case 2:
                    chosen[name] = random.Next(4) switch { 0 => "2026-11-23T10:05:12.345Z", 1 => 2, 2 => null, _ => "USD" };
                    break;
                case 3:
                    json = Reordered(json)!;
                    break;
            }
        }

        return Encoding.UTF8.GetBytes(json.ToJsonString(options));
    }

    private static byte[] Damaged(byte[] utf8, Random random)
    {
        const string Likely = "\"\\{}[]:,0123456789.-eE \t\n\u0001\u0080\u00FFnulltruefalseUSDJPYPLACEDCANCELLED";
        for (var damage = random.Next(3); damage > 0; damage--)
        {
            var at = random.Next(utf8.Length);
            utf8 = random.Next(4) switch
            {
                0 => [.. utf8[..at], .. utf8[Math.Min(utf8.Length, at + 1 + random.Next(3))..]],
                1 => [.. utf8[..at], (byte)Likely[random.Next(Likely.Length)], .. utf8[at..]],
                2 => [.. utf8[..at], .. utf8[Math.Max(0, at - random.Next(40))..]],
                _ => [.. utf8[..at], (byte)Likely[random.Next(Likely.Length)], .. utf8[(at + 1)..]],
            };
        }

        return utf8;
    }

    private static JsonNode? Reordered(JsonNode? node) => node switch
    {
        JsonObject properties =>
            new JsonObject(properties.Reverse().Select(property => KeyValuePair.Create(property.Key, Reordered(property.Value)))),
        JsonArray array => new JsonArray([.. array.Select(Reordered)]),
        _ => node?.DeepClone(),
    };

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject properties => properties.SelectMany(property => Objects(property.Value)).Prepend(properties),
        JsonArray array => array.SelectMany(Objects),
        _ => [],
    };
}
