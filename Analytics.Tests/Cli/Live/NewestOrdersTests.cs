using Analytics.Cli.Live;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Cli.Live;

public class NewestOrdersTests
{
    [Fact]
    public void The_later_version_stays_and_only_the_newest_are_listed()
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
}
