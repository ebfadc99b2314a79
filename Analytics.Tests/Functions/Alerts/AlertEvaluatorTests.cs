using System.Text.Json;
using Analytics.Core.Alerts;
using Analytics.Core.Goals;
using Analytics.Core.Orders;
using Analytics.Core.Windows;
using Analytics.Functions.Alerts;
using Analytics.Tests.Functions.Metrics;
using Analytics.Tests.Fuzz;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Functions.Alerts;

/// <summary>Alerts ring when their rules hold, and each receiver gets one notice when that begins and one when it ends.</summary>
public class AlertEvaluatorTests
{
    private static readonly AlertRule NoSales = new AlertRule.NoSales(5);

    private readonly AlertShop _shop = new();

    [Fact]
    public async Task It_rings_once_when_nothing_was_sold_for_the_minutes_and_says_when_it_is_over()
    {
        await _shop.SetAsync("quiet", NoSales);
        await _shop.SellAsync("12:00:30");

        await _shop.EvaluateAtAsync("12:01:05", "12:05:59", "12:06:05", "12:07:05", "12:30:05");
        Assert.Equal(["began 12:06"], _shop.Sender.Events);
        Assert.Equal(Minute.Of(Some.At("12:06")), (await _shop.StateAsync("quiet")).Since);

        await _shop.SellAsync("12:30:30");
        await _shop.EvaluateAtAsync("12:30:59", "12:31:05", "12:36:05");
        Assert.Equal(["began 12:06", "ended 12:30", "began 12:36"], _shop.Sender.Events);
    }

    [Fact]
    public async Task A_notice_has_the_rule_since_when_and_the_numbers()
    {
        await _shop.SetAsync("quiet", NoSales, timeZone: "Europe/Berlin");
        await _shop.EvaluateAtAsync("12:00:05.5");
        await _shop.SellAsync("12:01:00");
        await _shop.EvaluateAtAsync("12:01:05");

        Assert.Equal(
            """{"id":"quiet/2026-11-23T12:00:05.500Z/began","event":"began","at":"2026-11-23T12:00:05.500Z","since":"2026-11-23T13:00+01:00","numbers":{"from":"2026-11-23T12:55+01:00","to":"2026-11-23T13:01+01:00","orders":0},"alert":{"id":"quiet","name":"quiet","enabled":true,"rule":{"type":"noSales","minutes":5},"timeZone":"Europe/Berlin"}}""",
            _shop.Sender.Received[0].ToJsonString(Plain));
        Assert.Equal(
            """{"id":"quiet/2026-11-23T12:01:05.000Z/ended","event":"ended","at":"2026-11-23T12:01:05.000Z","since":"2026-11-23T13:00+01:00","until":"2026-11-23T13:01+01:00","numbers":{"from":"2026-11-23T12:56+01:00","to":"2026-11-23T13:02+01:00","orders":1},"alert":{"id":"quiet","name":"quiet","enabled":true,"rule":{"type":"noSales","minutes":5},"timeZone":"Europe/Berlin"}}""",
            _shop.Sender.Received[1].ToJsonString(Plain));
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
            """{"from":"2026-11-23T00:00Z","to":"2026-11-23T11:01Z","orders":0,"comparison":{"with":"lastWeek","from":"2026-11-16T00:00Z","to":"2026-11-16T11:01Z","orders":1}}""",
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
    public async Task Evaluations_at_the_same_time_tell_once()
    {
        await _shop.SetAsync("quiet", NoSales);
        _shop.Sender.Meanwhile = _shop.EvaluateAsync;

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _shop.EvaluateAsync()));
        _shop.Time.Advance(TimeSpan.FromMinutes(1));
        await _shop.EvaluateAsync();

