using System.Text.Encodings.Web;
using System.Text.Json;
using Analytics.Core.Alerts;
using Analytics.Core.Orders;
using Analytics.Functions.Alerts;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Functions.Alerts;

/// <summary>Each receiver gets one notice when an alert begins to ring and one when it ends; one that failed is repeated.</summary>
public class AlertDeliveryTests
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly AlertShop _shop = new();

    [Fact]
    public async Task A_notice_has_the_rule_since_when_and_the_numbers()
    {
        await _shop.SetAsync("quiet", AlertShop.NoSales, timeZone: "Europe/Berlin");
        await _shop.EvaluateAtAsync("12:00:05.5");
        await _shop.SellAsync("12:01:00");
        await _shop.EvaluateAtAsync("12:01:05");

        Assert.Equal(
            """
            {"id":"quiet/2026-11-23T12:00:05.500Z/began","event":"began","at":"2026-11-23T12:00:05.500Z",
            "since":"2026-11-23T13:00+01:00","numbers":{"from":"2026-11-23T12:55+01:00","to":"2026-11-23T13:01+01:00",
            "orders":0},"alert":{"id":"quiet","name":"quiet","enabled":true,"rule":{"type":"noSales","minutes":5},
            "timeZone":"Europe/Berlin"}}
            """.ReplaceLineEndings(""),
            _shop.Sender.Received[0].ToJsonString(Plain));
        Assert.Equal(
            """
            {"id":"quiet/2026-11-23T12:01:05.000Z/ended","event":"ended","at":"2026-11-23T12:01:05.000Z",
            "since":"2026-11-23T13:00+01:00","until":"2026-11-23T13:01+01:00","numbers":{"from":"2026-11-23T12:56+01:00",
            "to":"2026-11-23T13:02+01:00","orders":1},"alert":{"id":"quiet","name":"quiet","enabled":true,
            "rule":{"type":"noSales","minutes":5},"timeZone":"Europe/Berlin"}}
            """.ReplaceLineEndings(""),
            _shop.Sender.Received[1].ToJsonString(Plain));
    }

    [Fact]
    public async Task Evaluations_at_the_same_time_tell_once()
    {
        await _shop.SetAsync("quiet", AlertShop.NoSales);
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
        await _shop.SetAsync("quiet", AlertShop.NoSales);
        var other = new RecordingSender();
        _shop.Alerts.BeforeWrite = () => _shop.Evaluator(other).EvaluateAsync(_ => { }, default);

        await _shop.EvaluateAsync();

        Assert.Equal((0, 1), (_shop.Sender.Received.Count, other.Received.Count));
    }

    [Fact]
    public async Task A_receiver_that_fails_is_told_again_a_minute_later_with_the_same_id()
    {
        await _shop.SetAsync("quiet", AlertShop.NoSales);
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
        await _shop.SetAsync("quiet", AlertShop.NoSales);
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
        await _shop.SetAsync("quiet", AlertShop.NoSales);
        _shop.Sender.Failure = "The receiver responded 404.";
        await _shop.EvaluateAtAsync("12:00:05", "1.12:00:05", "1.12:01:05", "1.12:02:05");

        var notice = (await _shop.StateAsync("quiet")).Notice!;
        Assert.Equal((2, NoticeDelivery.GivenUp), (notice.Attempts, notice.Delivery));
        Assert.Equal(2, _shop.Sender.Received.Count);
    }

    [Fact]
    public async Task A_change_by_a_client_while_the_receiver_is_told_stays()
    {
        await _shop.SetAsync("quiet", AlertShop.NoSales);
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
        await _shop.SetAsync("quiet", AlertShop.NoSales, webhook: null);

        var outcome = await _shop.EvaluateAsync();

        var state = await _shop.StateAsync("quiet");
        Assert.Equal((1, true, NoticeDelivery.None), (outcome.Ringing, state.IsRinging, state.Notice!.Delivery));
        Assert.Empty(_shop.Sender.Received);
    }

    [Fact]
    public void A_notice_whose_receiver_is_removed_waits_no_longer()
    {
        using var json = JsonDocument.Parse("""{"name":"Nothing sold","rule":{"type":"noSales","minutes":5}}""");
        var (now, errors) = (Some.At("12:10"), new FieldErrors());
        var ringing = AlertState.Quiet.After(new AlertFinding(true, "{}"), now, hasReceiver: true);
        var before = new Alert("Nothing sold", AlertShop.NoSales, now) { Webhook = AlertShop.Receiver, State = ringing };

        var after = new AlertResource(new WebhookRules(allowsPrivate: false)).Read(json.RootElement, before, now, errors)!;

        Assert.Equal((null, true, NoticeDelivery.None), (after.Webhook, after.State.IsRinging, after.State.Notice!.Delivery));
    }
}
