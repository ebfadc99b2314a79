using Analytics.Core.Alerts;
using Analytics.Functions.Alerts;
using Analytics.Tests.Functions.Metrics;
using Analytics.Tests.Fuzz;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Functions.Alerts;

/// <summary>What fails for one alert, or ends an evaluation, leaves the other alerts as they are, and is made up for later.</summary>
public class AlertFailureTests
{
    private readonly AlertShop _shop = new();

    // The process ends when the receiver has the notice, and nothing of that is stored.
    [Fact]
    public async Task An_evaluation_that_is_killed_while_it_tells_is_repeated_with_the_same_id_once()
    {
        await _shop.SetAsync("quiet", AlertShop.NoSales);
        _shop.Sender.Meanwhile = () => throw new OperationCanceledException();
        Assert.IsType<OperationCanceledException>((await _shop.EvaluateAsync()).Failure?.SourceException);

        await _shop.EvaluateAtAsync("12:00:30", "12:01:05", "12:02:05");

        Assert.Equal(["began 12:00", "began 12:00"], _shop.Sender.Events);
        Assert.Single(_shop.Sender.Received.Select(notice => $"{notice["id"]}").Distinct());
    }

    [Fact]
    public async Task An_evaluation_that_is_killed_before_it_stores_anything_has_told_nothing()
    {
        await _shop.SetAsync("quiet", AlertShop.NoSales);
        _shop.Alerts.BeforeWrite = () => throw new OperationCanceledException();
        Assert.IsType<OperationCanceledException>((await _shop.EvaluateAsync()).Failure?.SourceException);
        Assert.Empty(_shop.Sender.Received);

        await _shop.EvaluateAtAsync("12:01:05", "12:02:05");
        Assert.Equal(["began 12:01"], _shop.Sender.Events);
    }

    [Fact]
    public async Task A_damaged_alert_is_named_in_the_log_and_the_others_ring()
    {
        await _shop.SetAsync("broken", AlertShop.NoSales);
        await _shop.SetAsync("quiet", AlertShop.NoSales);
        _shop.Alerts.Edit("broken", item => item["minutes"] = new() { N = "1" });

        await _shop.EvaluateAsync();

        Assert.Equal(["event=alertUnreadable alert=broken newer=False"], _shop.Log);
        Assert.Single(_shop.Sender.Received);
    }

    [Fact]
    public async Task An_alert_that_cannot_be_stored_does_not_keep_the_others_from_ringing()
    {
        foreach (var id in Enumerable.Range(1, 40))
        {
            await _shop.SetAsync($"quiet-{id:D2}", AlertShop.NoSales);
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
    public async Task While_the_sums_cannot_be_read_stored_notices_are_delivered_and_the_failure_is_reported()
    {
        await _shop.SetAsync("quiet", AlertShop.NoSales);
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
        await _shop.SetAsync("quiet", AlertShop.NoSales);
        await _shop.SellAsync("11:59");
        await _shop.EvaluateAtAsync("12:10:05");
        _shop.Time.SetUtcNow(Some.At("12:11:05"));
        _shop.Minutes.AfterExtent = () => throw new IOException("No.");

        Assert.Equal(1, await RingingByAFailingInvocationAsync<IOException>());
    }

    [Fact]
    public async Task An_invocation_whose_time_runs_out_publishes_what_still_rings_and_then_fails()
    {
        await _shop.SetAsync("quiet", AlertShop.NoSales);
        await _shop.SellAsync("11:59");
        await _shop.EvaluateAtAsync("12:10:05");
        _shop.Minutes.AfterExtent = () => throw new OperationCanceledException();

        Assert.Equal(1, await RingingByAFailingInvocationAsync<OperationCanceledException>());
    }

    private async Task<double?> RingingByAFailingInvocationAsync<TFailure>()
        where TFailure : Exception
    {
        var metrics = new RecordingSink();
        await Assert.ThrowsAsync<TFailure>(
            () => new AlertsFunction(_shop.Evaluator(), metrics, _shop.Time).HandleAsync(Stream.Null, new StubContext()));
        return Assert.Single(metrics.Data, datum => datum.MetricName == "AlertsRinging").Value;
    }
}
