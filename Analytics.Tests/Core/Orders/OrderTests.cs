using Analytics.Core.Orders;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Core.Orders;

public class OrderTests
{
    [Fact]
    public void A_change_by_the_API_adds_its_id_and_one_to_the_version()
    {
        var order = Some.Order();
        var changed = order.Cancel(Some.Change(1, 9), Some.At("12:05"));

        Assert.Equal(
            order with { Version = 2, Status = OrderStatus.Cancelled, UpdatedAt = Some.At("12:05"), ChangeIds = [Some.Change(1),
                Some.Change(1, 9)] }, changed);
        Assert.Equal(Some.Change(1, 9), changed.LastChange);
    }

    [Fact]
    public void An_order_keeps_the_newest_32_ids()
    {
        var order = Some.Order();
        for (var change = 2; change <= 40; change++)
        {
            order = order.Changed(Some.Change(1, change), Some.At("12:05"));
        }

        Assert.Equal(Enumerable.Range(9, 32).Select(change => Some.Change(1, change)), order.ChangeIds);
        Assert.Equal(40, order.Version);
    }

    [Fact]
    public void A_clock_that_runs_behind_does_not_take_the_time_of_the_last_change_back() =>
        Assert.Equal(Some.At("12:00"), Some.Order().Changed(Some.Change(1, 2), Some.At("11:59")).UpdatedAt);

    [Fact]
    public void Orders_with_other_change_ids_or_another_lane_are_not_equal()
    {
        var order = Some.Order();

        Assert.Equal(order, order with { ChangeIds = [.. order.ChangeIds] });
        Assert.NotEqual(order, order with { ChangeIds = [] });
        Assert.NotEqual(order, order with { Lane = 1 });
    }

    [Fact]
    public void An_order_of_another_writer_has_no_last_change() => Assert.True((Some.Order() with { ChangeIds = [] }).LastChange.IsNone);
}
