using Analytics.Cli.Demo;
using Analytics.Operations.Import;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Cli.Demo;

public class ShopHistoryTests
{
    private static readonly List<ImportedOrder> Orders = Draw(Some.At("12:00"));

    [Fact]
    public void It_reaches_four_weeks_back_and_ends_where_nothing_can_happen_to_an_order_any_more()
    {
        Assert.InRange(Orders[0].PlacedAt, Some.At("12:00").AddDays(-28), Some.At("12:00").AddDays(-28).AddHours(2));
        Assert.InRange(Orders[^1].PlacedAt, Some.At("11:00"), Some.At("11:50"));
        Assert.Equal(Orders.Select(order => order.PlacedAt).Order(), Orders.Select(order => order.PlacedAt));
        Assert.All(Orders, order => Assert.InRange(
            order.CancelledAt ?? order.Amendment?.At ?? order.PlacedAt, order.PlacedAt, order.PlacedAt + ShopHistory.Settled));
        Assert.DoesNotContain(Orders, order => order.CancelledAt < order.Amendment?.At);
    }

    [Fact]
    public void A_later_start_finds_the_same_orders_and_those_since()
    {
        var later = Draw(Some.At("12:00").AddHours(30));

        var shared = later.Where(order => order.PlacedAt < Some.At("11:50")).ToList();
        Assert.Equal(
            Orders.Where(order => order.PlacedAt >= later[0].PlacedAt).Select(Text), shared.Select(Text));
        Assert.True(later.Count > shared.Count + 100);
        Assert.Equal(later.Count, later.Select(order => order.Id).Distinct().Count());
    }

    [Fact]
    public void A_day_has_quiet_hours_and_a_week_busy_days()
    {
        double ADay(Func<ImportedOrder, bool> which) => Orders.Count(which) / 28.0;

        Assert.InRange(ADay(_ => true), 150, 250);
        Assert.True(ADay(order => order.PlacedAt.Hour is 19 or 20) > 5 * ADay(order => order.PlacedAt.Hour is 2 or 3));
        double On(DayOfWeek day) => ADay(order => order.PlacedAt.DayOfWeek == day);
        Assert.True(On(DayOfWeek.Saturday) > 1.2 * On(DayOfWeek.Monday));
        Assert.All(Enumerable.Range(-27, 27), day => Assert.Contains(Orders, order => order.PlacedAt.Date == Some.Day.AddDays(day).Date));
    }

    [Fact]
    public void Some_are_cancelled_some_amended_and_all_currencies_are_there()
    {
        double Share(Func<ImportedOrder, bool> which) => Orders.Count(which) / (double)Orders.Count;

        Assert.InRange(Share(order => order.CancelledAt is not null), 0.03, 0.07);
        Assert.InRange(Share(order => order.Amendment is not null), 0.015, 0.045);
        Assert.Equal(["EUR", "JPY", "USD"], Orders.Select(order => order.Terms.Currency.Code).Distinct().Order());
    }

    private static string Text(ImportedOrder order) => $"{order.Id} {order.PlacedAt:O} {order.CancelledAt:O} {order.Amendment?.At:O} "
        + string.Join(' ', order.Terms.Lines);

    private static List<ImportedOrder> Draw(DateTimeOffset beginning) => [.. ShopHistory.Before(beginning)];
}
