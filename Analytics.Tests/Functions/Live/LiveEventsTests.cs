using System.Reactive.Concurrency;
using Analytics.Functions.Live;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Functions.Live;

/// <summary>When a stream says what, in virtual time. A look is one letter of a timeline: four of them are a second.</summary>
public class LiveEventsTests
{
    private readonly HistoricalScheduler _scheduler = new(Some.At("12:00"));
    private readonly List<(double Second, string Text)> _said = [];
    private readonly List<Exception> _failures = [];
    private Exception? _failure;
    private bool _isComplete;
    private int _looks;

    [Fact]
    public void It_begins_with_the_time_to_reconnect_after()
    {
        Listen(_ => "a");

        Assert.Equal([(0, LiveEvents.Beginning), (0, "a")], _said);
        Assert.Equal("retry: 1000\n\n", LiveEvents.Beginning);
    }

    [Fact]
    public void There_are_never_more_than_four_events_in_a_second()
    {
        Listen(look => $"{look}");
        _scheduler.AdvanceBy(TimeSpan.FromSeconds(20));

        var events = Events();
        Assert.True(events.Count > 70);
        Assert.All(events, first => Assert.InRange(
            events.Count(other => other.Second >= first.Second && other.Second < first.Second + 1), 1, 4));
    }

    // looks   a a - a b b - a
    // says    a       b     a
    [Fact]
    public void What_was_said_last_is_not_said_again()
    {
        Listen(look => "aa-abb-a" is var line && look < line.Length ? line[look..(look + 1)] : "-");
        _scheduler.AdvanceBy(TimeSpan.FromSeconds(10));

        Assert.Equal([(0, "a"), (1, "b"), (1.75, "a")], Events());
    }

    [Fact]
    public void A_client_that_has_seen_the_newest_gets_what_is_newer()
    {
        Listen(look => look < 4 ? "a" : look < 8 ? "b" : "a", seen: "a");
        _scheduler.AdvanceBy(TimeSpan.FromSeconds(10));

        Assert.Equal([(1, "b"), (2, "a")], Events());
    }

    // second   0   10   15   25   30   40
    // says     a   b         -         -
    [Fact]
    public void Fifteen_seconds_after_the_last_event_it_says_that_it_is_still_there()
    {
        Listen(look => look < 40 ? "a" : "b");
        _scheduler.AdvanceBy(TimeSpan.FromSeconds(41));

        Assert.Equal(
            [(0, LiveEvents.Beginning), (0, "a"), (10, "b"), (25, LiveEvents.Heartbeat), (40, LiveEvents.Heartbeat)], _said);
        Assert.True(LiveEvents.Heartbeat.StartsWith(':'), "A comment is no event.");
    }

    [Fact]
    public void It_ends_in_time_and_says_so()
    {
        Listen(look => $"{look / 4}", seconds: 3);
        _scheduler.AdvanceBy(TimeSpan.FromSeconds(10));

        Assert.Equal((3, LiveEvents.Ending), _said[^1]);
        Assert.Equal([(0, "0"), (1, "1"), (2, "2")], Events());
        Assert.True(_isComplete);
        Assert.InRange(_looks, 12, 13);
    }

    // looks   a ! ! ! ! ! b ! ! ! ! ! c      each failure takes a second
    // says    a           b           c
    [Fact]
    public void A_failed_look_is_repeated_after_a_second_and_its_failures_are_forgotten_when_it_succeeds()
    {
        Listen(look => "a!!!!!b!!!!!c" is var line && look < line.Length ? line[look..(look + 1)] : "-");
        _scheduler.AdvanceBy(TimeSpan.FromSeconds(20));

        Assert.Equal([(0, "a"), (5.25, "b"), (10.5, "c")], Events());
        Assert.Equal(10, _failures.Count);
        Assert.Null(_failure);
    }

    [Fact]
    public void A_stream_whose_looks_fail_six_times_in_a_row_ends_with_the_failure()
    {
        Listen(look => look == 0 ? "a" : "!");
        _scheduler.AdvanceBy(TimeSpan.FromSeconds(20));

        Assert.Equal([(0, "a")], Events());
        Assert.Equal(LiveEvents.MaxRetries + 1, _failures.Count);
        Assert.Same(_failures[^1], _failure);
        Assert.False(_isComplete);
    }

    // A look finds a letter, nothing (-), or fails (!).
    private void Listen(Func<int, string> look, string? seen = null, double seconds = 3600) => new LiveEvents(_scheduler).Of(
        _ => look(_looks++) switch
        {
            "-" => Task.FromResult<LiveTotals?>(null),
            "!" => Task.FromException<LiveTotals?>(new IOException("throttled")),
            var letter => Task.FromResult<LiveTotals?>(new LiveTotals(letter, letter)),
        },
        seen, Some.At("12:00").AddSeconds(seconds), _failures.Add)
        .Subscribe(
            text => _said.Add(((_scheduler.Now - Some.At("12:00")).TotalSeconds, text)), failure => _failure = failure,
            () => _isComplete = true);

    private List<(double Second, string Text)> Events() => [.. _said.Where(one => one.Text.Length < 5)];
}
