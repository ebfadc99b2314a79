using System.Text;
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
    public async Task Orders_of_either_road_show_once_they_are_counted()
    {
        var newest = new NewestOrders();
        var change = """{"data":{"before":null,"after":{"orderId":"o-2","version":1,"status":"PLACED","placedAt":"2026-11-23T12:00:01.000Z","currency":"JPY","lines":[{"sku":"mug","quantity":3,"unitPrice":900},{"sku":"tea","quantity":1,"unitPrice":100}]}}}""";
        var kinesis = $$$"""{"Records":[{"kinesis":{"data":"{{{Convert.ToBase64String(Encoding.UTF8.GetBytes(change))}}}"}},{"kinesis":{"data":"AAAA"}}]}""";

        await new OrderTap(new Answering(isError: false), newest).InvokeAsync(Encoding.UTF8.GetBytes(Stream), default);
        await new OrderTap(new Answering(isError: false), newest).InvokeAsync(Encoding.UTF8.GetBytes(kinesis), default);

        Assert.Equal(["o-2 JPY 2800 mug+tea 4", "o-1 USD 7.0 tea 2"], newest.List().Select(order =>
            string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{order.OrderId} {order.Currency} {order.Total} {string.Join('+', order.Skus)} {order.Units}")));
    }

    [Fact]
    public async Task What_failed_to_be_counted_does_not_show_and_what_is_no_batch_harms_nobody()
    {
        var newest = new NewestOrders();

        await new OrderTap(new Answering(isError: true), newest).InvokeAsync(Encoding.UTF8.GetBytes(Stream), default);
        await new OrderTap(new Answering(isError: false), newest).InvokeAsync(Encoding.UTF8.GetBytes("no JSON"), default);

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
        new(id, version, "PLACED", Some.At($"12:{minute:D2}"), "USD", 1, ["tea"], 1);

    private sealed class Answering(bool isError) : IFunctionInvoker
    {
        public Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken) =>
            Task.FromResult<InvocationResult>(
                isError ? new InvocationResult.FunctionError("r", "E", "m") : new InvocationResult.Success("r", default));
    }
}
