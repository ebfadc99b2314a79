using Analytics.Core.Alerts;
using Analytics.Core.Goals;
using Analytics.Core.Windows;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Functions.Alerts;

/// <summary>Alerts ring while their rules hold, within their hours.</summary>
public class AlertEvaluatorTests
{
    private readonly AlertShop _shop = new();

    [Fact]
    public async Task It_rings_once_when_nothing_was_sold_for_the_minutes_and_says_when_it_is_over()
    {
        await _shop.SetAsync("quiet", AlertShop.NoSales);
        await _shop.SellAsync("12:00:30");

        await _shop.EvaluateAtAsync("12:01:05", "12:05:59", "12:06:05", "12:07:05", "12:30:05");
        Assert.Equal(["began 12:06"], _shop.Sender.Events);
        Assert.Equal(Minute.Of(Some.At("12:06")), (await _shop.StateAsync("quiet")).Since);

        await _shop.SellAsync("12:30:30");
        await _shop.EvaluateAtAsync("12:30:59", "12:31:05", "12:36:05");
        Assert.Equal(["began 12:06", "ended 12:30", "began 12:36"], _shop.Sender.Events);
    }

    [Fact]
    public async Task Today_is_compared_with_the_same_time_of_last_week()
    {
        var shop = new AlertShop("06:00:05");
        await shop.SetAsync("slow", new AlertRule.Below(SalesFigure.Orders, 50, "lastWeek"));
        for (var minute = 0; minute < 10; minute++)
        {
            await shop.SellAsync($"11:0{minute}", daysAgo: 7);
        }

        await shop.SellAsync("12:30", daysAgo: 7);
        for (var order = 0; order < 4; order++)
        {
            await shop.SellAsync("11:30");
        }

        await shop.EvaluateAtAsync("11:00:05", "11:01:05", "12:00:05");
        Assert.Equal(["began 11:01"], shop.Sender.Events);
        Assert.Equal(
            """
            {"from":"2026-11-23T00:00Z","to":"2026-11-23T11:01Z","orders":0,"comparison":{"with":"lastWeek",
            "from":"2026-11-16T00:00Z","to":"2026-11-16T11:01Z","orders":1}}
            """.ReplaceLineEndings(""),
            shop.Sender.Received[0]["numbers"]!.ToJsonString());

        // 5 of 10 are not below half; an order of 12:30 last week is compared from 12:31 on.
        await shop.SellAsync("12:01");
        await shop.EvaluateAtAsync("12:02:05", "12:30:05", "12:31:05");
        Assert.Equal(["began 11:01", "ended 12:02", "began 12:31"], shop.Sender.Events);
    }

    [Theory]
    [InlineData("tea", 7, "tea", 8)]
    [InlineData("tea", 8, null, 0)]
    [InlineData(null, 8, "mug", 9)]
    [InlineData(null, 9, null, 0)]
    public async Task An_item_rings_above_its_limit_in_whole_minutes(string? sku, long limit, string? rings, int units)
    {
        await _shop.SetAsync("rush", new AlertRule.ItemAbove(sku, limit, 60));
        await _shop.SellAsync("10:59:59", 100); // before the hour
        await _shop.SellAsync("11:00", 5);
        await _shop.SellAsync("11:59:59", 3);
        await _shop.SellAsync("11:30", 9, "mug");
        await _shop.SellAsync("12:00:01", 100); // in the current minute

        await _shop.EvaluateAsync();

        Assert.Equal(rings is null ? [] : [$"{rings} {units}"], _shop.Sender.Received.Select(
            notice => $"{notice["numbers"]!["sku"]} {notice["numbers"]!["units"]}"));
    }

    [Fact]
    public async Task Outside_its_hours_an_alert_does_not_ring_and_no_sales_count_from_when_they_began()
    {
        var shop = new AlertShop("06:00:05");
        var hours = new AlertHours(new TimeOnly(8, 0), new TimeOnly(20, 0));
        await shop.SetAsync("quiet", new AlertRule.NoSales(30), hours: hours, timeZone: "Europe/Berlin");

        await shop.EvaluateAtAsync("06:59:05", "07:00:05", "07:29:05", "07:30:05", "18:59:05", "19:00:05");

        Assert.Equal(["began 07:30", "ended 19:00"], shop.Sender.Events);
    }

    [Fact]
    public async Task An_alert_that_a_client_changes_during_the_evaluation_still_counts_as_ringing()
    {
        await _shop.SetAsync("quiet", AlertShop.NoSales);
        await _shop.SellAsync("11:59");
        _shop.Sender.Failure = "The receiver responded 500.";
        await _shop.EvaluateAtAsync("12:10:05");
        _shop.Time.SetUtcNow(Some.At("12:11:05"));
        _shop.Alerts.BeforeWrite = async () =>
        {
            var entry = await _shop.Alerts.FindAsync("quiet", default);
            await _shop.Alerts.TryPutAsync("quiet", entry!.Value! with { Name = "Another name" }, entry, default);
        };

        Assert.Equal(1, (await _shop.EvaluateAsync()).Ringing);
    }

    [Fact]
    public async Task Without_alerts_nothing_is_read_but_that_there_are_none()
    {
        var extents = 0;
        _shop.Minutes.AfterExtent = () =>
        {
            extents++;
            return Task.CompletedTask;
        };

        Assert.Equal(0, (await _shop.EvaluateAsync()).Alerts);
        Assert.Equal((0, 0), (extents, _shop.Alerts.Writes));
    }

    [Fact]
    public async Task While_nothing_begins_and_nothing_ends_nothing_is_written()
    {
        await _shop.SetAsync("quiet", AlertShop.NoSales);
        await _shop.EvaluateAsync();
        var writes = _shop.Alerts.Writes;

        await _shop.EvaluateAtAsync("12:01:05", "12:02:05", "12:03:05");

        Assert.Equal(writes, _shop.Alerts.Writes);
    }
}
