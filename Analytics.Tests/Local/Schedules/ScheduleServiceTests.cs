using System.Collections.Concurrent;
using System.Text.Json;
using Analytics.Local.Lambda;
using Analytics.Local.Schedules;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Local.Schedules;

public class ScheduleServiceTests
{
    private static readonly ScheduleDefinition EachFiveMinutes = new()
    {
        Name = "Check.Often",
        Every = TimeSpan.FromMinutes(5),
        Source = "aws.events",
        Arn = "arn:aws:events:eu-central-1:000000000000:rule/shop-Check-Often",
    };

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 23, 12, 0, 20, TimeSpan.Zero));
    private readonly RecordingLog _log = new();
    private readonly RecordingFunction _function = new();

    [Fact]
    public async Task A_function_is_invoked_at_its_rate_with_the_event_of_EventBridge()
    {
        await using var service = Start(EachFiveMinutes);
        _clock.Advance(TimeSpan.FromSeconds(299));
        Assert.Empty(_function.Events);

        _clock.Advance(TimeSpan.FromSeconds(1));
        await Eventually.HoldsAsync(() => _function.Events.Count == 1, "the first invocation");
        _clock.Advance(TimeSpan.FromMinutes(5));
        await Eventually.HoldsAsync(() => _function.Events.Count == 2, "the second invocation");

        var events = _function.Events.Select(text => JsonDocument.Parse(text).RootElement).ToList();
        Assert.Equal(
            ["2026-11-23T12:05:20Z", "2026-11-23T12:10:20Z"], events.Select(one => one.GetProperty("time").GetString()));
        Assert.Equal(2, events.Select(one => one.GetProperty("id").GetGuid()).Distinct().Count());
        Assert.Equal(
            ("0", "Scheduled Event", "aws.events", "000000000000", "eu-central-1", EachFiveMinutes.Arn, "{}"),
            (Text("version"), Text("detail-type"), Text("source"), Text("account"), Text("region"),
                events[0].GetProperty("resources")[0].GetString(), events[0].GetProperty("detail").GetRawText()));

        string? Text(string name) => events[0].GetProperty(name).GetString();
    }

    [Fact]
    public async Task A_schedules_own_input_is_the_whole_event()
    {
        await using var service = Start(EachFiveMinutes with { Input = """{"what":"all"}""" });
        _clock.Advance(TimeSpan.FromMinutes(5));

        await Eventually.HoldsAsync(() => _function.Events.Count == 1, "the invocation");
        Assert.Equal("""{"what":"all"}""", _function.Events.Single());
    }

    [Fact]
    public async Task A_failed_invocation_is_logged_and_the_next_follows()
    {
        _function.Answer = new InvocationResult.FunctionError("id", "Boom", "it broke");
        await using var service = Start(EachFiveMinutes);
        _clock.Advance(TimeSpan.FromMinutes(5));
        await Eventually.HoldsAsync(() => _log.Lines.Count == 1, "the line about the failure");

        _function.Answer = new InvocationResult.NotRun("It could not be started.");
        _clock.Advance(TimeSpan.FromMinutes(5));
        await Eventually.HoldsAsync(() => _log.Lines.Count == 2, "the line about the next one");

        Assert.Equal(
            [("Check.Often", "the scheduled invocation failed: Boom: it broke"),
             ("Check.Often", "the scheduled invocation failed: It could not be started.")],
            _log.Lines);
    }

    [Fact]
    public async Task A_disabled_schedule_invokes_nothing()
    {
        await using var service = Start(EachFiveMinutes with { Enabled = false }, EachFiveMinutes with { Every = TimeSpan.FromHours(1) });
        _clock.Advance(TimeSpan.FromHours(1));

        await Eventually.HoldsAsync(() => _function.Events.Count == 1, "the invocation of the other schedule");
        Assert.Single(_function.Events);
    }

    private ScheduleService Start(params ScheduleDefinition[] schedules) => new(
        [.. schedules.Select(schedule => new ScheduleBinding(schedule, _function))], "000000000000", "eu-central-1", new Random(1), _log,
        _clock);

    private sealed class RecordingFunction : IFunctionInvoker
    {
        public InvocationResult Answer { get; set; } = new InvocationResult.Success("id", default);

        public ConcurrentQueue<string> Events { get; } = [];

        public Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
        {
            Events.Enqueue(System.Text.Encoding.UTF8.GetString(payload.Span));
            return Task.FromResult(Answer);
        }
    }
}
