using System.Text;
using Analytics.Core.Orders;
using Analytics.Local.Lambda;
using Analytics.Local.Web.Live;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Local.Web;

public class LiveTests
{
    private const string Stream =
        """{"Records":[{"dynamodb":{"NewImage":{"orderId":{"S":"o-1"},"version":{"N":"1"},"status":{"S":"PLACED"},"placedAt":{"S":"2026-11-23T12:00:00.000Z"},"currency":{"S":"USD"},"lines":{"L":[{"M":{"sku":{"S":"tea"},"quantity":{"N":"2"},"unitPrice":{"N":"3.5"}}}]}}}}]}""";

    [Fact]
    public async Task Orders_of_either_source_show_once_they_are_counted()
    {
        var newest = new NewestOrders();
        var change = """{"data":{"before":null,"after":{"orderId":"o-2","version":1,"status":"PLACED","placedAt":"2026-11-23T12:00:01.000Z","currency":"JPY","lines":[{"sku":"mug","quantity":3,"unitPrice":900},{"sku":"tea","quantity":1,"unitPrice":100}]}}}""";
        var kinesis = $$$"""{"Records":[{"kinesis":{"data":"{{{Convert.ToBase64String(Encoding.UTF8.GetBytes(change))}}}"}},{"kinesis":{"data":"AAAA"}}]}""";

        await Tap(newest).InvokeAsync(Encoding.UTF8.GetBytes(Stream), default);
        await Tap(newest).InvokeAsync(Encoding.UTF8.GetBytes(kinesis), default);

        Assert.Equal(["o-2 JPY 2800 mug+tea 4", "o-1 USD 7.00 tea 2"], newest.List().Select(order =>
            $"{order.OrderId} {order.Currency} {order.Total} {string.Join('+', order.Skus)} {order.Units}"));
    }

    // ISO 4217 list one: the number of decimals of a currency. DynamoDB drops the zeros at a number's end.
    [Theory]
    [InlineData("JPY", "1250", "1", "1250")]
    [InlineData("JPY", "1.25E3", "1", "1250")]
    [InlineData("USD", "12.5", "1", "12.50")]
    [InlineData("BGN", "12", "1", "12.00")] // withdrawn on 1 January 2026
    [InlineData("XAD", "0.01", "1", "0.01")] // since amendment 179
    [InlineData("IQD", "1.25", "1", "1.250")]
    [InlineData("BHD", "0", "1", "0.000")]
    [InlineData("CLF", "1.25", "1", "1.2500")]
    [InlineData("UYW", "0.0001", "1000000", "100.0000")]
    [InlineData("USD", "90071992547409.93", "1", "90071992547409.93")] // 2^53 + 1 minor units
    [InlineData("KWD", "-12.5", "1", "-12.500")]
    public async Task The_total_of_an_order_has_the_decimals_of_its_currency(
        string currency, string price, string quantity, string expected)
    {
        var newest = new NewestOrders();

        await Tap(newest).InvokeAsync(Image(currency, price, quantity), default);

        Assert.Equal(expected, Assert.Single(newest.List()).Total);
    }

    [Fact]
    public async Task The_total_in_every_currency_is_written_as_the_API_writes_it()
    {
        foreach (var currency in Currency.All)
        {
            var newest = new NewestOrders();

            await Tap(newest).InvokeAsync(Image(currency.Code, "7", "3"), default);

            Assert.Equal(
                MinorUnits.Format(21 * (Int128)Math.Pow(10, currency.Exponent), currency.Exponent), Assert.Single(newest.List()).Total);
        }
    }

    // Such a record is quarantined, not counted.
    [Theory]
    [InlineData("JPY", "12.5")]
    [InlineData("USD", "0.001")]
    [InlineData("XXX", "1")]
    public async Task An_order_whose_total_is_no_amount_of_a_currency_does_not_show(string currency, string price)
    {
        var newest = new NewestOrders();

        await Tap(newest).InvokeAsync(Image(currency, price, "1"), default);

        Assert.Empty(newest.List());
    }

    [Fact]
    public async Task What_failed_to_be_counted_does_not_show_and_what_is_no_batch_harms_nobody()
    {
        var newest = new NewestOrders();

        await Tap(newest, isError: true).InvokeAsync(Encoding.UTF8.GetBytes(Stream), default);
        await Tap(newest).InvokeAsync(Encoding.UTF8.GetBytes("no JSON"), default);

        Assert.Empty(newest.List());
    }

    [Fact]
    public void The_later_version_stays_and_only_the_newest_are_kept()
    {
        var newest = new NewestOrders();
        var changed = newest.Changed;
        newest.Add([Order("a", 2, minute: 1), Order("a", 1, minute: 1)]);
        Assert.True(changed.IsCompleted);
        newest.Add(Enumerable.Range(10, 30).Select(minute => Order($"o-{minute}", 1, minute)));
        var unchanged = newest.Changed;
        newest.Add([Order("o-39", 1, minute: 39)]);

        Assert.False(unchanged.IsCompleted);
        Assert.Equal(Enumerable.Range(20, 20).Reverse().Select(minute => $"o-{minute}"), newest.List().Select(order => order.OrderId));
    }

    private static ShownOrder Order(string id, int version, int minute) =>
        new(id, version, "PLACED", Some.At($"12:{minute:D2}"), "USD", "1.00", ["tea"], 1);

    private static OrderTap Tap(NewestOrders newest, bool isError = false) =>
        new(new Answering(isError), newest, LiveSite.CurrencyDecimals);

    private static byte[] Image(string currency, string price, string quantity) => Encoding.UTF8.GetBytes(
        Stream.Replace("USD", currency, StringComparison.Ordinal).Replace("3.5", price, StringComparison.Ordinal)
            .Replace("""{"N":"2"}""", $$"""{"N":"{{quantity}}"}""", StringComparison.Ordinal));

    private sealed class Answering(bool isError) : IFunctionInvoker
    {
        public Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken) =>
            Task.FromResult<InvocationResult>(
                isError ? new InvocationResult.FunctionError("r", "E", "m") : new InvocationResult.Success("r", default));
    }
}
