using System.Text;
using Analytics.Core.Changes;
using Analytics.Core.Orders;
using Analytics.Core.Wire;
using Analytics.Tests.Support;
using CsCheck;
using Xunit;

namespace Analytics.Tests.Core.Wire;

public class ChangeEventTests
{
    [Fact]
    public void The_event_is_the_documented_one()
    {
        var order = Some.Order(lines: new OrderLine("tea", 2, 350));

        Assert.Equal(
            """
            {"specversion":"1.0","id":"caa38c9c00000002","source":"/orders","type":"order.cancelled.v1","subject":"00000001-0000-7000-8000-000000000000","time":"2026-11-23T12:00:10.000Z","datacontenttype":"application/json","data":{"before":{"orderId":"00000001-0000-7000-8000-000000000000","version":1,"status":"PLACED","customerId":"c-1","currency":"USD","lines":[{"sku":"tea","quantity":2,"unitPrice":3.50}],"placedAt":"2026-11-23T12:00:00.000Z","updatedAt":"2026-11-23T12:00:00.000Z","lane":0,"changeId":"caa38c9c00000001"},"after":{"orderId":"00000001-0000-7000-8000-000000000000","version":2,"status":"CANCELLED","customerId":"c-1","currency":"USD","lines":[{"sku":"tea","quantity":2,"unitPrice":3.50}],"placedAt":"2026-11-23T12:00:00.000Z","updatedAt":"2026-11-23T12:00:10.000Z","lane":0,"changeId":"caa38c9c00000002"}}}
            """,
            Encoding.UTF8.GetString(ChangeEvent.Write(Some.Cancelled(order)).Span));
    }

    // An event has the newest change id of an order and not those before it.
    [Fact]
    public void What_is_written_reads_back() =>
        Gens.History.Sample(history => history.All(change =>
            ChangeEvent.Read(ChangeEvent.Write(change)) is ParsedChange.Accepted(var read, null)
            && Equals(read.Before, WithNewestId(change.Before)) && Equals(read.After, WithNewestId(change.After)) && read.Id == change.Id));

    [Fact]
    public void A_deletion_has_no_event() => Assert.Throws<ArgumentException>(() => ChangeEvent.Write(Some.Streamed(Some.Order(), null)));

    [Fact]
    public void An_order_of_another_writer_has_no_change_id_in_its_event()
    {
        var before = Some.Order() with { ChangeIds = [] };
        var written = ChangeEvent.Write(OrderChange.Published(before, before.Cancel(Some.Change(1), Some.At("12:01"))));

        Assert.Equal(1, Encoding.UTF8.GetString(written.Span).Split("changeId").Length - 1);
        Assert.True(Assert.IsType<ParsedChange.Accepted>(ChangeEvent.Read(written)).Value.Before!.LastChange.IsNone);
    }

    [Theory]
    [InlineData("", "It is not JSON")]
    [InlineData("{", "It is not JSON")]
    [InlineData("[]", "CloudEvents")]
    [InlineData("""{"specversion":"0.3"}""", "CloudEvents")]
    [InlineData("""{"specversion":"1.0","type":"order.placed.v2"}""", "type")]
    [InlineData("""{"specversion":"1.0","type":"order.placed.v1","data":{}}""", "before and after")]
    [InlineData("""{"specversion":"1.0","type":"order.placed.v1","data":{"before":null,"after":null}}""", "rules of an order")]
    [InlineData("""{"specversion":"1.0","type":"order.placed.v1","data":{"before":null,"after":{"orderId":"x"}}}""", "#/orderId must be a UUID")]
    [InlineData("""{"specversion":"1.0","specversion":"1.0"}""", "It is not JSON")]
    [InlineData("""{"specversion":"1.0\ud800"}""", "It is not JSON")]
    public void What_is_no_change_is_rejected_with_its_reason(string json, string reason) =>
        Assert.Contains(
            reason, Assert.IsType<ParsedChange.Rejected>(ChangeEvent.Read(Encoding.UTF8.GetBytes(json))).Reason, StringComparison.Ordinal);

    [Theory]
    [InlineData("no id")]
    [InlineData("0000000000000000")]
    [InlineData("0123456789abcdef")] // of another order
    public void An_event_whose_change_has_no_id_of_its_own_is_rejected(string id)
    {
        var written = Encoding.UTF8.GetString(ChangeEvent.Write(Some.Placed(Some.Order())).Span);
        var without = written.Replace($"\"changeId\":\"{Some.Change(1)}\"", $"\"changeId\":\"{id}\"", StringComparison.Ordinal);

        Assert.NotEqual(written, without);
        Assert.Equal(
            $"The change of order {Some.Id(1)} has no id of its own.",
            Assert.IsType<ParsedChange.Rejected>(ChangeEvent.Read(Encoding.UTF8.GetBytes(without))).Reason);
    }

