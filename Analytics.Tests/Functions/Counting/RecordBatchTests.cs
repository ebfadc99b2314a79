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
using static Analytics.Tests.Functions.Counting.RecordMutations;
using static Analytics.Tests.Functions.Counting.RecordReading;

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
    public void Records_in_the_usual_form_are_read_by_the_fast_parser()
    {
        var order = Some.Order(lines: [new OrderLine("tea", 2, 350), new OrderLine("mug", 1, 900)]) with { Lane = 255 };
        OrderChange[] changes = [Some.Placed(order), Some.Cancelled(order)];

        Assert.Equal([0, 1], Places(Events.Kinesis([.. changes.Select(change => ChangeEvent.Write(change).ToArray())])));
        Assert.Equal([0, 1, 2], Places(Events.Stream([.. changes.Append(Some.Streamed(order, null)).Select(Events.StreamRecord)])));
    }

    [Fact]
    public void Dimensions_are_read_the_fast_way()
    {
        var order = Some.Order() with { Slice = Some.Slice("web", "de"), TaxMinor = 7 };
        OrderChange[] changes =
            [Some.Placed(order), Some.Cancelled(order), Some.Placed(Some.Order(2) with { Slice = Some.Slice("app", "at") })];

        Assert.Equal([0, 1, 2], Places(Events.Kinesis([.. changes.Select(change => ChangeEvent.Write(change).ToArray())])));
        Assert.Equal([0, 1, 2], Places(Events.Stream([.. changes.Select(Events.StreamRecord)])));
    }

    [Theory]
    [InlineData("crème brûlée")]
    [InlineData("چای‌سبز")]
    [InlineData("茶 <hot> & sweet, it's 1+1")]
    public void A_name_in_any_script_is_read_by_the_fast_parser(string sku)
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
    public void The_parsers_agree_on_Kinesis_events() =>
        Gen.Select(Histories, Gen.Int[0, 1_000_000_000]).Sample((changes, seed) =>
            AssertSame(Events.Kinesis([.. changes.Select(change => Unusual(ChangeEvent.Write(change).ToArray(), new Random(seed)))])));

    [Fact]
    public void The_parsers_agree_on_table_stream_images() =>
        Gen.Select(Histories, Gen.Int[0, 1_000_000_000]).Sample((changes, seed) =>
            AssertSame(Events.Stream([.. changes.Select(
                change => Encoding.UTF8.GetString(Unusual(Encoding.UTF8.GetBytes(Events.StreamRecord(change)), new Random(seed))))])));

    [Fact]
    public void The_parsers_agree_on_damaged_events() =>
        Gen.Select(Histories, Gen.Int[0, 1_000_000_000]).Sample((changes, seed) =>
        {
            var random = new Random(seed);
            AssertSame(Events.Kinesis([.. changes.Select(change => Damaged(ChangeEvent.Write(change).ToArray(), random))]));
        }, iter: 2_000);

    [Fact]
    public void The_parsers_agree_on_damaged_batches() =>
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

    private static int[] Places(byte[] utf8)
    {
        var reader = new RecordReader();
        Assert.True(reader.TryRead(utf8));
        return [.. reader.Records.ToArray().Select(record => record.Place)];
    }

    private static OrderChange Renamed(OrderChange change, string name) =>
        OrderChange.Published(Renamed(change.Before, name), Renamed(change.After, name)!);

    private static Order? Renamed(Order? order, string name) =>
        order is null ? null : order with { CustomerId = name, Lines = [.. order.Lines.Select(
            (line, index) => index == 0 ? line with { Sku = name } : line)] };
}
