using System.Net;
using Analytics.Cli.Smoke;
using Analytics.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Cli.Smoke;

/// <summary>No order stays placed, also if its answer is lost or the run is interrupted; the report says so where that fails.</summary>
public sealed class SmokeCleanUpTests : IDisposable
{
    private const string Interrupted = "Interrupted: whether it works is not known.";

    private readonly CancellationTokenSource _interruption = new();

    public void Dispose() => _interruption.Dispose();

    [Theory]
    [InlineData("reset", "no answer: Connection reset by peer")]
    [InlineData("timeout", "no answer within 100 s")]
    [InlineData("gateway", "status 504: too late")]
    [InlineData("proxy", "the answer is not JSON: this address is not that of an orders API")]
    public async Task An_order_whose_answer_is_lost_is_found_by_its_reference_and_cancelled(string loss, string detail)
    {
        var shop = new OneOrderApi { AnswerToPlacement = () => Lost(loss), MissedLookUps = 2 };

        var result = await shop.RunAsync();

        Assert.Equal(
            [("before", true), ("accepted", false), ("looked up", true), ("cancelled", true)],
            result.Steps.Select(step => (step.Name, step.IsRight)));
        Assert.Equal((detail, "order o-1", "o-1"), (result.Steps[1].Detail, result.Steps[2].Detail, result.OrderId));
        Assert.Equal(Enumerable.Repeat($"?reference={result.Reference}", 3), shop.LookUps);
        Assert.True(shop.IsCancelled);
        Assert.Equal(
            ["It does not work: \"accepted\" failed.", $"The order o-1 ({result.Reference}) is cancelled."],
            SmokeReport.Lines(result).TakeLast(2));
    }

    [Fact]
    public async Task An_order_that_is_not_found_is_reported_as_not_found()
    {
        var shop = new OneOrderApi { ReceivesOrders = false, AnswerToPlacement = () => Lost("reset") };

        var result = await shop.RunAsync();

        Assert.Equal(["before", "accepted", "looked up"], result.Steps.Select(step => step.Name));
        Assert.Equal((null, $"no order with the reference {result.Reference}"), (result.OrderId, result.Steps[2].Detail));
        Assert.Equal(12, shop.LookUps.Count);
        Assert.Equal($"No order with the reference {result.Reference} was found.", SmokeReport.Lines(result).Last());
    }

    [Fact]
    public async Task An_order_that_cannot_be_looked_up_is_reported_as_one_that_may_exist()
    {
        var shop = new OneOrderApi { AnswerToPlacement = () => Lost("reset"), AnswerToLookUp = () => Lost("gateway") };

        var result = await shop.RunAsync();

        Assert.Equal(("looked up", false, "status 504: too late"), (
            result.Steps[^1].Name, result.Steps[^1].IsRight, result.Steps[^1].Detail));
        Assert.Equal(
            $"The order may have been placed: find it by GET /orders?reference={result.Reference}, and cancel it.",
            SmokeReport.Lines(result).Last());
    }

    [Fact]
    public async Task An_interruption_while_waiting_cancels_the_order()
    {
        var shop = new OneOrderApi { NotYet = int.MaxValue, BeforeCounting = _interruption.Cancel };

        var result = await shop.RunUntilAsync(_interruption.Token);

        Assert.Equal(["before", "accepted", "in the table", "counted", "cancelled"], result.Steps.Select(step => step.Name));
        Assert.Equal("interrupted", result.Steps[3].Detail);
        Assert.True(shop.IsCancelled);
        Assert.Equal([Interrupted, $"The order o-1 ({result.Reference}) is cancelled."], SmokeReport.Lines(result).TakeLast(2));
    }

    [Fact]
    public async Task An_interruption_of_the_placement_looks_for_the_order_and_cancels_it()
    {
        var shop = new OneOrderApi { AnswerToPlacement = Interrupt };

        var result = await shop.RunUntilAsync(_interruption.Token);

        Assert.Equal(["before", "accepted", "looked up", "cancelled"], result.Steps.Select(step => step.Name));
        Assert.True(shop.IsCancelled);
    }

    [Fact]
    public async Task An_interruption_of_the_cancellation_cancels_again()
    {
        var shop = new OneOrderApi { BeforeCancelling = _ => Task.FromResult(Interrupt()) };

        var result = await shop.RunUntilAsync(_interruption.Token);

        Assert.Equal([("cancelled", false), ("cancelled", true)], result.Steps.TakeLast(2).Select(step => (step.Name, step.IsRight)));
        Assert.True(shop.IsCancelled);
    }

    [Fact]
    public async Task An_interruption_before_the_placement_has_nothing_to_cancel()
    {
        await _interruption.CancelAsync();
        var shop = new OneOrderApi();

        var result = await shop.RunUntilAsync(_interruption.Token);

        Assert.Equal(("before", null), (Assert.Single(result.Steps).Name, result.OrderId));
        Assert.Equal((null, Interrupted), (shop.Placed, SmokeReport.Lines(result).Last()));
    }

    [Fact]
    public async Task A_cancellation_that_is_not_answered_ends_after_the_time_limit()
    {
        var time = new FakeTimeProvider(Some.Day);
        var shop = new OneOrderApi
        {
            CountsTwice = true,
            BeforeCancelling = async cancellationToken =>
            {
                time.Advance(TimeSpan.FromSeconds(15));
                await Task.Delay(Timeout.Infinite, cancellationToken);
            },
        };

        var result = await shop.RunAsync(time: time);

        Assert.Equal("not done within 15 s", result.Steps[^1].Detail);
        Assert.Equal(
            $"The order o-1 ({result.Reference}) is NOT cancelled: cancel it by POST /orders/o-1/cancel.",
            SmokeReport.Lines(result).Last());
    }

    private static HttpResponseMessage Lost(string loss) => loss switch
    {
        "reset" => throw new HttpRequestException("Connection reset by peer"),
        "timeout" => throw new TaskCanceledException(),
        "proxy" => OneOrderApi.Answer("<p>Sign in</p>"),
        _ => OneOrderApi.Answer("""{"detail":"too late"}""", HttpStatusCode.GatewayTimeout),
    };

    private HttpResponseMessage Interrupt()
    {
        _interruption.Cancel();
        throw new OperationCanceledException(_interruption.Token);
    }
}