    [Fact]
    public void An_event_whose_orders_have_the_same_change_id_is_rejected()
    {
        var written = Encoding.UTF8.GetString(ChangeEvent.Write(Some.Cancelled(Some.Order())).Span);
        var same = written.Replace(Some.Change(1).ToString(), Some.Change(1, 2).ToString(), StringComparison.Ordinal);

        Assert.IsType<ParsedChange.Rejected>(ChangeEvent.Read(Encoding.UTF8.GetBytes(same)));
    }

    [Fact]
    public void An_event_with_two_different_orders_is_rejected()
    {
        var written = Encoding.UTF8.GetString(ChangeEvent.Write(Some.Cancelled(Some.Order())).Span);
        var before = written.IndexOf(
            Some.Id(1).ToString(), written.IndexOf("\"before\"", StringComparison.Ordinal), StringComparison.Ordinal);
        var other = written.Remove(before, 36).Insert(before, Some.Id(2).ToString());

        Assert.Equal(
            $"Order {Some.Id(2)} cannot become order {Some.Id(1)}.",
            Assert.IsType<ParsedChange.Rejected>(ChangeEvent.Read(Encoding.UTF8.GetBytes(other))).Reason);
    }

    [Fact]
    public void Any_bytes_are_accepted_or_rejected_and_never_thrown_at() =>
        Gen.Select(Gens.History, Gen.Int[0, 5000], Gen.Byte, Gen.Int[0, 5000]).Sample((history, position, value, cut) =>
        {
            var bytes = ChangeEvent.Write(history[^1]).ToArray();
            bytes[position % bytes.Length] = value;
            Assert.NotNull(ChangeEvent.Read(bytes.AsMemory(0, cut % 7 == 0 ? cut % bytes.Length : bytes.Length)));
        });

    // CloudEvents 1.0.2, JSON event format, section 3.1.1: data_base64 in place of data.
    [Fact]
    public void Data_in_Base64_means_the_same_as_data()
    {
        var change = Some.Cancelled(Some.Order());

        Assert.Equal(ChangeEvent.Read(ChangeEvent.Write(change)), Assert.IsType<ParsedChange.Accepted>(ChangeEvent.Read(InBase64(change))));
    }

    [Theory]
    [InlineData("\"data_base64\":\"e30=\"", "Its data holds no before and after.")]
    [InlineData("\"data_base64\":\"e30\"", "Its data_base64 is not Base64.")]
    [InlineData("\"data_base64\":{}", "Its data_base64 is not Base64.")]
    [InlineData("\"data_base64\":\"ew==\"", "Its data_base64 does not hold JSON: line 1, position 2: it ends too early.")]
    [InlineData("\"data_base64\":\"e30=\",\"data\":{}", "It has data and data_base64; CloudEvents allows one of them.")]
    [InlineData("\"other\":1", "It has no data.")]
    public void Data_in_Base64_that_is_none_is_rejected_with_its_reason(string member, string reason) => Assert.Equal(
        new ParsedChange.Rejected(reason),
        ChangeEvent.Read(Encoding.UTF8.GetBytes($$"""{"specversion":"1.0","type":"order.placed.v1",{{member}}}""")));

    [Fact]
    public void Both_kinds_of_data_are_rejected_by_every_reader()
    {
        var text = Encoding.UTF8.GetString(ChangeEvent.Write(Some.Placed(Some.Order())).Span);
        var both = Encoding.UTF8.GetBytes(text.Insert(text.Length - 1, ",\"data_base64\":\"e30=\""));

        Assert.IsType<ParsedChange.Rejected>(ChangeEvent.Read(both));
        Assert.False(new ChangeReader().TryReadEvent(both));
    }

    // KPL, aggregation format: a magic number, a Protocol Buffers message, its MD5.
    [Fact]
    public void An_aggregated_record_of_the_KPL_is_called_that()
    {
        byte[] record = [0xF3, 0x89, 0x9A, 0xC2, 0x0A, 0x01, 0x31, .. new byte[16]];

        Assert.Contains(
            "aggregated record of the Kinesis Producer Library (KPL)",
            Assert.IsType<ParsedChange.Rejected>(ChangeEvent.Read(record)).Reason, StringComparison.Ordinal);
    }

    private static byte[] InBase64(OrderChange change)
    {
        using var written = System.Text.Json.JsonDocument.Parse(ChangeEvent.Write(change));
        var data = Convert.ToBase64String(Encoding.UTF8.GetBytes(written.RootElement.GetProperty("data").GetRawText()));
        return Encoding.UTF8.GetBytes($$"""{"specversion":"1.0","type":"order.cancelled.v1","datacontenttype":"application/json","data_base64":"{{data}}"}""");
    }

    private static Order? WithNewestId(Order? order) => order is null ? null : order with { ChangeIds = [order.LastChange] };
}
