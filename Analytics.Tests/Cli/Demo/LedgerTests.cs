using Analytics.Cli.Demo;
using Xunit;

namespace Analytics.Tests.Cli.Demo;

public class LedgerTests
{
    private static readonly ShopOrder TwoTeas = new("c", "USD", [new("tea", 2, 4.50m)]);
    private static readonly ShopOrder OneCup = new("c", "EUR", [new("cup", 1, 7m), new("tea", 1, 4m)]);

    [Fact]
    public void Orders_count_in_their_minute_and_cancelled_ones_no_longer()
    {
        var ledger = new Ledger();

        ledger.Placed(TwoTeas, At("12:00:00.000"));
        ledger.Placed(TwoTeas, At("12:00:59.999"));
        ledger.Placed(OneCup, At("12:01:00.000"));
        ledger.Cancelled(TwoTeas, At("12:00:59.999"));

        var page = ledger.Page();
        Assert.Equal(
            new ShopTotals(1, 1, 2, new Dictionary<string, decimal> { ["USD"] = 9m }),
            page.Between(At("12:00:00"), At("12:01:00")));
        Assert.Equal(
            new ShopTotals(2, 1, 4, new Dictionary<string, decimal> { ["USD"] = 9m, ["EUR"] = 11m }),
            page.Between(At("11:57:00"), At("12:02:00")));
        Assert.Equal(ShopTotals.Empty, page.Between(At("12:02:00"), At("12:07:00")));
    }

    [Fact]
    public void A_page_does_not_change_any_more()
    {
        var ledger = new Ledger();
        ledger.Placed(TwoTeas, At("12:00:00"));
        var page = ledger.Page();

        ledger.Placed(TwoTeas, At("12:00:01"));

        Assert.Equal(1, page.Between(At("12:00:00"), At("12:01:00")).Orders);
    }

    [Fact]
    public void Orders_without_an_answer_are_uncertain_until_they_have_one()
    {
        var ledger = new Ledger();
        ledger.Sent();
        ledger.Sent();
        ledger.Sent();

        ledger.Placed(TwoTeas, At("12:00:00"));
        ledger.Refused();

        Assert.Equal(1, ledger.Page().Uncertain);
    }

    [Fact]
    public void Minutes_older_than_an_hour_are_forgotten()
    {
        var ledger = new Ledger();
        ledger.Placed(TwoTeas, At("12:00:00"));
        ledger.Placed(TwoTeas, At("12:01:00"));

        ledger.Placed(TwoTeas, At("13:01:30"));

        Assert.Equal([At("12:01:00"), At("13:01:00")], ledger.Page().Minutes.Keys.Order());
    }

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse($"2026-11-23T{time}Z");
}
