using Analytics.Core.Windows;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Core.Windows;

public class WindowTests
{
    [Theory]
    [InlineData("11:59", false)] // before
    [InlineData("12:00", true)] // its first
    [InlineData("12:04", true)] // its last
    [InlineData("12:05", false)] // its end opens the next
    public void A_range_is_half_open(string minute, bool isInside) =>
        Assert.Equal(isInside, Range("12:00", "12:05").Contains(Minute.Of(Some.At(minute))));

    [Theory]
    [InlineData("12:04:00", "12:00", "12:05")] // the current minute has just begun
    [InlineData("12:04:59.999", "12:00", "12:05")] // and is about to end
    [InlineData("12:05:00", "12:01", "12:06")]
    public void A_rolling_window_ends_with_the_current_minute(string now, string from, string to) =>
        Assert.Equal(Range(from, to), RollingWindow.OfMinutes(5).At(Some.At(now)));

    [Theory]
    [InlineData("1m", 1)]
    [InlineData("12h", 720)]
    [InlineData("400d", 576000)]
    [InlineData("0m", null)]
    [InlineData("401d", null)]
    [InlineData("576001m", null)]
    [InlineData("5", null)]
    [InlineData("m", null)]
    [InlineData("-5m", null)]
    [InlineData("5 m", null)]
    [InlineData("5M", null)]
    [InlineData("1.5h", null)]
    [InlineData("9999999999d", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Windows_are_written_as_minutes_hours_or_days(string? text, int? minutes) =>
        Assert.Equal(minutes, RollingWindow.TryParse(text, out var window) ? (int)window.Minutes : null);

    [Fact]
    public void Minutes_before_1970_are_cut_downward_too() =>
        Assert.Equal("1969-12-31T23:59Z", Minute.Of(DateTimeOffset.UnixEpoch.AddTicks(-1)).ToString());

    [Theory]
    [InlineData("", 1, "")]
    [InlineData("12:03", 1, "12:03-12:04")]
    [InlineData("12:05 12:03 12:04 12:09 12:03", 1, "12:03-12:06 12:09-12:10")]
    [InlineData("12:00 12:30 12:15 13:00", 15, "12:00-12:45 13:00-13:15")]
    public void Minutes_are_covered_by_the_fewest_ranges_that_hold_no_others(string starts, int length, string expected) =>
        Assert.Equal(expected, string.Join(' ', MinuteRange.Over(
            starts.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(start => Minute.Of(Some.At(start))), length)
            .Select(range => $"{range.From.Start:HH:mm}-{range.To.Start:HH:mm}")));

    private static MinuteRange Range(string from, string to) => new(Minute.Of(Some.At(from)), Minute.Of(Some.At(to)));
}
