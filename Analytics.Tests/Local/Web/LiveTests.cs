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

    [Theory]
    [InlineData("2026-11-23T12:34:56Z", "UTC", "from=2026-11-23T00:00Z&to=2026-11-23T12:35Z", "from=2026-11-22T00:00Z&to=2026-11-23T00:00Z",
        "from=2026-11-22T00:00Z&to=2026-11-22T12:35Z")]
    [InlineData("2026-11-23T22:34:56Z", "Asia/Kolkata", "from=2026-11-23T18:30Z&to=2026-11-23T22:35Z",
        "from=2026-11-22T18:30Z&to=2026-11-23T18:30Z", "from=2026-11-22T18:30Z&to=2026-11-22T22:35Z")]
    [InlineData("2026-10-25T23:10:00Z", "Europe/Berlin", "from=2026-10-25T23:00Z&to=2026-10-25T23:11Z",
        "from=2026-10-24T22:00Z&to=2026-10-25T23:00Z", "from=2026-10-24T22:00Z&to=2026-10-24T22:11Z")] // a day of 25 hours
    [InlineData("2026-03-30T21:59:30Z", "Europe/Berlin", "from=2026-03-29T22:00Z&to=2026-03-30T22:00Z",
        "from=2026-03-28T23:00Z&to=2026-03-29T22:00Z", "from=2026-03-28T23:00Z&to=2026-03-29T22:00Z")] // after one of 23
    public void Days_are_the_viewers(string now, string zone, string today, string yesterday, string yesterdaySoFar)
    {
        var at = DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(
            (today, yesterday, yesterdaySoFar),
            (Days.Today(at, Days.Zone(zone)), Days.Yesterday(at, Days.Zone(zone)), Days.YesterdaySoFar(at, Days.Zone(zone))));
    }

    [Fact]
    public void A_zone_that_nobody_knows_is_UTC() => Assert.Equal(TimeZoneInfo.Utc, Days.Zone("Atlantis/Capital"));

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
