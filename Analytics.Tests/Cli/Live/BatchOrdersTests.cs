using System.Text;
using Analytics.Cli.Live;
using Analytics.Core.Orders;
using Analytics.Core.Wire;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Cli.Live;

public class BatchOrdersTests
{
    [Fact]
    public void The_orders_of_a_batch_of_the_table_stream_are_read() =>
        Assert.Equal([$"{Some.Id(1)} USD 7.00 tea 2"], Read(Stream("USD", "3.5", "2")));

    [Fact]
    public void The_orders_of_a_batch_of_Kinesis_are_read_and_what_is_no_order_is_left_out()
    {
        var order = Some.Order(2, currency: Some.Jpy, lines: [new OrderLine("mug", 3, 900), new OrderLine("tea", 1, 100)]);
        var change = Convert.ToBase64String(ChangeEvent.Write(Some.Placed(order)).Span);

        Assert.Equal([$"{order.Id} JPY 2800 mug+tea 4"], Read(Kinesis(change, "AAAA")));
    }

    // ISO 4217 list one: the number of decimals of a currency. DynamoDB drops the zeros at a number's end.
    [Theory]
    [InlineData("JPY", "1250", "1", "1250")]
    [InlineData("USD", "12.5", "1", "12.50")]
    [InlineData("BGN", "12", "1", "12.00")] // withdrawn on 1 January 2026
    [InlineData("XAD", "0.01", "1", "0.01")] // since amendment 179
    [InlineData("IQD", "1.25", "1", "1.250")]
    [InlineData("BHD", "0", "1", "0.000")]
    [InlineData("CLF", "1.25", "1", "1.2500")]
    [InlineData("UYW", "0.0001", "1000000", "100.0000")]
    public void The_total_of_an_order_has_the_decimals_of_its_currency(string currency, string price, string quantity, string expected) =>
        Assert.Equal(expected, Assert.Single(BatchOrders.Read(Stream(currency, price, quantity))).Total);

    // Such a record is quarantined, not counted.
    [Theory]
    [InlineData("JPY", "12.5")]
    [InlineData("USD", "0.001")]
    [InlineData("XXX", "1")]
    [InlineData("USD", "-1")]
    public void An_order_whose_prices_are_no_amounts_is_left_out(string currency, string price) =>
        Assert.Empty(BatchOrders.Read(Stream(currency, price, "1")));

    [Theory]
    [InlineData("no JSON")]
    [InlineData("{}")]
    [InlineData("[]")]
    public void An_event_that_is_no_batch_has_no_orders(string payload) => Assert.Empty(BatchOrders.Read(Encoding.UTF8.GetBytes(payload)));

    private static IEnumerable<string> Read(byte[] batch) => BatchOrders.Read(batch).Select(order =>
        $"{order.OrderId} {order.Currency} {order.Total} {string.Join('+', order.Skus)} {order.Units}");

    private static byte[] Kinesis(params string[] data)
    {
        var records = data.Select((one, i) =>
            $$$"""{"eventSource":"aws:kinesis","eventID":"shardId-0:{{{i}}}","kinesis":{"sequenceNumber":"{{{i + 1}}}","data":"{{{one}}}"}}""");
        return Encoding.UTF8.GetBytes($$"""{"Records":[{{string.Join(',', records)}}]}""");
    }

    private static byte[] Stream(string currency, string price, string quantity) => Encoding.UTF8.GetBytes("""
        {"Records":[{"eventSource":"aws:dynamodb","eventID":"1","eventName":"INSERT","dynamodb":{"SequenceNumber":"1","NewImage":{
         "orderId":{"S":"ID"},"version":{"N":"1"},"status":{"S":"PLACED"},"customerId":{"S":"c"},
         "placedAt":{"S":"2026-11-23T12:00:00.000Z"},"updatedAt":{"S":"2026-11-23T12:00:00.000Z"},"currency":{"S":"CURRENCY"},
         "lines":{"L":[{"M":{"sku":{"S":"tea"},"quantity":{"N":"QUANTITY"},"unitPrice":{"N":"PRICE"}}}]}}}}]}
        """
        .Replace("\"ID\"", $"\"{Some.Id(1)}\"", StringComparison.Ordinal)
        .Replace("CURRENCY", currency, StringComparison.Ordinal)
        .Replace("QUANTITY", quantity, StringComparison.Ordinal)
        .Replace("PRICE", price, StringComparison.Ordinal));
}
