using System.Text;
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
            {"specversion":"1.0","id":"00000001-0000-7000-8000-000000000000/2","source":"/orders","type":"order.cancelled.v1","subject":"00000001-0000-7000-8000-000000000000","time":"2026-11-23T12:00:10.000Z","datacontenttype":"application/json","data":{"before":{"orderId":"00000001-0000-7000-8000-000000000000","version":1,"status":"PLACED","customerId":"c-1","currency":"USD","lines":[{"sku":"tea","quantity":2,"unitPrice":3.50}],"placedAt":"2026-11-23T12:00:00.000Z","updatedAt":"2026-11-23T12:00:00.000Z"},"after":{"orderId":"00000001-0000-7000-8000-000000000000","version":2,"status":"CANCELLED","customerId":"c-1","currency":"USD","lines":[{"sku":"tea","quantity":2,"unitPrice":3.50}],"placedAt":"2026-11-23T12:00:00.000Z","updatedAt":"2026-11-23T12:00:10.000Z"}}}
            """,
            Encoding.UTF8.GetString(ChangeEvent.Write(Some.Cancelled(order)).Span));
    }

    [Fact]
    public void What_is_written_reads_back() =>
        Gens.History.Sample(history => history.All(change =>
            ChangeEvent.Read(ChangeEvent.Write(change)) is ParsedChange.Accepted(var read)
            && Equals(read.Before, change.Before) && Equals(read.After, change.After) && read.Id == change.Id));

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
        Assert.Contains(reason, Assert.IsType<ParsedChange.Rejected>(ChangeEvent.Read(Encoding.UTF8.GetBytes(json))).Reason, StringComparison.Ordinal);

    [Fact]
    public void A_version_without_the_one_before_it_is_rejected()
    {
        var placed = Encoding.UTF8.GetString(ChangeEvent.Write(Some.Placed(Some.Order())).Span);
        var skipped = placed.Replace("\"version\":1", "\"version\":3", StringComparison.Ordinal);

        Assert.IsType<ParsedChange.Rejected>(ChangeEvent.Read(Encoding.UTF8.GetBytes(skipped)));
    }

    [Fact]
    public void Any_bytes_are_accepted_or_rejected_and_never_thrown_at() =>
        Gen.Select(Gens.History, Gen.Int[0, 5000], Gen.Byte, Gen.Int[0, 5000]).Sample((history, position, value, cut) =>
        {
            var bytes = ChangeEvent.Write(history[^1]).ToArray();
            bytes[position % bytes.Length] = value;
            Assert.NotNull(ChangeEvent.Read(bytes.AsMemory(0, cut % 7 == 0 ? cut % bytes.Length : bytes.Length)));
        });
}