        Assert.Equal(["began 12:00"], _shop.Sender.Events);
        Assert.Equal(NoticeDelivery.Delivered, (await _shop.StateAsync("quiet")).Notice!.Delivery);
    }

    [Fact]
    public async Task An_evaluation_that_another_one_overtakes_before_it_stores_the_ringing_tells_nothing()
    {
        await _shop.SetAsync("quiet", NoSales);
        var other = new RecordingSender();
        _shop.Alerts.BeforeWrite = () => _shop.Evaluator(other).EvaluateAsync(_ => { }, default);

        await _shop.EvaluateAsync();

        Assert.Equal((0, 1), (_shop.Sender.Received.Count, other.Received.Count));
    }

    [Fact]
    public async Task A_receiver_that_fails_is_told_again_a_minute_later_with_the_same_id()
    {
        await _shop.SetAsync("quiet", NoSales);
        _shop.Sender.Failure = "The receiver responded 500.";
        await _shop.EvaluateAtAsync("12:00:05", "12:00:25", "12:01:05");
        Assert.Equal(["began 12:00", "began 12:00"], _shop.Sender.Events);
        Assert.Single(_shop.Sender.Received.Select(notice => $"{notice["id"]}").Distinct());
        var notice = (await _shop.StateAsync("quiet")).Notice!;
        Assert.Equal(
            (NoticeDelivery.Pending, 2, "The receiver responded 500."), (notice.Delivery, notice.Attempts, notice.Failure));

        _shop.Sender.Failure = null;
        await _shop.EvaluateAtAsync("12:02:05", "12:03:05");
        notice = (await _shop.StateAsync("quiet")).Notice!;
        Assert.Equal((3, NoticeDelivery.Delivered, null), (_shop.Sender.Received.Count, notice.Delivery, notice.Failure));
    }

    [Fact]
    public async Task A_receiver_that_was_away_is_told_the_newest_notice_only()
    {
        await _shop.SetAsync("quiet", NoSales);
        _shop.Sender.Failure = "The receiver could not be reached: ConnectionRefused.";
        await _shop.EvaluateAtAsync("12:00:05");
        await _shop.SellAsync("12:01");
        await _shop.EvaluateAtAsync("12:01:05");
        _shop.Sender.Failure = null;
        await _shop.EvaluateAtAsync("12:02:05", "12:03:05");

        Assert.Equal(["began 12:00", "ended 12:01", "ended 12:01"], _shop.Sender.Events);
        Assert.Equal("2026-11-23T12:00Z", (string?)_shop.Sender.Received[^1]["since"]);
    }

    [Fact]
    public async Task A_receiver_is_given_up_after_a_day()
    {
        await _shop.SetAsync("quiet", NoSales);
        _shop.Sender.Failure = "The receiver responded 404.";
        await _shop.EvaluateAtAsync("12:00:05", "1.12:00:05", "1.12:01:05", "1.12:02:05");

        var notice = (await _shop.StateAsync("quiet")).Notice!;
        Assert.Equal((2, NoticeDelivery.GivenUp), (notice.Attempts, notice.Delivery));
        Assert.Equal(2, _shop.Sender.Received.Count);
    }

    // The process ends when the receiver has the notice, and nothing of that is stored.
    [Fact]
    public async Task An_evaluation_that_is_killed_while_it_tells_is_repeated_with_the_same_id_once()
    {
        await _shop.SetAsync("quiet", NoSales);
        _shop.Sender.Meanwhile = () => throw new OperationCanceledException();
        Assert.IsType<OperationCanceledException>((await _shop.EvaluateAsync()).Failure?.SourceException);

        await _shop.EvaluateAtAsync("12:00:30", "12:01:05", "12:02:05");

        Assert.Equal(["began 12:00", "began 12:00"], _shop.Sender.Events);
        Assert.Single(_shop.Sender.Received.Select(notice => $"{notice["id"]}").Distinct());
    }

    [Fact]
    public async Task An_evaluation_that_is_killed_before_it_stores_anything_has_told_nothing()
    {
        await _shop.SetAsync("quiet", NoSales);
        _shop.Alerts.BeforeWrite = () => throw new OperationCanceledException();
        Assert.IsType<OperationCanceledException>((await _shop.EvaluateAsync()).Failure?.SourceException);
        Assert.Empty(_shop.Sender.Received);

        await _shop.EvaluateAtAsync("12:01:05", "12:02:05");
        Assert.Equal(["began 12:01"], _shop.Sender.Events);
    }

    [Fact]
    public async Task A_change_by_a_client_while_the_receiver_is_told_stays()
    {
        await _shop.SetAsync("quiet", NoSales);
        _shop.Sender.Meanwhile = async () =>
        {
            var entry = (await _shop.Alerts.FindAsync("quiet", default))!;
            await _shop.Alerts.TryPutAsync("quiet", entry.Value! with { Name = "Nothing sold" }, entry, default);
        };

        await _shop.EvaluateAsync();

        var alert = (await _shop.Alerts.FindAsync("quiet", default))!.Value!;
        Assert.Equal(("Nothing sold", NoticeDelivery.Delivered), (alert.Name, alert.State.Notice!.Delivery));
    }

    [Fact]
    public async Task An_alert_without_a_receiver_rings_and_delivers_nothing()
    {
        await _shop.SetAsync("quiet", NoSales, webhook: null);

        var outcome = await _shop.EvaluateAsync();

        var state = await _shop.StateAsync("quiet");
        Assert.Equal((1, true, NoticeDelivery.None), (outcome.Ringing, state.IsRinging, state.Notice!.Delivery));
        Assert.Empty(_shop.Sender.Received);
    }

    [Fact]
    public async Task A_damaged_alert_is_named_in_the_log_and_the_others_ring()
    {
        await _shop.SetAsync("broken", NoSales);
        await _shop.SetAsync("quiet", NoSales);
        _shop.Alerts.Edit("broken", item => item["minutes"] = new() { N = "1" });

        await _shop.EvaluateAsync();

        Assert.Equal(["event=alertUnreadable alert=broken newer=False"], _shop.Log);
        Assert.Single(_shop.Sender.Received);
    }

    [Fact]
    public async Task While_the_sums_cannot_be_read_stored_notices_are_delivered_and_the_failure_is_reported()
    {
        await _shop.SetAsync("quiet", NoSales);
        await _shop.SellAsync("11:59");
        _shop.Sender.Failure = "The receiver responded 500.";
        await _shop.EvaluateAtAsync("12:10:05");
        _shop.Sender.Failure = null;
        _shop.Time.SetUtcNow(Some.At("12:11:05"));
        _shop.Minutes.AfterExtent = () => throw new IOException("No.");

        var outcome = await _shop.EvaluateAsync();

        Assert.IsType<IOException>(outcome.Failure!.SourceException);
        Assert.Equal(1, outcome.Ringing);
        Assert.Equal(NoticeDelivery.Delivered, (await _shop.StateAsync("quiet")).Notice!.Delivery);
    }

    [Fact]
    public async Task An_invocation_that_cannot_read_the_sums_publishes_what_still_rings_and_then_fails()
    {
        await _shop.SetAsync("quiet", NoSales);
        await _shop.SellAsync("11:59");
        await _shop.EvaluateAtAsync("12:10:05");
        _shop.Time.SetUtcNow(Some.At("12:11:05"));
        _shop.Minutes.AfterExtent = () => throw new IOException("No.");
        var metrics = new RecordingSink();

        await Assert.ThrowsAsync<IOException>(
            () => new AlertsFunction(_shop.Evaluator(), metrics, _shop.Time).HandleAsync(Stream.Null, new StubContext()));

        Assert.Equal(1, Assert.Single(metrics.Data, datum => datum.MetricName == "AlertsRinging").Value);
    }

    [Fact]
    public async Task An_invocation_whose_time_runs_out_publishes_what_still_rings_and_then_fails()
    {
        await _shop.SetAsync("quiet", NoSales);
        await _shop.SellAsync("11:59");
        await _shop.EvaluateAtAsync("12:10:05");
        _shop.Minutes.AfterExtent = () => throw new OperationCanceledException();
        var metrics = new RecordingSink();

        await Assert.ThrowsAsync<OperationCanceledException>(
            () => new AlertsFunction(_shop.Evaluator(), metrics, _shop.Time).HandleAsync(Stream.Null, new StubContext()));

        Assert.Equal(1, Assert.Single(metrics.Data, datum => datum.MetricName == "AlertsRinging").Value);
    }

    [Fact]
    public async Task An_alert_that_cannot_be_stored_does_not_keep_the_others_from_ringing()
    {
        foreach (var id in Enumerable.Range(1, 40))
        {
            await _shop.SetAsync($"quiet-{id:D2}", NoSales);
        }

        await _shop.SellAsync("11:59");
        _shop.Alerts.BeforeWrite = () => throw new IOException("No.");
        _shop.Time.SetUtcNow(Some.At("12:10:05"));

        var outcome = await _shop.EvaluateAsync();

        Assert.Equal((39, 39), (outcome.Ringing, _shop.Sender.Received.Count));
        Assert.IsType<IOException>(outcome.Failure!.SourceException);
        Assert.Equal(40, (await _shop.EvaluateAsync()).Ringing);
    }

    [Fact]
    public void A_notice_whose_receiver_is_removed_waits_no_longer()
    {
        using var json = JsonDocument.Parse("""{"name":"Nothing sold","rule":{"type":"noSales","minutes":5}}""");
        var (now, errors) = (Some.At("12:10"), new FieldErrors());
        var ringing = AlertState.Quiet.After(new AlertFinding(true, "{}"), now, hasReceiver: true);
        var before = new Alert("Nothing sold", NoSales, now) { Webhook = AlertShop.Receiver, State = ringing };

        var after = new AlertResource(new WebhookRules(allowsPrivate: false)).Read(json.RootElement, before, now, errors)!;

        Assert.Equal((null, true, NoticeDelivery.None), (after.Webhook, after.State.IsRinging, after.State.Notice!.Delivery));
    }

    [Fact]
    public async Task An_alert_that_a_client_changes_during_the_evaluation_still_counts_as_ringing()
    {
        await _shop.SetAsync("quiet", NoSales);
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
        await _shop.SetAsync("quiet", NoSales);
        await _shop.EvaluateAsync();
        var writes = _shop.Alerts.Writes;

        await _shop.EvaluateAtAsync("12:01:05", "12:02:05", "12:03:05");

        Assert.Equal(writes, _shop.Alerts.Writes);
    }

    private static readonly System.Text.Json.JsonSerializerOptions Plain =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
